--TEST--
Group: a name and a list of Address objects, readonly, not serialisable
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Group};

function attempt(callable $do): void
{
    try {
        $result = $do();
        echo $result instanceof Group ? "$result->name: " . implode(', ', $result->addresses) . ';' : json_encode($result), "\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
attempt(fn () => new Group('Nobody'));
attempt(fn () => new Group('  Friends ', ['Ann <ann@example.com>', new Address('bob@example.com', 'Bob')]));
attempt(fn () => new Group('Freunde, äußerst gute', ['zoe@exämple.org' => 'Zoë', 'bob@example.com' => '']));
attempt(fn () => array_is_list((new Group('G', ['x' => 'a@example.com', 5 => 'b@example.com']))->addresses));
attempt(fn () => array_is_list((new Group('G', [7 => 'a@example.com', 5 => 'b@example.com']))->addresses));
attempt(fn () => (new Group('G', ['a@example.com']))->addresses[0]::class);
foreach (['', '  ', "a\r\nb", "a\0b", "\xff", str_repeat('n', 3073)] as $name) {
    attempt(fn () => new Group($name));
}
attempt(fn () => new Group('G', ['nonsense']));
attempt(fn () => new Group('G', ['a@example.com, b@example.com']));
attempt(fn () => new Group('G', ['H: a@example.com;']));
attempt(fn () => new Group('G', [new Group('H')]));
attempt(fn () => new Group('G', [1]));
attempt(fn () => new Group('G', 'a@example.com'));
attempt(fn () => new Group());
$group = new Group('G', ['a@example.com']);
attempt(function () use ($group) { $group->name = 'H'; });
attempt(function () use ($group) { $group->addresses = ['b@example.com']; });
attempt(function () use ($group) { $group->more = 1; });
attempt(fn () => $group->__construct('H'));
attempt(fn () => serialize($group));
attempt(fn () => unserialize('O:14:"SmtpMail\Group":0:{}'));
attempt(fn () => (new ReflectionClass(Group::class))->newInstanceWithoutConstructor());
attempt(fn () => clone $group == $group);
--EXPECT--
Nobody: ;
Friends: Ann <ann@example.com>, Bob <bob@example.com>;
Freunde, äußerst gute: Zoë <zoe@exämple.org>, bob@example.com;
ValueError: SmtpMail\Group::__construct(): Argument #2 ($addresses) is refused: invalid address "x": it has no @
true
"SmtpMail\\Address"
ValueError: SmtpMail\Group::__construct(): Argument #1 ($name) is refused: invalid name of a group "": it is empty
ValueError: SmtpMail\Group::__construct(): Argument #1 ($name) is refused: invalid name of a group "": it is empty
ValueError: SmtpMail\Group::__construct(): Argument #1 ($name) is refused: invalid name of a group "a? b": it has a control character
ValueError: SmtpMail\Group::__construct(): Argument #1 ($name) is refused: invalid name of a group "a?b": it has a control character
ValueError: SmtpMail\Group::__construct(): Argument #1 ($name) is refused: invalid name of a group "ÿ": it is not valid UTF-8
ValueError: SmtpMail\Group::__construct(): Argument #1 ($name) is refused: invalid name of a group "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…": it is longer than 3072 octets
ValueError: SmtpMail\Group::__construct(): Argument #2 ($addresses) is refused: invalid address "nonsense": it has no @
ValueError: SmtpMail\Group::__construct(): Argument #2 ($addresses) is refused: invalid address "a@example.com, b@example.com": one address expected; give several as an array
ValueError: SmtpMail\Group::__construct(): Argument #2 ($addresses) is refused: invalid address "H: a@example.com;": one address expected, and no group
TypeError: SmtpMail\Group::__construct(): Argument #2 ($addresses) must be a list of string or SmtpMail\Address, or a map of address => name, SmtpMail\Group in it
TypeError: SmtpMail\Group::__construct(): Argument #2 ($addresses) must be a list of string or SmtpMail\Address, or a map of address => name, int in it
TypeError: SmtpMail\Group::__construct(): Argument #2 ($addresses) must be of type array, string given
ArgumentCountError: SmtpMail\Group::__construct() expects at least 1 argument, 0 given
Error: Cannot modify readonly property SmtpMail\Group::$name
Error: Cannot modify readonly property SmtpMail\Group::$addresses
Error: Cannot create dynamic property SmtpMail\Group::$more
Error: SmtpMail\Group::__construct() has been called already
Exception: Serialization of 'SmtpMail\Group' is not allowed
Exception: Unserialization of 'SmtpMail\Group' is not allowed
ReflectionException: Class SmtpMail\Group is an internal class marked as final that cannot be instantiated without invoking its constructor
true
