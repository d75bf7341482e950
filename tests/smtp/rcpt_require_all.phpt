--TEST--
RCPT: RequireAll sends to nobody when one is refused
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
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
S: 250 ok
S: 250 ok
S: 550 5.1.1 no such user
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client(['recipientPolicy' => SmtpMail\RecipientPolicy::RequireAll]));
$e = attempt($mail, test_message(['a@example.com', 'b@example.com']));
foreach ($e->result->recipients as $recipient) {
	echo $recipient->recipient, ' ', $recipient->outcome->value, "\n";
}
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
a@example.com not_sent
b@example.com rejected
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
C: MAIL FROM:<from@example.com>
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
S: 250 ok
S: 250 ok
S: 550 5.1.1 no such user
C: QUIT
S: 221 bye
