--TEST--
fromRaw(): finished mail goes as it is, but for its line ends and its Bcc fields
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Envelope, Message};

$eml = "Return-Path: <r@example.com>\nbCC : secret@example.com,\n\tsecret2@example.com\r\nFrom: A <a@example.com>\rTo: b@example.com\n" .
    "Message-ID:\n <id.1@example.com>\nX-Odd:  \t spaces  \n\nline\n.\n..dots\r\rBcc: stays\nFrom here";
$normal = "Return-Path: <r@example.com>\r\nFrom: A <a@example.com>\r\nTo: b@example.com\r\n" .
    "Message-ID:\r\n <id.1@example.com>\r\nX-Odd:  \t spaces  \r\n\r\nline\r\n.\r\n..dots\r\n\r\nBcc: stays\r\nFrom here\r\n";
$message = Message::fromRaw($eml);
var_dump($message->getMessageId(), $message->getSize() === strlen($normal), (string) $message === $normal);
$memory = fopen('php://memory', 'w+');
var_dump($message->writeTo($memory) === strlen($normal), stream_get_contents($memory, null, 0) === $normal);
var_dump((string) Message::fromRaw(new class($eml) { public function __construct(private string $s) {} public function __toString(): string { return $this->s; } }) === $normal);
$clone = clone $message;
var_dump((string) $clone === $normal, $clone->getMessageId());
var_dump(Message::fromRaw("A: b\n")->getMessageId(), (string) Message::fromRaw("A: b"));

echo "-- sent\n";
$envelope = new Envelope('bounces@example.com', ['x@example.com']);
$server = smtp_server(smtp_script(['mails' => 2, 'mail' => 'MAIL FROM:<bounces@example.com> SIZE=' . strlen($normal)]));
$mail = new SmtpMail(...$server->client());
$result = attempt($mail, $message, $envelope);
var_dump($result->messageId, $result->bytes === strlen($normal));
attempt($mail, $clone, $envelope);
unset($mail);
var_dump(str_contains($server->transcript(), '!!'), $server->messages() === [$normal, $normal]);

echo "-- what it has not\n";
$nobody = smtp_server('');
$mail = new SmtpMail(...$nobody->client());
attempt($mail, $message);
failure(fn () => $message->getEnvelope());
foreach (['from' => ['a@example.com'], 'to' => ['a@example.com'], 'subject' => ['x'], 'text' => ['x'], 'header' => ['X-A', 'b'],
    'messageId' => ['<a@b>'], 'date' => [new DateTimeImmutable()], 'priority' => [1]] as $setter => $arguments) {
    failure(fn () => $message->$setter(...$arguments));
}
var_dump((string) $message === $normal, $nobody->connections());
?>
--EXPECT--
string(18) "<id.1@example.com>"
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
string(18) "<id.1@example.com>"
string(0) ""
string(8) "A: b

"
-- sent
accepted: code 250, attempts 1, new connection
string(18) "<id.1@example.com>"
bool(true)
accepted: code 250, attempts 1, reused connection
bool(false)
bool(true)
-- what it has not
ValueError: raw mail has no envelope of its own: send() needs one
ValueError: raw mail has no envelope of its own: send() needs one
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
Error: SmtpMail\Message is raw mail, which is sent as it is
bool(true)
int(0)
