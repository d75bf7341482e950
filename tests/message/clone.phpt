--TEST--
Message: a clone is a mail of its own
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Message;

$body = str_repeat("text äöü\n", 1000);
$first = new Message('a@example.com', 'b@example.com', 'one', $body);
$second = clone $first;
$second->subject('two')->to('c@example.com');
var_dump($first->getMessageId() !== $second->getMessageId());
var_dump(str_contains($first, "Subject: one\r\n"), str_contains($second, "Subject: two\r\n"));
var_dump($first->getEnvelope()->recipients[0]->address->address, $second->getEnvelope()->recipients[0]->address->address);
unset($first);
var_dump($second->getSize() === strlen($second));
$named = (new Message('a@example.com', 'b@example.com'))->messageId('x@example.com')->date(new DateTime('2020-01-01 00:00:00 UTC'));
$copy = clone $named;
var_dump($copy->getMessageId(), str_contains($copy, '01 Jan 2020'));
foreach ([fn () => serialize($named), fn () => unserialize('O:16:"SmtpMail\Message":0:{}'), fn () => $named->__construct(), fn () => $named->x = 1,
    fn () => clone (new ReflectionClass(Message::class))->newInstanceWithoutConstructor()] as $do) {
    try {
        $do();
        echo "no refusal\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
bool(true)
bool(true)
bool(true)
string(13) "b@example.com"
string(13) "c@example.com"
bool(true)
string(15) "<x@example.com>"
bool(true)
Exception: Serialization of 'SmtpMail\Message' is not allowed
Exception: Unserialization of 'SmtpMail\Message' is not allowed
Error: SmtpMail\Message::__construct() has been called already
Error: Cannot create dynamic property SmtpMail\Message::$x
ReflectionException: Class SmtpMail\Message is an internal class marked as final that cannot be instantiated without invoking its constructor
