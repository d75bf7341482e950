--TEST--
header(): fields that have a setter of their own are refused, others are free
--EXTENSIONS--
smtpmail
--FILE--
<?php
$reserved = ['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Bcc', 'Return-Path', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References',
    'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Content-Anything', 'DKIM-Signature', 'Received'];
$message = new SmtpMail\Message('a@example.com', 'b@example.com');
foreach ($reserved as $name) {
    foreach ([$name, strtolower($name), strtoupper($name)] as $spelt) {
        foreach (['header', 'addHeader'] as $method) {
            try {
                $message->$method($spelt, 'x');
                echo "$method takes $spelt\n";
            } catch (ValueError) {
            }
        }
    }
}
foreach (['', 'X A', 'X:', 'Ä', "X\t"] as $name) {
    try {
        $message->header($name, 'x');
        echo "takes '$name'\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
$message->header('List-Id', '<list.example.com>')->header('X-A', '1', '2')->addHeader('x-a', '3')->header('X-B', '1')->removeHeader('x-b')
    ->header('X-C', '1')->header('X-C');
preg_match_all('/^(?:List|X)-.*$/mi', str_replace("\r", '', (string) $message), $m);
echo implode("\n", $m[0]), "\n";
--EXPECT--
SmtpMail\Message::header(): Argument #1 ($name) is refused: "" is no header name
SmtpMail\Message::header(): Argument #1 ($name) is refused: "X A" is no header name
SmtpMail\Message::header(): Argument #1 ($name) is refused: "X:" is no header name
SmtpMail\Message::header(): Argument #1 ($name) is refused: "Ä" is no header name
SmtpMail\Message::header(): Argument #1 ($name) is refused: "X " is no header name
List-Id: <list.example.com>
X-A: 1
X-A: 2
x-a: 3
