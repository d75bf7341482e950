--TEST--
A client that is made and thrown away never connects
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('S: 220 mx.test');
$mail = new SmtpMail(...$server->client());
var_dump($mail->isConnected(), $mail->getTranscript());
unset($mail);
echo $server->connections(), " connections\n";
?>
--EXPECT--
bool(false)
string(0) ""
0 connections
