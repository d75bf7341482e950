--TEST--
8BITMIME: by name only, with BODY=8BITMIME, and encoded for servers that lack it
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Attachment, Encoding};

foreach ([['8BITMIME', 'SIZE'], ['SIZE']] as $extensions) {
    foreach ([Encoding::Auto, Encoding::EightBit, Encoding::Binary] as $encoding) {
        $server = smtp_server(smtp_script(['extensions' => $extensions]));
        $mail = new SmtpMail(...$server->client());
        $message = test_message()->text("grüße\n", encoding: $encoding);
        $result = attempt($mail, $message);
        unset($mail);
        preg_match('/^C: (MAIL.*)$/m', $server->transcript(), $m);
        preg_match('/Encoding: (\S+)\r\n\r\n(.*)/', $got = $server->messages()[0], $content);
        preg_match('/SIZE=(\d+)/', $m[1], $size);
        echo implode(',', $extensions), " $encoding->name: ", preg_replace('/\d+/', 'N', $m[1]), " | $content[1] | ", trim($content[2]), "\n";
        var_dump((int) $size[1] === strlen($got), $result->bytes === strlen($got));
    }
}
echo "-- an extension to overlook\n";
$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client(['disableExtensions' => ['8bitmime']]));
attempt($mail, test_message()->text('ü', encoding: Encoding::EightBit));
unset($mail);
var_dump(str_contains($server->transcript(), 'BODY='), str_contains($server->messages()[0], '=C3=BC'));
echo "-- what cannot be encoded\n";
$inner = SmtpMail\Message::fromRaw("From: a@example.com\n\nü\n");
$server = smtp_server(smtp_script(['extensions' => [], 'mails' => 0]));
$mail = new SmtpMail(...$server->client());
$e = attempt($mail, test_message()->attach(Attachment::fromMessage($inner)));
echo $e->capability, ': ', $e->getMessage(), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
8BITMIME,SIZE Auto: MAIL FROM:<from@example.com> SIZE=N | base64 | Z3LDvMOfZQ0K
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
8BITMIME,SIZE EightBit: MAIL FROM:<from@example.com> SIZE=N BODY=NBITMIME | 8bit | grüße
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
8BITMIME,SIZE Binary: MAIL FROM:<from@example.com> SIZE=N | base64 | Z3LDvMOfZQ0K
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
SIZE Auto: MAIL FROM:<from@example.com> SIZE=N | base64 | Z3LDvMOfZQ0K
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
SIZE EightBit: MAIL FROM:<from@example.com> SIZE=N | quoted-printable | gr=C3=BC=C3=9Fe
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
SIZE Binary: MAIL FROM:<from@example.com> SIZE=N | base64 | Z3LDvMOfZQ0K
bool(true)
bool(true)
-- an extension to overlook
accepted: code 250, attempts 1, new connection
bool(false)
bool(true)
-- what cannot be encoded
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
8BITMIME: the server lacks 8BITMIME, which content needs that must not be encoded
