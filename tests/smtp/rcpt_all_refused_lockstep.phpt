--TEST--
RCPT: when every recipient is refused, no DATA; the connection stays usable
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<a@example.com>
S: 550 5.1.1 no such user
C: RCPT TO:<b@example.com>
S: 450 4.2.1 greylisted
C: RSET
S: 250 ok
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
DATA
S: 250 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client());
$e = attempt($mail, test_message(['a@example.com', 'b@example.com']));
echo $e->reply, "\n";
foreach ($e->result->recipients as $recipient) {
	echo $recipient->recipient, ' ', $recipient->outcome->value, ' ', $recipient->reply->code, "\n";
}
var_dump($e->isRetrySafe());
attempt($mail);
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\RecipientsRejectedException: code 450, stage rcpt, rejected, transient
450 4.2.1 greylisted
a@example.com rejected 550
b@example.com rejected 450
bool(true)
accepted: code 250, attempts 1, reused connection
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<a@example.com>
S: 550 5.1.1 no such user
C: RCPT TO:<b@example.com>
S: 450 4.2.1 greylisted
C: RSET
S: 250 ok
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
