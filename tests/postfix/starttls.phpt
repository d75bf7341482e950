--TEST--
Postfix: STARTTLS and AUTH PLAIN; the mail arrives as it was made
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

$mail = postfix_client('starttls', SmtpMail\Tls::StartTls);
$to = postfix_recipient();
$message = new SmtpMail\Message('crazymus@example.com', $to, 'Grüße', "text\n", '<p>html ünd mehr</p>');
$result = $mail->send($message);
var_dump($result->outcome, $result->queueId !== null, $result->tlsVersion);
var_dump(postfix_original(postfix_mail($to)) === str_replace("\r\n", "\n", (string) $message));
?>
--EXPECT--
enum(SmtpMail\Outcome::Accepted)
bool(true)
string(7) "TLSv1.3"
bool(true)
