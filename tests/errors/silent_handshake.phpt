--TEST--
A server that never answers the handshake: the limit of connecting holds
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('STALL');
$mail = new SmtpMail(...$server->client(['timeout' => ['connect' => 0.5]], ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
$start = time();
attempt($mail);
var_dump(time() - $start <= 5);
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage tls, not_sent, transient
bool(true)
