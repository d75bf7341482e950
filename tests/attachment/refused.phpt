--TEST--
Attachment: what cannot be attached is refused when it is made
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Attachment, Encoding, Message};

$dir = __DIR__ . '/refused.d';
mkdir($dir);
exec("mkfifo " . escapeshellarg("$dir/fifo"));
file_put_contents("$dir/file", "a\nb");
$message = new Message('a@example.com', 'b@example.com');
$closed = fopen("$dir/file", 'r');
fclose($closed);
$tries = [
    'missing' => fn () => Attachment::fromPath("$dir/none"), 'directory' => fn () => Attachment::fromPath($dir),
    'fifo' => fn () => Attachment::fromPath("$dir/fifo"), 'device' => fn () => Attachment::fromPath('/dev/zero'),
    'empty path' => fn () => Attachment::fromPath(''), 'NUL in path' => fn () => Attachment::fromPath("$dir/file\0.pdf"),
    'URL' => fn () => Attachment::fromPath('https://example.com/a.pdf'), 'file URL' => fn () => Attachment::fromPath("file://$dir/file"),
    'data URL' => fn () => Attachment::fromPath('data:text/plain,x'), 'php stream' => fn () => Attachment::fromPath('php://input'),
    'attachFromPath' => fn () => $message->attachFromPath("$dir/none"), 'embedFromPath' => fn () => $message->embedFromPath($dir),
    'line break in name' => fn () => Attachment::fromString('x', "a\r\nBcc: x@example.com"), 'NUL in name' => fn () => Attachment::fromString('x', "a\0.pdf"),
    'name not UTF-8' => fn () => Attachment::fromString('x', "\xff.pdf"), 'name too long' => fn () => Attachment::fromString('x', str_repeat('n', 1025)),
    'DEL in name' => fn () => Attachment::fromPath("$dir/file", "a\x7f"),
    'type' => fn () => Attachment::fromString('x', 'a', 'nonsense'), 'type with line break' => fn () => Attachment::fromString('x', 'a', "text/plain\r\nX: y"),
    'multipart' => fn () => Attachment::fromString('x', 'a', 'multipart/mixed'), 'message' => fn () => Attachment::fromPath("$dir/file", 'a', 'message/rfc822'),
    'write-only stream' => fn () => Attachment::fromStream(fopen("$dir/new", 'w'), 'a'), 'closed stream' => fn () => Attachment::fromStream($closed, 'a'),
    'no stream' => fn () => Attachment::fromStream('text', 'a'), 'other resource' => fn () => Attachment::fromStream(stream_context_create(), 'a'),
    'content id' => fn () => Attachment::fromString('x', 'a')->inline('a b'), 'content id with bracket' => fn () => Attachment::fromString('x', 'a')->inline('a>b'),
    'content id from name' => fn () => $message->embedFromPath("$dir/file", 'my picture.png'),
    '7bit' => fn () => Attachment::fromString("a\nb", 'a')->encoding(Encoding::SevenBit), '8bit' => fn () => Attachment::fromString("a\rb", 'a')->encoding(Encoding::EightBit),
    'message without From' => fn () => Attachment::fromMessage(new Message()), 'not an attachment' => fn () => $message->attach(Attachment::fromString('x', 'a'), 'a'),
    'made by reflection' => fn () => (new ReflectionClass(Attachment::class))->newInstanceWithoutConstructor(),
    'serialize' => fn () => serialize(Attachment::fromString('x', 'a')), 'readonly' => fn () => Attachment::fromString('x', 'a')->name = 'b',
];
foreach ($tries as $what => $try) {
    try {
        $try();
        echo "$what: taken\n";
    } catch (Throwable $e) {
        echo "$what: ", get_class($e), ': ', str_replace($dir, 'DIR', $e->getMessage()), "\n";
    }
}
// Nothing came of all that.
var_dump(str_contains($message, 'multipart'));
try {
    Attachment::fromPath("$dir/none");
} catch (SmtpMail\SourceException $e) {
    var_dump($e->stage, $e->outcome, $e->transient, $e->isRetrySafe(), $e->reply);
}
?>
--CLEAN--
<?php
array_map('unlink', glob(__DIR__ . '/refused.d/*'));
@rmdir(__DIR__ . '/refused.d');
?>
--EXPECT--
missing: SmtpMail\SourceException: cannot read "DIR/none": No such file or directory
directory: SmtpMail\SourceException: cannot read "DIR": it is a directory
fifo: SmtpMail\SourceException: cannot read "DIR/fifo": it is not a regular file
device: SmtpMail\SourceException: cannot read "/dev/zero": it is not a regular file
empty path: ValueError: SmtpMail\Attachment::fromPath(): Argument #1 ($path) must not be empty
NUL in path: ValueError: SmtpMail\Attachment::fromPath(): Argument #1 ($path) must not contain any null bytes
URL: ValueError: SmtpMail\Attachment::fromPath(): Argument #1 ($path) must be the path of a local file: open a URL yourself, and use SmtpMail\Attachment::fromStream()
file URL: ValueError: SmtpMail\Attachment::fromPath(): Argument #1 ($path) must be the path of a local file: open a URL yourself, and use SmtpMail\Attachment::fromStream()
data URL: ValueError: SmtpMail\Attachment::fromPath(): Argument #1 ($path) must be the path of a local file: open a URL yourself, and use SmtpMail\Attachment::fromStream()
php stream: ValueError: SmtpMail\Attachment::fromPath(): Argument #1 ($path) must be the path of a local file: open a URL yourself, and use SmtpMail\Attachment::fromStream()
attachFromPath: SmtpMail\SourceException: cannot read "DIR/none": No such file or directory
embedFromPath: SmtpMail\SourceException: cannot read "DIR": it is a directory
line break in name: ValueError: the attachment's name has a control character
NUL in name: ValueError: the attachment's name has a control character
name not UTF-8: ValueError: the attachment's name is not valid UTF-8
name too long: ValueError: the attachment's name is longer than 1024 octets
DEL in name: ValueError: the attachment's name has a control character
type: ValueError: "nonsense" is no content type, which looks like "text/plain"
type with line break: ValueError: the content type has a control character
multipart: ValueError: the content type cannot be a multipart
message: ValueError: an attachment of type message/rfc822 must be made from a message, or go as 7bit or 8bit
write-only stream: ValueError: SmtpMail\Attachment::fromStream(): Argument #1 ($stream) must be a stream that can be read
closed stream: TypeError: SmtpMail\Attachment::fromStream(): supplied resource is not a valid stream resource
no stream: TypeError: SmtpMail\Attachment::fromStream(): Argument #1 ($stream) must be of type resource, string given
other resource: TypeError: SmtpMail\Attachment::fromStream(): supplied resource is not a valid stream resource
content id: ValueError: SmtpMail\Attachment::inline(): Argument #1 ($contentId) is refused: the attachment's content id has something else in it than printable ASCII without spaces, < and >
content id with bracket: ValueError: SmtpMail\Attachment::inline(): Argument #1 ($contentId) is refused: the attachment's content id has something else in it than printable ASCII without spaces, < and >
content id from name: ValueError: the attachment's content id has something else in it than printable ASCII without spaces, < and >
7bit: ValueError: SmtpMail\Attachment::encoding(): Argument #1 ($encoding) is refused: the attachment cannot go as 7bit: its octets would not arrive as they are
8bit: ValueError: SmtpMail\Attachment::encoding(): Argument #1 ($encoding) is refused: the attachment cannot go as 8bit: its octets would not arrive as they are
message without From: ValueError: the message has no From
not an attachment: TypeError: SmtpMail\Message::attach(): Argument #2 must be of type SmtpMail\Attachment, string given
made by reflection: ReflectionException: Class SmtpMail\Attachment is an internal class marked as final that cannot be instantiated without invoking its constructor
serialize: Exception: Serialization of 'SmtpMail\Attachment' is not allowed
readonly: Error: Cannot modify readonly property SmtpMail\Attachment::$name
bool(false)
enum(SmtpMail\Stage::Content)
enum(SmtpMail\Outcome::NotSent)
bool(false)
bool(false)
NULL
