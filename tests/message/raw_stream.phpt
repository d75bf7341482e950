--TEST--
fromRaw(): streams are read through first, so that their size is known; from where they stand
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/user_stream.inc';
use SmtpMail\{Envelope, Message};

$envelope = new Envelope('a@example.com', ['x@example.com']);
$eml = "From: a@example.com\nBcc: b@example.com\nMessage-ID: <id@example.com>\n\n" . str_repeat("some lines\rof text\n", 5000) . 'end';
$normal = preg_replace(['/\r\n|\r|\n/', '/Bcc.*\r\n/'], ["\r\n", ''], $eml) . "\r\n";

function memory(string $octets, int $at = 0)
{
    $stream = fopen('php://memory', 'w+');
    fwrite($stream, $octets);
    fseek($stream, $at);
    return $stream;
}
function pipe_of(string $octets)
{
    $pieces = str_split($octets, 777);
    return UserStream::of(fn (int $n) => $pieces[$n - 1] ?? '');
}
function sent(Message $message): string
{
    global $envelope;
    $server = smtp_server(smtp_script());
    $mail = new SmtpMail(...$server->client());
    attempt($mail, $message, $envelope);
    unset($mail);
    preg_match('/SIZE=(\d+)/', $server->transcript(), $size);
    $got = $server->messages()[0] ?? '';
    var_dump((int) ($size[1] ?? -1) === strlen($got));
    return $got;
}

foreach (['memory' => memory($eml), 'behind its start' => memory("garbage $eml", 8), 'no seeking' => pipe_of($eml)] as $kind => $stream) {
    echo "-- $kind\n";
    $message = Message::fromRaw($stream);
    var_dump($message->getMessageId(), $message->getSize() === strlen($normal), (string) $message === $normal);
    var_dump(sent($message) === $normal, sent(clone $message) === $normal);
}

echo "-- changed since\n";
$stream = memory($eml);
$message = Message::fromRaw($stream);
var_dump($message->getSize() === strlen($normal));
ftruncate($stream, 0);
rewind($stream);
fwrite($stream, "From: other@example.com\n\nother\n");
var_dump((string) $message);

echo "-- while it is sent\n";
$stream = memory($eml);
$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client());
$mail->setLogger(fn () => ftruncate($stream, 200));
$e = attempt($mail, Message::fromRaw($stream), $envelope);
echo $e->getMessage(), "\n";
unset($mail);
var_dump($server->messages());

echo "-- that cannot be read\n";
$stream = memory($eml);
$message = Message::fromRaw($stream);
fclose($stream);
failure(fn () => $message->getSize());
var_dump($message->getMessageId());
$message = Message::fromRaw(UserStream::of(fn () => throw new LogicException('from the stream')));
failure(fn () => $message->getMessageId());
failure(fn () => (string) $message);
failure(fn () => Message::fromRaw(STDOUT));
failure(fn () => Message::fromRaw(null));
failure(fn () => Message::fromRaw([]));
failure(fn () => Message::fromRaw($stream));

echo "-- that comes back\n";
$pieces = str_split($eml, 777);
$message = Message::fromRaw(UserStream::of(function (int $n) use (&$message, $pieces) {
    if ($n % 50 === 1) {
        echo "$n: ";
        failure(fn () => $message->getSize());
    }
    return $pieces[$n - 1] ?? '';
}));
var_dump((string) $message === $normal);
?>
--EXPECT--
-- memory
string(16) "<id@example.com>"
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(true)
-- behind its start
string(16) "<id@example.com>"
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(true)
-- no seeking
string(16) "<id@example.com>"
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(true)
-- changed since
bool(true)
string(34) "From: other@example.com

other
"
-- while it is sent
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
the raw mail has become shorter
array(0) {
}
-- that cannot be read
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
string(0) ""
LogicException: from the stream
LogicException: from the stream
ValueError: SmtpMail\Message::fromRaw(): Argument #1 ($eml) must be a stream that can be read
TypeError: SmtpMail\Message::fromRaw(): Argument #1 ($eml) must be of type string or resource, null given
TypeError: SmtpMail\Message::fromRaw(): Argument #1 ($eml) must be of type string or resource, array given
TypeError: SmtpMail\Message::fromRaw(): supplied resource is not a valid stream resource
-- that comes back
1: SmtpMail\SourceException: code 0, stage content, not_sent, permanent
51: SmtpMail\SourceException: code 0, stage content, not_sent, permanent
101: SmtpMail\SourceException: code 0, stage content, not_sent, permanent
bool(true)
