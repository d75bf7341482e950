--TEST--
Envelope and Recipient: forms, duplicates, and what is refused
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, DsnReturn, Envelope, Notify, Recipient};

function attempt(callable $do): void
{
    try {
        var_dump($do());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$e = new Envelope('Sender <from@example.com>', [
    'a@example.com', 'A@example.com', 'a@EXAMPLE.com', new Address('b@example.com', 'B'), 'B <b@example.com>',
    'c@exämple.org' => 'C', new Recipient('c@xn--exmple-cua.org', [Notify::Failure]), new Recipient('d@example.com', [Notify::Never]),
]);
echo $e->sender, "\n";
foreach ($e->recipients as $r) {
    echo $r->address, ' ', json_encode($r->notify), "\n";
}
$e = new Envelope(null, ['a@example.com'], 'id 1', DsnReturn::Headers, true, -9, 1, -999999999);
var_dump($e->sender, $e->envelopeId, $e->return, $e->requireTls, $e->priority, $e->holdFor, $e->deliverBy);

echo "-- refused\n";
attempt(fn () => new Envelope('a@example.com', []));
attempt(fn () => new Envelope('a@example.com, b@example.com', ['c@example.com']));
attempt(fn () => new Envelope(['a@example.com'], ['c@example.com']));
attempt(fn () => new Envelope(null, ["a@example.com\r\nDATA"]));
attempt(fn () => new Envelope(null, [1]));
attempt(fn () => new Envelope(null, ['a@example.com' => 1]));
attempt(fn () => new Envelope(null, ['a@example.com'], ''));
attempt(fn () => new Envelope(null, ['a@example.com'], "i\nd"));
attempt(fn () => new Envelope(null, ['a@example.com'], str_repeat('=', 34)));
attempt(fn () => new Envelope(null, ['a@example.com'], priority: 10));
attempt(fn () => new Envelope(null, ['a@example.com'], priority: -10));
attempt(fn () => new Envelope(null, ['a@example.com'], holdFor: 0));
attempt(fn () => new Envelope(null, ['a@example.com'], holdFor: 1000000000));
attempt(fn () => new Envelope(null, ['a@example.com'], deliverBy: 0));
attempt(fn () => new Recipient('a@example.com', [Notify::Never, Notify::Delay]));
attempt(fn () => new Recipient('a@example.com', [Notify::Delay, Notify::Delay]));
attempt(fn () => new Recipient('a@example.com', ['NEVER']));
foreach (["a\0", "a\r\nDATA", '', 'rfc822;', 'rfc822;ü@example.com', "\xff", str_repeat('a', 494), str_repeat('=', 165)] as $original) {
    attempt(fn () => new Recipient('a@example.com', [], $original));
}
foreach (['b c+d=e@example.com', 'ü@example.com', 'x400;/C=de/', str_repeat('a', 493)] as $original) {
    new Recipient('a@example.com', [], $original);
}
attempt(fn () => $e->__construct(null, ['b@example.com']));
attempt(fn () => serialize($e));
attempt(function () use ($e) { $e->requireTls = false; });
--EXPECT--
Sender <from@example.com>
a@example.com []
A@example.com []
B <b@example.com> []
C <c@exämple.org> []
d@example.com ["NEVER"]
NULL
string(4) "id 1"
enum(SmtpMail\DsnReturn::Headers)
bool(true)
int(-9)
int(1)
int(-999999999)
-- refused
ValueError: SmtpMail\Envelope::__construct(): Argument #2 ($recipients) must not be empty
ValueError: SmtpMail\Envelope::__construct(): Argument #1 ($sender) is refused: invalid address "a@example.com, b@example.com": one address expected; give several as an array
TypeError: SmtpMail\Envelope::__construct(): Argument #1 ($sender) must be of type SmtpMail\Address|string, array given
ValueError: SmtpMail\Envelope::__construct(): Argument #2 ($recipients) is refused: invalid address "a@example.com? DATA": it has a control character
TypeError: SmtpMail\Envelope::__construct(): Argument #2 ($recipients) must be a list of string or SmtpMail\Address, or a map of address => name, int in it
TypeError: SmtpMail\Envelope::__construct(): Argument #2 ($recipients) must map addresses to names of type string, int given
ValueError: SmtpMail\Envelope::__construct(): Argument #3 ($envelopeId) must be printable ASCII, up to 100 octets as xtext
ValueError: SmtpMail\Envelope::__construct(): Argument #3 ($envelopeId) must be printable ASCII, up to 100 octets as xtext
ValueError: SmtpMail\Envelope::__construct(): Argument #3 ($envelopeId) must be printable ASCII, up to 100 octets as xtext
ValueError: SmtpMail\Envelope::__construct(): Argument #6 ($priority) must be between -9 and 9
ValueError: SmtpMail\Envelope::__construct(): Argument #6 ($priority) must be between -9 and 9
ValueError: SmtpMail\Envelope::__construct(): Argument #7 ($holdFor) must be between 1 and 999999999 seconds
ValueError: SmtpMail\Envelope::__construct(): Argument #7 ($holdFor) must be between 1 and 999999999 seconds
ValueError: SmtpMail\Envelope::__construct(): Argument #8 ($deliverBy) must be between 1 and 999999999 seconds, or their negative
ValueError: SmtpMail\Recipient::__construct(): Argument #2 ($notify) must have SmtpMail\Notify::Never alone
ValueError: SmtpMail\Recipient::__construct(): Argument #2 ($notify) must not have a case twice
TypeError: SmtpMail\Recipient::__construct(): Argument #2 ($notify) must be a list of SmtpMail\Notify, string in it
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
ValueError: SmtpMail\Recipient::__construct(): Argument #3 ($originalRecipient) must be an address, or "type;address", of printable characters, up to 500 octets as xtext
Error: SmtpMail\Envelope::__construct() has been called already
Exception: Serialization of 'SmtpMail\Envelope' is not allowed
Error: Cannot modify readonly property SmtpMail\Envelope::$requireTls
