--TEST--
Attachment::fromStream(): from where it stands, again for each mail, whether it can seek or not
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/mime.inc';
use SmtpMail\{Attachment, Message};

$mail = fn (Attachment ...$a) => (new Message('a@example.com', 'b@example.com', 's', 't'))->attach(...$a);
$content = fn (Message $m, int $i = 1) => mime_parts($m)[$i]['content'];

echo "-- one that can seek\n";
$stream = fopen('php://temp', 'w+');
fwrite($stream, 'before|' . str_repeat('0123456789', 10000));
fseek($stream, 7);
$a = Attachment::fromStream($stream, 'a');
fseek($stream, 3); // what its owner does with it later makes no difference
$message = $mail($a, $a);
var_dump($content($message) === str_repeat('0123456789', 10000), $content($message, 2) === $content($message), $message->getSize());
fwrite($stream, 'X');
var_dump(strlen($content($message)), substr($content($message), -3));

echo "-- one that cannot\n";
$pipe = popen('printf %s "$(seq 1 100000 | tr "\n" ,)"', 'r');
fread($pipe, 4);
$a = Attachment::fromStream($pipe, 'a');
$first = $mail($a, $a);
$second = $mail($a);
$clone = clone $first;
var_dump($first->getSize());
$want = substr(implode(',', range(1, 100000)) . ',', 4);
var_dump($content($first) === $want, $content($first, 2) === $want, $content($second) === $want, $content($clone->text('x')) === $want);
var_dump($first->getSize() === strlen($first), $second->getSize() === strlen($second));
pclose($pipe);
var_dump($content($first) === $want);

echo "-- one with a filter\n";
$stream = fopen('php://memory', 'w+');
fwrite($stream, 'rot thirteen');
rewind($stream);
stream_filter_append($stream, 'string.rot13', STREAM_FILTER_READ);
$message = $mail(Attachment::fromStream($stream, 'a'));
var_dump($content($message), $content($message));

echo "-- what is above smtpmail.spool_memory is in a file\n";
ini_set('smtpmail.spool_memory', '1000');
$pipe = popen('head -c 3000000 /dev/zero', 'r');
$message = $mail(Attachment::fromStream($pipe, 'a'));
var_dump($content($message) === str_repeat("\0", 3000000), $content($message) === str_repeat("\0", 3000000));

echo "-- what goes wrong\n";
$stream = fopen('php://memory', 'w+');
$message = $mail(Attachment::fromStream($stream, 'a'));
fclose($stream);
$sockets = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_set_blocking($sockets[0], false);
fwrite($sockets[1], 'some');
$waiting = $mail(Attachment::fromStream($sockets[0], 'a'));
foreach ([$message, $waiting] as $m) {
    try {
        echo strlen($m), "\n";
    } catch (SmtpMail\SourceException $e) {
        echo $e->getMessage(), "\n";
    }
}
fwrite($sockets[1], ' more');
fclose($sockets[1]);
var_dump($content($waiting));
?>
--EXPECT--
-- one that can seek
bool(true)
bool(true)
NULL
int(100001)
string(3) "89X"
-- one that cannot
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
-- one with a filter
string(12) "ebg guvegrra"
string(12) "ebg guvegrra"
-- what is above smtpmail.spool_memory is in a file
bool(true)
bool(true)
-- what goes wrong
attachment "a": the stream was closed before it was sent
attachment "a": the stream has no more for now, and is not at its end: it timed out, or does not block
string(9) "some more"
