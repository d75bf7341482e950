--TEST--
RCPT: all refused and DATA with them: 550 is told, not DATA's 503
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
S: 250 ok
S: 550 5.1.1 no such user
S: 503 5.5.1 no valid recipients
DRAIN
SCRIPT);
$mail = new SmtpMail(...$server->client());
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: DATA
S: 250 ok
S: 550 5.1.1 no such user
S: 503 5.5.1 no valid recipients
DRAIN
