--TEST--
An unknown host is a permanent ConnectionException at the stage resolve
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$mail = new SmtpMail('no-such-host.invalid', 25, SmtpMail\Tls::None);
$e = failure(fn () => $mail->connect());
var_dump(str_contains($e->getMessage(), 'no-such-host.invalid'));
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage resolve, not_sent, permanent
bool(true)
