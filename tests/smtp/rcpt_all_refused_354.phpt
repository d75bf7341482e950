--TEST--
RCPT: all refused but DATA answered with 354: a lone dot, and its 250 is no acceptance
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
S: 354 go ahead
DATA
S: 250 2.0.0 queued as NOTHING
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client());
$e = attempt($mail);
echo $e->reply, "\n";
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
550 5.1.1 no such user
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: DATA
S: 250 ok
S: 550 5.1.1 no such user
S: 354 go ahead
C: (lone dot)
S: 250 2.0.0 queued as NOTHING
C: QUIT
S: 221 bye
