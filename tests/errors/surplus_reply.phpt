--TEST--
A reply too many is never taken for the answer to another command
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
--- one
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL *
RAW 250 ok\r\n250 surplus\r\n
DRAIN
--- two
S: 220 mx.test
C: EHLO client.test
# One write: it is there before MAIL can be sent.
S: 250 mx.test
S: 250 surplus
DRAIN
SCRIPT);
$mail = new SmtpMail(...$server->client());
attempt($mail);
unset($mail);
$mail = new SmtpMail(...$server->client());
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECTF--
SmtpMail\ProtocolException: code 0, stage mail, not_sent, permanent
SmtpMail\ProtocolException: code 0, stage %s, not_sent, permanent
--- connection 1
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: (raw) 250 ok\r\n250 surplus\r\n
DRAIN
--- connection 2
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
S: 250 surplus
DRAIN
