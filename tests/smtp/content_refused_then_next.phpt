--TEST--
Content: after a refusal the next message goes over the same connection
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL FROM:*
S: 250 ok
C: RCPT TO:*
S: 250 ok
C: DATA
S: 354 go
DATA
S: 554 5.7.1 spam
C: MAIL FROM:*
S: 250 ok
C: RCPT TO:*
S: 250 ok
C: DATA
S: 354 go
DATA
S: 250 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client());
attempt($mail);
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\MessageRejectedException: code 554, stage commit, rejected, permanent
accepted: code 250, attempts 1, reused connection
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
C: (message)
S: 554 5.7.1 spam
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
C: (message)
S: 250 ok
C: QUIT
S: 221 bye
