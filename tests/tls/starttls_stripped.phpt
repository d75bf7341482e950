--TEST--
STARTTLS: required and not offered: nothing is sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH PLAIN LOGIN\nDRAIN");
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass', 'tls' => SmtpMail\Tls::StartTls]));
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
DRAIN
