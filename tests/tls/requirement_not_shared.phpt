--TEST--
Reuse: a client that wants TLS, or another trust, rides on no connection of another client
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$plain = "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 STARTTLS\n";
$server = smtp_server("---\n$plain---\n{$plain}C: STARTTLS\nS: 220 go\nTLS\nC: EHLO *\nS: 250 mx\n---\n{$plain}C: STARTTLS\nS: 220 go\nTLS\nDRAIN");
$clear = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::None]));
$clear->connect();
$secure = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::StartTls]));
$secure->connect();
var_dump($clear->isConnected(), $clear->getServerInfo()->tlsVersion, $secure->getServerInfo()->tlsVersion);
$strict = new SmtpMail(...$server->client(['caFile' => test_cert('other_ca')], ['host' => 'localhost', 'tls' => SmtpMail\Tls::StartTls]));
failure(fn () => $strict->connect());
unset($clear, $secure, $strict);
echo preg_replace('/^!! unexpected: QUIT\\\\r\\\\n\n/m', '', $server->transcript());
?>
--EXPECT--
bool(true)
NULL
string(7) "TLSv1.3"
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
--- connection 1
S: 220 mx
C: EHLO client.test
S: 250-mx
S: 250 STARTTLS
--- connection 2
S: 220 mx
C: EHLO client.test
S: 250-mx
S: 250 STARTTLS
C: STARTTLS
S: 220 go
TLS
C: EHLO client.test
S: 250 mx
--- connection 3
S: 220 mx
C: EHLO client.test
S: 250-mx
S: 250 STARTTLS
C: STARTTLS
S: 220 go
TLS failed
!! handshake failed
