--TEST--
writeTo(): the same octets as the string, in any stream; a failing stream is told
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Message;

final class Stream
{
    public static string $data = '';
    public static ?Closure $then = null;
    public $context;
    public function stream_open(): bool
    {
        self::$data = '';
        return true;
    }
    public function stream_write(string $data): int
    {
        self::$data .= $data;
        return self::$then ? (self::$then)($data) : strlen($data);
    }
}
stream_wrapper_register('own', Stream::class);

$message = new Message('a@example.com', 'b@example.com', 'subject', str_repeat("line of text\n", 5000));
$memory = fopen('php://memory', 'w+');
var_dump($message->writeTo($memory) === $message->getSize());
rewind($memory);
var_dump(stream_get_contents($memory) === (string) $message);
$own = fopen('own://x', 'w');
var_dump($message->writeTo($own) === strlen($message), Stream::$data === (string) $message);

function attempt(callable $do): void
{
    try {
        $do();
        echo "no refusal\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
Stream::$then = fn () => throw new LogicException('from the stream');
attempt(fn () => $message->writeTo($own));
Stream::$then = fn () => 0;
attempt(fn () => @$message->writeTo($own));
Stream::$then = fn ($data) => $message->subject('changed meanwhile') ? strlen($data) : 0;
attempt(fn () => $message->writeTo($own));
attempt(fn () => $message->subject('changed afterwards'));
Stream::$then = null;
fclose($memory);
attempt(fn () => $message->writeTo($memory));
attempt(fn () => $message->writeTo('x'));
attempt(fn () => (new Message(to: 'b@example.com'))->writeTo($own));
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
LogicException: from the stream
RuntimeException: the message could not be written to the stream
Error: SmtpMail\Message is being sent and cannot be changed
no refusal
TypeError: SmtpMail\Message::writeTo(): supplied resource is not a valid stream resource
TypeError: SmtpMail\Message::writeTo(): Argument #1 ($stream) must be of type resource, string given
ValueError: the message has no From
