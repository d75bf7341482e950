--TEST--
A server that waits for TLS where plain SMTP was meant: the time limit of the greeting
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('DRAIN', ['implicit' => true]);
$mail = new SmtpMail(...$server->client(['timeout' => ['greeting' => 0.5]], ['host' => 'localhost', 'tls' => SmtpMail\Tls::None]));
$e = attempt($mail);
$server = smtp_server('RAW \x15\x03\x03\x00\x02\x02\x46' . "\nDRAIN");
$mail = new SmtpMail(...$server->client(['timeout' => ['greeting' => 5]], ['host' => 'localhost', 'tls' => SmtpMail\Tls::None]));
$e = attempt($mail);
var_dump(preg_match('/TLS|465|Implicit/', $e->getMessage()));
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
int(1)
