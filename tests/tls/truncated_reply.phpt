--TEST--
TLS: a connection cut without close_notify inside a reply is lost, not ended
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nRAW 250-mx.test\\r\\n250 SIZE 1\nCUT", ['implicit' => true]);
$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
attempt($mail);
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
