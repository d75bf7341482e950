--TEST--
MAIL: refused with RCPT and DATA in flight; the connection stays usable
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: DATA
S: 553 5.7.1 sender not owned
S: 503 need MAIL
S: 503 need RCPT
C: RSET
S: 250 ok
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: DATA
S: 250 ok
S: 250 ok
S: 354 go
DATA
S: 250 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client());
$e = attempt($mail);
echo $e->reply, "\n";
attempt($mail);
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\SenderRejectedException: code 553, stage mail, rejected, permanent
553 5.7.1 sender not owned
accepted: code 250, attempts 1, reused connection
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: DATA
S: 553 5.7.1 sender not owned
S: 503 need MAIL
S: 503 need RCPT
C: RSET
S: 250 ok
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: DATA
S: 250 ok
S: 250 ok
S: 354 go
C: (message)
S: 250 ok
C: QUIT
S: 221 bye
