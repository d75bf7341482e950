--TEST--
Every string that a header is made of: control characters cannot add a field, whatever becomes of them
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Attachment, Group, Message};

$evil = ["\r\nX-Evil: 1", "\rX-Evil: 1", "\nX-Evil: 1", "\0", "\x7f", "\x0b", "\r\n X", "\u{85}X-Evil: 1", "\u{2028}X-Evil: 1", "\x85", "\x0c"];
$fields = fn (string $m) => count(preg_split('/\r\n(?![ \t])/', explode("\r\n\r\n", $m)[0]));
$ways = [
    'subject' => fn ($m, $x) => $m->subject("a{$x}b"), 'name' => fn ($m, $x) => $m->to(new Address('b@example.com', "a{$x}b")),
    'group' => fn ($m, $x) => $m->cc(new Group("a{$x}b", ['c@example.com'])),
    'header' => fn ($m, $x) => $m->header('X-Own', "a{$x}b"), 'header name' => fn ($m, $x) => $m->header("X-O{$x}wn", 'a'),
    'structured header' => fn ($m, $x) => $m->header('List-Id', "a{$x} <b.example.com>"),
    'list unsubscribe' => fn ($m, $x) => $m->listUnsubscribe("https://example.com/{$x}"),
    'unsubscribe by mail' => fn ($m, $x) => $m->listUnsubscribe(null, "a{$x}@example.com"),
    'message id' => fn ($m, $x) => $m->messageId("a{$x}@example.com"), 'references' => fn ($m, $x) => $m->inReplyTo('a@example.com', "b{$x}@example.com"),
    'key' => fn ($m, $x) => $m->idempotencyKey("a{$x}b"), 'attachment name' => fn ($m, $x) => $m->attach(Attachment::fromString('a', "a{$x}b.txt")),
    'content type' => fn ($m, $x) => $m->attach(Attachment::fromString('a', 'a.txt', "text/plain{$x}")),
    'parameter name' => fn ($m, $x) => $m->attach(Attachment::fromString('a', 'a.txt', "text/plain; na{$x}me=a")),
    'parameter value' => fn ($m, $x) => $m->attach(Attachment::fromString('a', 'a.txt', "text/plain; name=\"a{$x}\"")),
    'content id' => fn ($m, $x) => $m->attach(Attachment::fromString('a', 'a.txt')->inline("a{$x}b")),
    'alternative' => fn ($m, $x) => $m->alternative("text/x{$x}", 'a'), 'calendar' => fn ($m, $x) => $m->calendar('BEGIN:VCALENDAR', "REQ{$x}"),
    'charset' => fn ($m, $x) => $m->text('a', "utf-8{$x}"),
];
$takes = [];
foreach ($ways as $name => $way) {
    foreach ($evil as $x) {
        $plain = new Message('a@example.com', 'b@example.com', 'subject', 'text');
        $good = new Message('a@example.com', 'b@example.com', 'subject', 'text');
        try {
            $way($plain, $x);
        } catch (ValueError $e) {
            continue;
        }
        $takes[$name][] = trim(json_encode($x, JSON_INVALID_UTF8_SUBSTITUTE), '"');
        $way($good, '');
        $text = (string) $plain;
        if ($fields($text) !== $fields((string) $good) || preg_match('/^X-Evil/mi', $text) || preg_match('/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n/', $text)) {
            echo "$name: ", addcslashes($text, "\0..\37\177"), "\n";
        }
    }
}
foreach ($takes as $name => $list) {
    echo "$name takes, encoded: ", implode(' ', $list), "\n";
}
--EXPECT--
subject takes, encoded: \u0085X-Evil: 1 \u2028X-Evil: 1
header takes, encoded: \u0085X-Evil: 1 \u2028X-Evil: 1
structured header takes, encoded: \u0085X-Evil: 1 \u2028X-Evil: 1
key takes, encoded: \r\nX-Evil: 1 \rX-Evil: 1 \nX-Evil: 1 \u0000  \u000b \r\n X \u0085X-Evil: 1 \u2028X-Evil: 1 \ufffd \f
