--TEST--
Tls::Opportunistic: STARTTLS is taken where it is offered, to this machine as well
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['starttls' => true]));
$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::Opportunistic]));
echo attempt($mail)->tlsVersion, "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
TLSv1.3
