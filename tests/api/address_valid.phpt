--TEST--
Address: the forms that are taken, and what becomes of them
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Address;

$specs = [
    'user@example.com', '<user@example.com>', 'Name <user@example.com>', '"Quoted, Name" <user@example.com>',
    'Zoë Æsir <zoe@exämple.org>', 'user@EXAMPLE.com', 'first.last+tag@sub.example.com', '"a b"@example.com',
    '"needless"@example.com', 'user@[192.0.2.1]', 'user@[IPv6:2001:db8::1]', "o'hara@example.com", 'дом@example.com',
    str_repeat('l', 64) . '@example.com',
    // Read, and never written like that: comments, encoded words, obsolete syntax.
    'user@example.com (Full Name)', '"Two" words (and a comment) <user@example.com>', '=?iso-8859-1?Q?J=F6rg?= <user@example.com>',
    'user@example.com <user@example.com>', '<@relay.example:user@example.com>', 'first . "la st" @ example . com (x)',
];
foreach ($specs as $spec) {
    $a = Address::parse($spec);
    echo strlen($spec) > 60 ? '(64 octets)' : $spec, "\n    ", strlen($spec) > 60 ? '' : "$a->localPart | $a->domain | $a->name\n    ";
    try {
        echo strlen($spec) > 60 ? strlen($a->localPart) : $a->toAscii(), "\n";
    } catch (ValueError $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
    // What an Address says of itself leads back to it.
    $again = Address::parse((string) $a);
    if ($again->address !== $a->address || $again->name !== $a->name) {
        echo "    lost on the way through a string: $a\n";
    }
}
--EXPECT--
user@example.com
    user | example.com | 
    user@example.com
<user@example.com>
    user | example.com | 
    user@example.com
Name <user@example.com>
    user | example.com | Name
    user@example.com
"Quoted, Name" <user@example.com>
    user | example.com | Quoted, Name
    user@example.com
Zoë Æsir <zoe@exämple.org>
    zoe | exämple.org | Zoë Æsir
    zoe@xn--exmple-cua.org
user@EXAMPLE.com
    user | EXAMPLE.com | 
    user@example.com
first.last+tag@sub.example.com
    first.last+tag | sub.example.com | 
    first.last+tag@sub.example.com
"a b"@example.com
    "a b" | example.com | 
    "a b"@example.com
"needless"@example.com
    needless | example.com | 
    needless@example.com
user@[192.0.2.1]
    user | [192.0.2.1] | 
    user@[192.0.2.1]
user@[IPv6:2001:db8::1]
    user | [IPv6:2001:db8::1] | 
    user@[IPv6:2001:db8::1]
o'hara@example.com
    o'hara | example.com | 
    o'hara@example.com
дом@example.com
    дом | example.com | 
    ValueError: the local part of "дом@example.com" is not ASCII: it needs SMTPUTF8
(64 octets)
    64
user@example.com (Full Name)
    user | example.com | Full Name
    user@example.com
"Two" words (and a comment) <user@example.com>
    user | example.com | Two words
    user@example.com
=?iso-8859-1?Q?J=F6rg?= <user@example.com>
    user | example.com | Jörg
    user@example.com
user@example.com <user@example.com>
    user | example.com | user@example.com
    user@example.com
<@relay.example:user@example.com>
    user | example.com | 
    user@example.com
first . "la st" @ example . com (x)
    "first.la st" | example.com | x
    "first.la st"@example.com
