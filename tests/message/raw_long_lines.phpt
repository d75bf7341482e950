--TEST--
fromRaw(): with longLines => 'encode' the parts with lines that are too long are encoded, and only they
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Envelope, Message};

function sent(string $eml, array $options): ?string
{
    $server = smtp_server(smtp_script());
    $mail = new SmtpMail(...$server->client($options));
    try {
        $result = $mail->send(Message::fromRaw($eml), new Envelope('a@example.com', ['x@example.com']));
        unset($mail);
        preg_match('/SIZE=(\d+)/', $server->transcript(), $size);
        $got = $server->messages()[0];
        var_dump($result->bytes === strlen($got) && (int) $size[1] === strlen($got));
        var_dump(max(array_map('strlen', explode("\r\n", $got))) <= 998);
        return $got;
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
        return null;
    }
}

$long = str_repeat('long ', 250);
$eml = <<<EML
    From: a@example.com
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="b b"

    preamble
    --b b

    short
    --b b
    Content-Type: text/html

    <p>$long</p>
    --b b
    Content-Type: application/x
    Content-Transfer-Encoding: 8bit

    $long
    --b b--
    epilogue
    EML;
sent($eml, []);
sent($eml, ['longLines' => 'refuse']);
$got = sent($eml, ['longLines' => 'encode']);
echo preg_replace_callback('~(printable|base64)\r\n\r\n(.*?)\r\n--~s', function ($m) use ($long) {
    $text = $m[1] === 'base64' ? base64_decode($m[2]) : quoted_printable_decode($m[2]);
    return "$m[1]\r\n\r\n" . str_replace($long, '(long)', $text) . "\r\n--";
}, $got);

echo "-- what is fit goes as it is\n";
$fit = "From: a@example.com\r\n\r\n" . str_repeat('x', 998) . "\r\n";
var_dump(sent($fit, ['longLines' => 'encode']) === $fit);

echo "-- headers\n";
var_dump(sent("From: a@example.com\nX: $long\n\ntext", []));
$got = sent("From: a@example.com\nX: $long\n\ntext", ['longLines' => 'encode']);
var_dump(str_replace("\r\n ", ' ', $got) === "From: a@example.com\r\nX: $long\r\n\r\ntext\r\n");

echo "-- what must not be changed\n";
sent("From: a@example.com\nDKIM-Signature: x\n\n$long", ['longLines' => 'encode']);
sent("From: a@example.com\nContent-Type: multipart/signed; boundary=b\n\n--b\n\n$long\n--b--", ['longLines' => 'encode']);
sent("From: a@example.com\nContent-Transfer-Encoding: quoted-printable\n\n$long", ['longLines' => 'encode']);
sent("From: a@example.com\nX: " . strtr($long, ' ', '-') . "\n\n", ['longLines' => 'encode']);
?>
--EXPECT--
the raw mail cannot be sent: line 12 is longer than 998 octets
the raw mail cannot be sent: line 12 is longer than 998 octets
bool(true)
bool(true)
From: a@example.com
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b b"

preamble
--b b

short
--b b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable

<p>(long)</p>
--b b
Content-Type: application/x
Content-Transfer-Encoding: base64

(long)
--b b--
epilogue
-- what is fit goes as it is
bool(true)
bool(true)
bool(true)
-- headers
the raw mail cannot be sent: line 2 is longer than 998 octets
NULL
bool(true)
bool(true)
bool(true)
-- what must not be changed
the raw mail cannot be sent: line 4 is longer than 998 octets, and the mail is signed
the raw mail cannot be sent: line 6 is longer than 998 octets, and the mail is signed
the raw mail cannot be sent: line 4 is longer than 998 octets, and its part is encoded already
the raw mail cannot be sent: line 2 is longer than 998 octets, and has no blanks where it could be folded
