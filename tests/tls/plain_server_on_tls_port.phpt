--TEST--
A server that speaks plain SMTP where TLS was meant: the message says what to do
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test ESMTP\nDRAIN");
$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
$e = attempt($mail);
var_dump(preg_match('/587|STARTTLS|Tls::None/', $e->getMessage()));
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
int(1)
