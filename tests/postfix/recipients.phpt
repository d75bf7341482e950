--TEST--
Postfix: one recipient of two refused; both refused
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

$mail = postfix_client('tls', SmtpMail\Tls::Implicit);
$to = postfix_recipient();
$result = $mail->send(new SmtpMail\Message('crazymus@example.com', [$to, 'refused@example.com'], 's', 't'));
var_dump(count($result->accepted), $result->rejected[0]->reply->code, $result->rejected[0]->reply->enhanced);
var_dump(str_contains(postfix_mail($to), "\nSubject: s\n"));
try {
	$mail->send(new SmtpMail\Message('crazymus@example.com', ['refused@example.com', 'later@example.com'], 's', 't'));
} catch (SmtpMail\RecipientsRejectedException $e) {
	echo $e->getCode(), ' ', $e->transient ? 'transient' : 'permanent', "\n";
}
$result = $mail->send(new SmtpMail\Message('crazymus@example.com', postfix_recipient(), 's', 't'));
var_dump($result->reusedConnection);
?>
--EXPECT--
int(1)
int(550)
string(5) "5.1.1"
bool(true)
451 transient
bool(true)
