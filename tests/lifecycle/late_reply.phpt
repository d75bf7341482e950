--TEST--
After a time-out the late reply is never read as the answer to another command
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
--- late
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL *
S: 250 ok
C: RCPT *
STALL
---

SCRIPT . smtp_script());
$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 0.5]]));
attempt($mail);
var_dump($mail->isConnected());
attempt($mail);
unset($mail);
echo $server->connections(), ' connections, ', count($server->messages()), " message\n";
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage rcpt, not_sent, transient
bool(false)
accepted: code 250, attempts 1, new connection
2 connections, 1 message
