--TEST--
memory://: keeps what was sent as it was sent, whatever becomes of the message afterwards
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Attachment, Envelope, Message};

$mail = SmtpMail::fromDsn('memory://');
var_dump($mail->getMessages(), $mail->isConnected());
$message = new Message('Ann <ann@example.com>', ['bob@example.org', 'zoë@exämple.org'], 'Grüße', ".dot\nline\n");
$message->attach(Attachment::fromString(str_repeat("\0\xff", 1000), 'x.bin'))->bcc('secret@example.net');
$result = $mail->send($message);
echo $result->outcome->value, ' ', $result->reply, ' by ', $result->remote, ', queue id ', $result->queueId, "\n";
$sent = (string) $message;
$message->subject('later')->to('later@example.org');

[[$kept, $envelope]] = $mail->getMessages();
var_dump((string) $kept === $sent, $kept->getMessageId() === $result->messageId, str_contains($sent, 'secret'));
echo get_class($kept), ' from ', $envelope->sender->address, ' to ', implode(', ', array_map(fn ($r) => $r->address->address, $envelope->recipients)), "\n";

$own = new Envelope(null, ['other@example.org']);
$mail->send($message, $own);
$mail->send($kept, $envelope);
$messages = $mail->getMessages();
var_dump(count($messages), $messages[1][1] === $own, (string) $messages[2][0] === $sent);
$messages[] = 'mine';
var_dump(count($mail->getMessages()), $mail->isConnected());
$mail->close();
var_dump($mail->isConnected(), count($mail->getMessages()), $mail->verify()->name, $mail->getServerInfo()->supports('SMTPUTF8'));
?>
--EXPECT--
array(0) {
}
bool(false)
accepted 250 2.0.0 Ok: queued as 1 by memory, queue id 1
bool(true)
bool(true)
bool(false)
SmtpMail\Message from ann@example.com to bob@example.org, zoë@exämple.org, secret@example.net
int(3)
bool(true)
bool(true)
int(3)
bool(true)
bool(false)
int(3)
string(13) "fault.invalid"
bool(true)
