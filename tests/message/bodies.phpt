--TEST--
text() and html(): parts, charsets and encodings; what cannot be is refused
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Encoding, Message};

function show(Message $message): void
{
    preg_match_all('/^(Content-T[^\r]*(?:\r\n [^\r]*)?)/m', preg_replace('/=_\w+/', '=_b', $message), $m);
    echo implode(' | ', str_replace("\r\n", '', $m[1])), "\n";
}
$new = fn () => new Message('a@example.com', 'b@example.com');
show($new());
show($new()->text('text'));
show($new()->text('äöü äöü äöü'));
show($new()->text("mostly ascii with one ä in a rather long line of text\n"));
show($new()->html('<p>'));
show($new()->text('')->html('<p>'));
show($new()->text('text')->html('<p>ä</p>'));
show($new()->text("caf\xe9", 'ISO-8859-1'));
show($new()->text('plain', 'us-ascii', Encoding::Base64));
show($new()->text('plain', encoding: Encoding::QuotedPrintable));
show($new()->text('plain', encoding: Encoding::SevenBit));
foreach (Encoding::cases() as $encoding) {
    $message = $new()->text($body = "é = .\n.\nfrom\n" . str_repeat('long ', 300) . "\n", 'UTF-8', Encoding::Auto);
    try {
        $message->text($body, 'UTF-8', $encoding);
        [, $content] = explode("\r\n\r\n", $message, 2);
        $decoded = str_contains($message, 'base64') ? base64_decode($content) : quoted_printable_decode($content);
        var_dump(str_replace("\r\n", "\n", $decoded) === $body);
    } catch (ValueError $e) {
        echo $encoding->name, ': ', $e->getMessage(), "\n";
    }
}
foreach ([fn () => $new()->text("\xff"), fn () => $new()->html("a\xc3"), fn () => $new()->text('x', 'no such; charset'), fn () => $new()->text('x', ''),
    fn () => new Message('a@example.com', 'b@example.com', text: "\xff"), fn () => new Message(html: "\xff")] as $do) {
    try {
        $do();
        echo "taken\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
// The body is held by reference: what happens to the variable does not happen to the message.
$text = str_repeat('a', 100);
$message = $new()->text($text);
$text[0] = 'b';
$text .= 'more';
var_dump(str_contains($message, 'aaaa'), str_contains($message, 'baaa'));
--EXPECT--
Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: base64
Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset=utf-8 | Content-Transfer-Encoding: 7bit
Content-Type: text/html; charset=utf-8 | Content-Transfer-Encoding: 7bit
Content-Type: multipart/alternative; boundary="=_b" | Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: 7bit | Content-Type: text/html; charset=utf-8 | Content-Transfer-Encoding: base64
Content-Type: text/plain; charset=ISO-8859-1 | Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=us-ascii | Content-Transfer-Encoding: base64
Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=utf-8 | Content-Transfer-Encoding: 7bit
bool(true)
SevenBit: the text body cannot go as 7bit: it has octets that are not ASCII, a line of more than 998 octets, or one that begins with --=_
EightBit: the text body cannot go as 8bit: it has NUL octets, a line of more than 998 octets, or one that begins with --=_
bool(true)
bool(true)
bool(true)
the text body is not valid UTF-8
the html body is not valid UTF-8
the charset of the text body is not a charset name
SmtpMail\Message::text(): Argument #2 ($charset) must not be empty
SmtpMail\Message::__construct(): Argument #4 ($text) is refused: the text body is not valid UTF-8
SmtpMail\Message::__construct(): Argument #5 ($html) is refused: the html body is not valid UTF-8
bool(true)
bool(false)
