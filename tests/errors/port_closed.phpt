--TEST--
A closed port is a transient ConnectionException at the stage connect
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('S: 220 mx.test');
$port = $server->port;
$server->transcript();
$mail = new SmtpMail('127.0.0.1', $port);
$e = failure(fn () => $mail->connect());
var_dump($e->isRetrySafe(), $e->reply, $e->result === null || $e->result->attempts === 0);
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage connect, not_sent, transient
bool(true)
NULL
bool(true)
