--TEST--
Address::parseList(): mailboxes and groups of a header field, in old forms too
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Group};

function show(string $header): void
{
    echo addcslashes($header, "\0..\37"), "\n";
    try {
        foreach (Address::parseList($header) as $i => $member) {
            echo "  $i ", $member instanceof Group
                ? "$member->name {" . implode(', ', $member->addresses) . '}' : "$member->name | $member->address", "\n";
        }
    } catch (ValueError $e) {
        echo '  ', $e->getMessage(), "\n";
    }
}
show('');
show('ann@example.com, Bob <bob@example.com>, "C, D" <cd@example.com>');
show("Zoë <zoe@exämple.org>,\r\n =?iso-8859-1?Q?J=F6rg?= =?utf-8?B?IEIu?= <joerg@example.com>");
show('old@example.com (Old Form), <@relay.example,@other.example:user@example.com>, , a . b @ example . com');
show('Friends: ann@example.com, Bob <bob@example.com>;, Nobody:;, last@example.com');
show('me@example.com <me@example.com>, Me @ Home <me@example.com>');
// What is decoded is a name, and never more than that.
show('=?utf-8?Q?=22_=3Cevil=40example=2Enet=3E=2C?= <ann@example.com>, =?utf-8?Q?a=0D=0AX?= <bob@example.com>');
foreach ([
    'ann@example.com, bob@@example.com', 'ann@example.com; bob@example.com', 'Doe, Jane <jane@example.com>',
    'ann@example.com, Friends: bob@example.com', "ann@example.com,\nBcc: eve@example.com", "ann@example.com\r\n",
    "ann@example.com\0", 'ann@example.com <bob@example.com>', 'A: B: ann@example.com;;',
    'ann@example.com "', '(ann@example.com',
] as $bad) {
    show($bad);
}
// All that comes out can be given back.
$list = 'Zoë "Z" <zoe@example.com>, "a  b" <a@example.com>, "=?utf-8?q?x?=" <x@example.com>, (c) <c@example.com> (=?utf-8?q?C?=)';
foreach (Address::parseList($list) as $address) {
    var_dump(Address::parse((string) $address) == $address);
}
var_dump(count(Address::parseList(str_repeat('a@example.com,', 100_000))));
--EXPECT--

ann@example.com, Bob <bob@example.com>, "C, D" <cd@example.com>
  0  | ann@example.com
  1 Bob | bob@example.com
  2 C, D | cd@example.com
Zoë <zoe@exämple.org>,\r\n =?iso-8859-1?Q?J=F6rg?= =?utf-8?B?IEIu?= <joerg@example.com>
  0 Zoë | zoe@exämple.org
  1 Jörg B. | joerg@example.com
old@example.com (Old Form), <@relay.example,@other.example:user@example.com>, , a . b @ example . com
  0 Old Form | old@example.com
  1  | user@example.com
  2  | a.b@example.com
Friends: ann@example.com, Bob <bob@example.com>;, Nobody:;, last@example.com
  0 Friends {ann@example.com, Bob <bob@example.com>}
  1 Nobody {}
  2  | last@example.com
me@example.com <me@example.com>, Me @ Home <me@example.com>
  0 me@example.com | me@example.com
  1 Me @ Home | me@example.com
=?utf-8?Q?=22_=3Cevil=40example=2Enet=3E=2C?= <ann@example.com>, =?utf-8?Q?a=0D=0AX?= <bob@example.com>
  0 " <evil@example.net>, | ann@example.com
  1 =?utf-8?Q?a=0D=0AX?= | bob@example.com
ann@example.com, bob@@example.com
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 2: invalid address "bob@@": it has more than one @
ann@example.com; bob@example.com
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "ann@example.com;": a semicolon ends no group
Doe, Jane <jane@example.com>
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "Doe": it has no @
ann@example.com, Friends: bob@example.com
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 2: invalid group "Friends: bob@example.com": it does not end with a semicolon
ann@example.com,\nBcc: eve@example.com
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 2: invalid address "": it has a line break that folds no line
ann@example.com\r\n
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "ann@example.com": it has a line break that folds no line
ann@example.com\000
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "ann@example.com": it has a control character
ann@example.com <bob@example.com>
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "ann@example.com <bob@example.com>": an address is in its display name and not quoted
A: B: ann@example.com;;
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid group "A: B": a group is in a group
ann@example.com "
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "ann@example.com "": a quote is not closed
(ann@example.com
  SmtpMail\Address::parseList(): Argument #1 ($header) is refused: address 1: invalid address "(ann@example.com": a comment is not closed
bool(true)
bool(true)
bool(true)
bool(true)
int(100000)
