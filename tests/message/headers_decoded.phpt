--TEST--
Header fields: encoded words decode to what was given, lines stay within 76 and 998 octets
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Message;

/** RFC 2047, by the book: white space between two encoded words goes, a word is whole characters. */
function decode(string $text): string
{
    $text = preg_replace('/(=\?UTF-8\?[BQ]\?[^?]*\?=)\s+(?==\?UTF-8\?)/', '$1', str_replace("\r\n", '', $text));
    return preg_replace_callback('/=\?UTF-8\?([BQ])\?([^?\s]*)\?=/', function ($m) {
        $word = $m[1] === 'B' ? base64_decode($m[2], true) : quoted_printable_decode(str_replace('_', ' ', $m[2]));
        if (strlen($m[0]) > 75 || !preg_match('//u', $word)) {
            echo 'no encoded word: ', $m[0], "\n";
        }
        return $word;
    }, $text);
}
function field(string $head, string $name): string
{
    preg_match("/^$name: ([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)/m", $head, $m);
    return decode($m[1]);
}

$texts = [
    'plain', 'Grüße aus Köln', str_repeat('ä', 200), 'ascii then ünïcode then ascii again and again and again and once more',
    '日本語の件名がとても長くて折り返しが必要になる場合のテストです、はい', '=?UTF-8?Q?not_encoded?=', ' leading and trailing ', "emoji 👩‍👩‍👧‍👦 family",
    str_repeat('word ', 100) . 'end', str_repeat('x', 500), 'a=b_c?d', '"quoted" (comment) <angle>',
];
foreach ($texts as $text) {
    $raw = (string) (new Message('a@example.com', 'b@example.com', $text))->header('X-Test', $text);
    [$head] = explode("\r\n\r\n", $raw, 2);
    foreach (explode("\r\n", $head) as $line) {
        if (strlen($line) > (str_contains($line, '=?') ? 76 : 998)) {
            echo 'too long: ', $line, "\n";
        }
    }
    foreach (['Subject', 'X-Test'] as $name) {
        $decoded = field($head, $name);
        if (trim($decoded) !== trim($text)) {
            echo "$name: ", $text, "\n   => ", $decoded, "\n";
        }
    }
}
foreach (['Zoë', 'Komma, mit', '日本 太郎', 'Q"uote\\', 'a@b'] as $name) {
    $decoded = field(new Message('a@example.com', ['b@example.com' => $name]), 'To');
    if ($decoded !== "$name <b@example.com>" && SmtpMail\Address::tryParse($decoded)?->name !== $name) {
        echo "$name => $decoded\n";
    }
}
echo "done\n";
--EXPECT--
done
