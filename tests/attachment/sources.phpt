--TEST--
Attachment: from path, string, stream and message; what was given is what arrives
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/mime.inc';
use SmtpMail\{Attachment, Message};

$all = implode('', array_map('chr', range(0, 255)));
$file = __DIR__ . '/sources.pdf';
file_put_contents($file, $all . "\r\n.\r\n" . $all);
$stream = fopen('php://memory', 'w+');
fwrite($stream, 'not this' . $all);
fseek($stream, 8);
$inner = new Message('in@example.com', 'x@example.com', 'inner', 'inner text');
$attachments = [
    Attachment::fromPath($file), Attachment::fromPath($file, '报告.pdf', 'application/x-report'),
    Attachment::fromString($all, 'a "b" \\c.bin'), Attachment::fromString('', 'empty'), Attachment::fromString('x', ''),
    Attachment::fromStream($stream, 'stream.dat'), Attachment::fromMessage($inner), Attachment::fromMessage($inner, 'forwarded.eml'),
];
foreach ($attachments as $a) {
    echo json_encode([$a->name, $a->contentType, $a->contentId, $a->size === strlen($inner) ? 'as the message' : $a->size], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
}
$message = (new Message('a@example.com', 'b@example.com', 's', 'text'))->attach(...$attachments);
echo "--\n";
show_parts($message);
$parts = mime_parts($message);
var_dump($parts[1]['content'] === file_get_contents($file), $parts[2]['content'] === file_get_contents($file));
var_dump($parts[3]['content'] === $all, $parts[6]['content'] === $all, $parts[7]['content'] === (string) $inner);
echo "-- again, and written\n";
$out = fopen('php://memory', 'w+');
var_dump((string) $message === (string) $message, $message->writeTo($out) === strlen($message), stream_get_contents($out, -1, 0) === (string) $message);
var_dump($message->getSize());
echo "-- without the stream the size is known\n";
$message = (new Message('a@example.com', 'b@example.com', 's', 'text'))->attach($attachments[0], $attachments[2])->attachFromPath($file)->embedFromPath($file, 'x.png');
var_dump($message->getSize() === strlen($message));
unlink($file);
?>
--EXPECT--
["sources.pdf","application/pdf",null,517]
["报告.pdf","application/x-report",null,517]
["a \"b\" \\c.bin","application/octet-stream",null,256]
["empty","application/octet-stream",null,0]
["","application/octet-stream",null,1]
["stream.dat","application/octet-stream",null,null]
["message.eml","message/rfc822",null,"as the message"]
["forwarded.eml","message/rfc822",null,"as the message"]
--
text/plain; charset=utf-8 | 7bit | "text"
application/pdf; name="sources.pdf" | attachment | sources.pdf | base64 | 517 octets
application/x-report; name="=?UTF-8?B?5oql5ZGKLnBkZg==?=" | attachment | 报告.pdf | base64 | 517 octets
application/octet-stream; name="a \"b\" \\c.bin" | attachment | a "b" \c.bin | base64 | 256 octets
application/octet-stream; name="empty" | attachment | empty | base64 | ""
application/octet-stream | attachment | base64 | "x"
application/octet-stream; name="stream.dat" | attachment | stream.dat | base64 | 256 octets
message/rfc822; name="message.eml" | attachment | message.eml | 7bit | 263 octets
message/rfc822; name="forwarded.eml" | attachment | forwarded.eml | 7bit | 263 octets
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
-- again, and written
bool(true)
bool(true)
bool(true)
NULL
-- without the stream the size is known
bool(true)
