--TEST--
Options: a server that has nothing newer than minProtoVersion is refused
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('DRAIN', ['implicit' => true, 'crypto' => STREAM_CRYPTO_METHOD_TLSv1_2_SERVER]);
$mail = new SmtpMail(...$server->client(['minProtoVersion' => 'TLSv1.3'], ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
attempt($mail);
unset($mail);
$server = smtp_server(smtp_script(), ['implicit' => true, 'crypto' => STREAM_CRYPTO_METHOD_TLSv1_2_SERVER]);
$mail = new SmtpMail(...$server->client([], ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
echo attempt($mail)->tlsVersion, "\n";
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
accepted: code 250, attempts 1, new connection
TLSv1.2
