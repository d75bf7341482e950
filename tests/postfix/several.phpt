--TEST--
Postfix: several mails over one connection, html and Bcc among them
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_POSTFIX') === false) {
	die('skip no Postfix: bin/test starts one');
}
?>
--FILE--
<?php
require __DIR__ . '/postfix.inc';

$mail = postfix_client('login', SmtpMail\Tls::Implicit);
$hidden = postfix_recipient();
for ($i = 1; $i <= 5; $i++) {
	$to[$i] = postfix_recipient();
	$message = new SmtpMail\Message('crazymus@example.com', $to[$i], "mail $i", "text $i", "<p>html $i</p>");
	$result = $mail->send($i === 5 ? $message->bcc($hidden) : $message);
	echo $i, ' ', $result->outcome->value, ' ', $result->reusedConnection ? 'reused' : 'new', "\n";
}
foreach ($to as $i => $address) {
	$got = postfix_mail($address);
	echo $i, ' ', preg_match("/^Subject: mail $i$/m", $got), substr_count($got, "text $i"), substr_count($got, "html $i"), "\n";
}
var_dump(str_contains(postfix_original(postfix_mail($hidden)), $hidden));
?>
--EXPECT--
1 accepted new
2 accepted reused
3 accepted reused
4 accepted reused
5 accepted reused
1 111
2 111
3 111
4 111
5 111
bool(false)
