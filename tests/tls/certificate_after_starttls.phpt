--TEST--
Verification: holds after STARTTLS as well
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nDRAIN", ['cert' => 'untrusted']);
$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::StartTls]));
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 STARTTLS
C: STARTTLS
S: 220 go
TLS failed
!! handshake failed
