--TEST--
Reuse: the unasked retry happens once, not for ever
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "C: MAIL *\nCLOSE\n---\nS: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nCLOSE");
$mail = new SmtpMail(...$server->client());
attempt($mail);
$e = attempt($mail);
var_dump($e->result->attempts);
unset($mail, $e);
echo $server->connections(), " connections\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
SmtpMail\ConnectionException: code 0, stage mail, not_sent, transient
int(2)
2 connections
