--TEST--
Address: readonly, final, JSON and string, not serialisable, one construction
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Address;

function attempt(callable $do): void
{
    try {
        var_dump($do());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$a = new Address('zoe@example.com', 'Zoë "Z", Esq.');
echo $a, "\n", json_encode($a, JSON_UNESCAPED_UNICODE), "\n", new Address('plain@example.com'), "\n";
var_dump((clone $a) == $a);
attempt(function () use ($a) { $a->address = 'b@example.com'; });
attempt(function () use ($a) { $a->more = 1; });
attempt(fn () => $a->__construct('b@example.com'));
attempt(fn () => serialize($a));
attempt(fn () => unserialize('O:16:"SmtpMail\Address":0:{}'));
attempt(fn () => (string) (new ReflectionClass(Address::class))->newInstanceWithoutConstructor());
attempt(fn () => (new ReflectionClass(Address::class))->newInstanceWithoutConstructor()->toAscii());
attempt(fn () => new SmtpMail\Message(to: (new ReflectionClass(Address::class))->newInstanceWithoutConstructor()));
attempt(fn () => new Address());
--EXPECT--
"Zoë \"Z\", Esq." <zoe@example.com>
{"address":"zoe@example.com","name":"Zoë \"Z\", Esq."}
plain@example.com
bool(true)
Error: Cannot modify readonly property SmtpMail\Address::$address
Error: Cannot create dynamic property SmtpMail\Address::$more
Error: SmtpMail\Address::__construct() has been called already
Exception: Serialization of 'SmtpMail\Address' is not allowed
Exception: Unserialization of 'SmtpMail\Address' is not allowed
ReflectionException: Class SmtpMail\Address is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Address is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class SmtpMail\Address is an internal class marked as final that cannot be instantiated without invoking its constructor
ArgumentCountError: SmtpMail\Address::__construct() expects at least 1 argument, 0 given
