--TEST--
inline parts: beside the html, under the id that it names; with an id of their own otherwise
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/mime.inc';
use SmtpMail\{Attachment, Message};

file_put_contents($file = __DIR__ . '/inline.png', 'PNG');
$a = Attachment::fromString('GIF', 'b.gif');
$b = $a->inline('b@example.com');
$c = $a->inline();
var_dump($a->contentId, $b->contentId, preg_match('/^[0-9a-f]{32}@inline$/', $c->contentId), $c->contentId === $a->inline()->contentId);
$message = (new Message('a@example.com', 'b@example.com', 's', 'text', "<img src=\"cid:logo.png\"><img src=\"cid:b@example.com\">"))
    ->embedFromPath($file, 'logo.png')->attach($b, $a)->embedFromPath($file);
show_parts($message);
preg_match_all('~multipart/[a-z]+(?:; type="[a-z/]+")?~', $message, $m);
echo implode(' ', $m[0]), "\n";
unlink($file);
?>
--EXPECT--
NULL
string(13) "b@example.com"
int(1)
bool(false)
text/plain; charset=utf-8 | 7bit | "text"
text/html; charset=utf-8 | 7bit | "<img src=\"cid:logo.png\"><img src=\"cid:b@example.com\">"
image/png; name="logo.png" | inline | logo.png | logo.png | base64 | "PNG"
image/gif; name="b.gif" | inline | b.gif | b@example.com | base64 | "GIF"
image/png; name="inline.png" | inline | inline.png | inline.png | base64 | "PNG"
image/gif; name="b.gif" | attachment | b.gif | base64 | "GIF"
multipart/mixed multipart/alternative multipart/related; type="text/html"
