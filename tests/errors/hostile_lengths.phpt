--TEST--
A mebibyte of brackets, quotes and separators is refused at once; deep groups too
--EXTENSIONS--
smtpmail
--FILE--
<?php
// A list of nothing but commas or spaces is an empty one (RFC 5322 §4.4).
use SmtpMail\{Address, Message};

$refused = 0;
$started = time();
foreach (['(', ')', '<', '"', '@', ',', '\\', ':', ';', '[', ' ', "\u{e4}", '=?', 'a:', '(a', '<a@b>,'] as $piece) {
    $long = str_repeat($piece, intdiv(1 << 20, strlen($piece)));
    foreach ([fn () => Address::parse($long), fn () => Address::parseList($long), fn () => Address::parse("a@b.example $long"),
        fn () => new Address($long), fn () => new Message($long), fn () => (new Message())->header($long, 'x')] as $do) {
        try {
            $do();
            echo "taken: '$piece'\n";
        } catch (ValueError $e) {
            $refused++;
            if (strlen($e->getMessage()) > 600) {
                echo "a long message\n";
            }
        }
    }
}
echo $refused, " refused\n";
foreach ([2, 10000] as $depth) {
    try {
        Address::parseList(str_repeat('g:', $depth) . 'a@b.example' . str_repeat(';', $depth));
        echo "groups in groups are taken\n";
    } catch (ValueError) {
    }
}
// Two hundred parsings of a mebibyte: a second or so, and not the hours of a quadratic parser.
var_dump(time() - $started < 120);
--EXPECT--
taken: ','
taken: ' '
94 refused
bool(true)
