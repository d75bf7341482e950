--TEST--
listUnsubscribe(), idempotencyKey(): the fields that they make, and what is refused
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Message;

$show = fn (Message $m) => preg_match_all('/^(?:List-.*|Message-ID.*)\r\n(?: .*\r\n)*/m', $m, $found) ? print(implode('', $found[0])) : print("none\n");
$message = (new Message('a@example.com', 'b@example.com'))->idempotencyKey('order 17');
$show($message->listUnsubscribe('https://example.com/u?id=1', 'leave@example.com'));
$show($message->listUnsubscribe('https://example.com/' . str_repeat('x', 200)));
$show($message->listUnsubscribe(null, 'mailto:leave@example.com?subject=unsubscribe'));
$show($message->listUnsubscribe(null));
var_dump((new Message('A <c@EXAMPLE.com>'))->idempotencyKey('order 17')->getMessageId() === $message->getMessageId());
var_dump((new Message('a@example.org'))->idempotencyKey('order 17')->getMessageId() === $message->getMessageId());
var_dump((clone $message)->getMessageId() === $message->getMessageId(), (clone $message)->idempotencyKey('order 18')->getMessageId() === $message->getMessageId());
foreach ([['http://example.com/'], ['https://example.com/a b'], ["https://example.com/\r\nX: y"], ['https://ü.example/'], [null, 'nobody'], [null, 'a@b>,<x']] as $args) {
    try {
        $message->listUnsubscribe(...$args);
        echo "taken\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
try {
    $message->idempotencyKey('');
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
Message-ID: <0bcc920e3938c1b86e3483fc9888c6d6@example.com>
List-Unsubscribe: <mailto:leave@example.com>, <https://example.com/u?id=1>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Message-ID: <0bcc920e3938c1b86e3483fc9888c6d6@example.com>
List-Unsubscribe: <https://example.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Message-ID: <0bcc920e3938c1b86e3483fc9888c6d6@example.com>
List-Unsubscribe: <mailto:leave@example.com?subject=unsubscribe>
Message-ID: <0bcc920e3938c1b86e3483fc9888c6d6@example.com>
bool(true)
bool(false)
bool(true)
bool(false)
the address on the web of List-Unsubscribe must begin with https://
the address on the web of List-Unsubscribe is no URI: percent-encode what is not plain in it
the address on the web of List-Unsubscribe is no URI: percent-encode what is not plain in it
the address on the web of List-Unsubscribe is no URI: percent-encode what is not plain in it
the mail address of List-Unsubscribe is no address
the mail address of List-Unsubscribe is no URI: percent-encode what is not plain in it
SmtpMail\Message::idempotencyKey(): Argument #1 ($key) must not be empty
