--TEST--
fromRaw(): what is no mail, or cannot be sent, is refused before anything is said to a server
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Attachment, Envelope, Message};

$long = str_repeat('x', 999);
$cases = [
    'empty' => '',
    'no header' => "\ntext",
    'text' => 'Hello, this is no mail',
    'mbox' => "From a@example.com Thu Jan  1 00:00:00 1970\nFrom: a@example.com\n\n",
    'no empty line' => "From: a@example.com\nHello\n\n",
    'only Bcc' => "Bcc: a@example.com\n\ntext",
    'NUL' => "From: a@example.com\n\nte\0xt",
    'NUL in the header' => "From: a@example.com\nX: \0\n\ntext",
    'long line' => "From: a@example.com\r\n\r\none\rtwo\n$long",
    'long header line' => "From: a@example.com\nX: $long\n\ntext",
    'no UTF-8' => "From: a@example.com\nSubject: \xe4\n\n",
    'huge header' => 'X: ' . str_repeat("y\n ", 400000) . "\n\n",
];
$nobody = smtp_server('');
$mail = new SmtpMail(...$nobody->client());
$envelope = new Envelope('a@example.com', ['x@example.com']);
foreach ($cases as $name => $eml) {
    $message = Message::fromRaw($eml);
    echo "$name: ";
    attempt($mail, $message, $envelope);
    foreach ([fn () => $message->getSize(), fn () => (string) $message, fn () => Attachment::fromMessage($message)] as $other) {
        try {
            $other();
            echo "!! no exception\n";
        } catch (ValueError) {
        }
    }
}
var_dump($nobody->connections());
?>
--EXPECT--
empty: ValueError: the raw mail has no header
no header: ValueError: the raw mail has no header
text: ValueError: the raw mail does not begin with a header: line 1, "Hello, this is no mail", is no header field
mbox: ValueError: the raw mail does not begin with a header: line 1, "From a@example.com Thu Jan  1 00:00:00 1970", is no header field
no empty line: ValueError: the raw mail does not begin with a header: line 2, "Hello", is no header field
only Bcc: ValueError: the raw mail has no header
NUL: ValueError: the raw mail cannot be sent: line 3 has a NUL octet
NUL in the header: ValueError: the raw mail cannot be sent: line 2 has a NUL octet
long line: ValueError: the raw mail cannot be sent: line 5 is longer than 998 octets
long header line: ValueError: the raw mail cannot be sent: line 2 is longer than 998 octets
no UTF-8: ValueError: the raw mail cannot be sent: its header is neither ASCII nor UTF-8
huge header: ValueError: the raw mail cannot be sent: line 1 begins a header of more than 1 MiB
int(0)
