--TEST--
Message: alternatives, calendar and attachments stand where readers look for them
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/mime.inc';
use SmtpMail\{Attachment, Message};

$message = (new Message('a@example.com', 'b@example.com', 's', 'text', '<p>html'))
    ->calendar("BEGIN:VCALENDAR\nMETHOD:CANCEL\nEND:VCALENDAR\n", 'CANCEL')
    ->alternative('text/x-amp-html', '<html amp4email>')
    ->alternative('application/ld+json', '{"ü": 1}')
    ->attach(Attachment::fromString('x', 'x.bin'));
show_parts($message);
preg_match_all('~multipart/[a-z]+~', $message, $m);
echo implode(' ', $m[0]), "\n";
var_dump($message->getSize() === strlen($message));
$new = fn () => new Message('a@example.com', 'b@example.com');
foreach ([fn () => $new()->alternative('multipart/mixed', ''), fn () => $new()->alternative('text', ''), fn () => $new()->alternative('text/plain', "\xff"),
    fn () => $new()->calendar("\xff"), fn () => $new()->calendar('x', 'A B')] as $do) {
    try {
        $do();
        echo "taken\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
text/plain; charset=utf-8 | 7bit | "text"
text/x-amp-html; charset=utf-8 | 7bit | "<html amp4email>"
text/html; charset=utf-8 | 7bit | "<p>html"
application/ld+json | base64 | "{\"\u00fc\": 1}"
text/calendar; method=CANCEL; charset=utf-8 | 7bit | "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
application/octet-stream; name="x.bin" | attachment | x.bin | base64 | "x"
application/ics; name="invite.ics" | attachment | invite.ics | 7bit | "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
multipart/mixed multipart/alternative
bool(true)
the content type cannot be a multipart
"text" is no content type, which looks like "text/plain"
the alternative body is not valid UTF-8
the calendar is not valid UTF-8
the method of the calendar is not a word
