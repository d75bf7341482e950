--TEST--
connect(), close() and send() in any order
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\nS: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: QUIT\nS: 221 bye\n---\n" . smtp_script());
$mail = new SmtpMail(...$server->client());
$mail->close();
var_dump($mail->isConnected(), $mail->getServerInfo());
$mail->connect();
$mail->connect();
var_dump($mail->isConnected());
$mail->close();
$mail->close();
var_dump($mail->isConnected());
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECTF--
bool(false)
NULL
bool(true)
bool(false)
accepted: code 250, attempts 1, new connection
--- connection 1
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: QUIT
S: 221 bye
--- connection 2
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 73400320
S: 250-8BITMIME
S: 250-PIPELINING
S: 250 ENHANCEDSTATUSCODES
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: QUIT
S: 221 bye
