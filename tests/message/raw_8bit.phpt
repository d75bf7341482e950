--TEST--
fromRaw(): content that is not ASCII needs 8BITMIME, and a header that is not, SMTPUTF8
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Envelope, Message};

$body = "From: a@example.com\nMIME-Version: 1.0\n\ngr\u{fc}\u{df}e\n";
$latin = "From: a@example.com\n\ngr\xfc\xdfe\n";
$header = "From: a@example.com\nSubject: gr\u{fc}\u{df}e\n\ntext\n";
$signed = "From: a@example.com\nDKIM-Signature: x\n\ngr\u{fc}\u{df}e\n";
$preamble = "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n\u{fc}\n--b\n\n\u{fc}\n--b--\n";
$bcc = "From: a@example.com\nBcc: \u{fc}@example.com\n\ntext\n";
foreach (compact('body', 'latin', 'header', 'signed', 'preamble', 'bcc') as $name => $eml) {
    foreach ([['SMTPUTF8', '8BITMIME'], ['8BITMIME'], []] as $extensions) {
        foreach (['refuse', 'encode'] as $longLines) {
            echo "$name, ", implode(' ', $extensions) ?: 'nothing', ", $longLines: ";
            $server = smtp_server(smtp_script(['extensions' => $extensions]));
            $mail = new SmtpMail(...$server->client(['longLines' => $longLines]));
            $e = null;
            try {
                $mail->send(Message::fromRaw($eml), new Envelope('a@example.com', ['x@example.com']));
            } catch (SmtpMail\CapabilityException $e) {
                echo "lacks $e->capability\n";
            }
            unset($mail);
            if ($e !== null) {
                continue;
            }
            preg_match('/MAIL FROM:<a@example.com>(.*)/', $server->transcript(), $m);
            $got = $server->messages()[0];
            $normal = preg_replace(['/\n/', '/Bcc.*\r\n/'], ["\r\n", ''], $eml);
            echo $m[1], ' ', $got === $normal ? 'as it is' : (preg_match('/[\x80-\xff]/', $got) ? 'half encoded' : 'encoded'), "\n";
            if ($got !== $normal && quoted_printable_decode(explode("\r\n\r\n", $got, 2)[1]) !== explode("\r\n\r\n", $normal, 2)[1]) {
                echo "!! $got\n";
            }
        }
    }
}
?>
--EXPECT--
body, SMTPUTF8 8BITMIME, refuse:  BODY=8BITMIME as it is
body, SMTPUTF8 8BITMIME, encode:  BODY=8BITMIME as it is
body, 8BITMIME, refuse:  BODY=8BITMIME as it is
body, 8BITMIME, encode:  BODY=8BITMIME as it is
body, nothing, refuse: lacks 8BITMIME
body, nothing, encode:  encoded
latin, SMTPUTF8 8BITMIME, refuse:  BODY=8BITMIME as it is
latin, SMTPUTF8 8BITMIME, encode:  BODY=8BITMIME as it is
latin, 8BITMIME, refuse:  BODY=8BITMIME as it is
latin, 8BITMIME, encode:  BODY=8BITMIME as it is
latin, nothing, refuse: lacks 8BITMIME
latin, nothing, encode:  encoded
header, SMTPUTF8 8BITMIME, refuse:  SMTPUTF8 as it is
header, SMTPUTF8 8BITMIME, encode:  SMTPUTF8 as it is
header, 8BITMIME, refuse: lacks SMTPUTF8
header, 8BITMIME, encode: lacks SMTPUTF8
header, nothing, refuse: lacks SMTPUTF8
header, nothing, encode: lacks SMTPUTF8
signed, SMTPUTF8 8BITMIME, refuse:  BODY=8BITMIME as it is
signed, SMTPUTF8 8BITMIME, encode:  BODY=8BITMIME as it is
signed, 8BITMIME, refuse:  BODY=8BITMIME as it is
signed, 8BITMIME, encode:  BODY=8BITMIME as it is
signed, nothing, refuse: lacks 8BITMIME
signed, nothing, encode: lacks 8BITMIME
preamble, SMTPUTF8 8BITMIME, refuse:  BODY=8BITMIME as it is
preamble, SMTPUTF8 8BITMIME, encode:  BODY=8BITMIME as it is
preamble, 8BITMIME, refuse:  BODY=8BITMIME as it is
preamble, 8BITMIME, encode:  BODY=8BITMIME as it is
preamble, nothing, refuse: lacks 8BITMIME
preamble, nothing, encode: lacks 8BITMIME
bcc, SMTPUTF8 8BITMIME, refuse:  as it is
bcc, SMTPUTF8 8BITMIME, encode:  as it is
bcc, 8BITMIME, refuse:  as it is
bcc, 8BITMIME, encode:  as it is
bcc, nothing, refuse:  as it is
bcc, nothing, encode:  as it is
