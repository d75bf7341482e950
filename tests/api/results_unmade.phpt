--TEST--
Result and its like are made by the extension alone; half-made ones throw
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{RecipientResult, Reply, Result, ServerInfo};

function attempt(callable $do): void
{
    try {
        var_dump($do());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
foreach ([Result::class, Reply::class, RecipientResult::class, ServerInfo::class] as $class) {
    attempt(fn () => new $class());
    attempt(fn () => unserialize(sprintf('O:%d:"%s":0:{}', strlen($class), $class)));
}
$half = fn (string $class) => (new ReflectionClass($class))->newInstanceWithoutConstructor();
foreach (['getCode', 'isPartial', 'retryable', 'inDoubt', 'jsonSerialize'] as $method) {
    attempt(fn () => $half(Result::class)->$method());
}
foreach (['isPositive', 'isTransient', 'isPermanent', '__toString'] as $method) {
    attempt(fn () => $half(Reply::class)->$method());
}
attempt(fn () => $half(ServerInfo::class)->supports('SIZE'));
attempt(fn () => $half(SmtpMail\Message::class)->getSize());
attempt(fn () => (new SmtpMail())->send(new SmtpMail\Message('a@example.com', 'b@example.com'), $half(SmtpMail\Envelope::class)));
--EXPECT--
Error: Call to private SmtpMail\Result::__construct() from global scope
Exception: Unserialization of 'SmtpMail\Result' is not allowed
Error: Call to private SmtpMail\Reply::__construct() from global scope
Exception: Unserialization of 'SmtpMail\Reply' is not allowed
Error: Call to private SmtpMail\RecipientResult::__construct() from global scope
Exception: Unserialization of 'SmtpMail\RecipientResult' is not allowed
Error: Call to private SmtpMail\ServerInfo::__construct() from global scope
Exception: Unserialization of 'SmtpMail\ServerInfo' is not allowed
ReflectionException: Class SmtpMail\Result is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Result is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Result is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Result is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Result is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Reply is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Reply is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Reply is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Reply is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\ServerInfo is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Message is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Envelope is an internal class marked as final that cannot be instantiated without invoking its constructor
