--TEST--
Address: what is no single address is a ValueError, and null from tryParse()
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\Address;

$bad = [
    '', ' ', 'user', '@example.com', 'user@', 'a@b@c.example', 'a b@example.com', 'a@exa mple.com',
    'a@example.com, b@example.com', 'a@example.com;b@example.com', '<a@example.com', 'a@example.com>',
    'Name <a@example.com> trailing', 'Name, Other <a@example.com>', "a@example.com\r\nRCPT TO:<x@example.com>",
    "a\n@example.com", "a\r@example.com", "a@example.com\0", "Na\nme <a@example.com>", "Na\0me <a@example.com>",
    'a@-example.com', 'a@example-.com', 'a@exam_ple.com', 'a@example..com', '.a@example.com', 'a.@example.com',
    'a..b@example.com', '"a@example.com', 'a@[192.0.2.256]', 'a@[IPv6:zz]', "\xff@example.com", "N\xff <a@example.com>",
    'other@example.com <a@example.com>', 'Group: a@example.com;', 'a@example.com (open', 'Name [x] <a@example.com>',
    "a@example.com\r\n (x)", "Name\t<a@example.com>", '=?utf-8?q?a?=@example.com', ',a@example.com', 'a@example.com,',
    str_repeat('l', 65) . '@example.com', 'a@' . str_repeat('d.', 130) . 'example',
];
foreach ($bad as $spec) {
    try {
        Address::parse($spec);
        echo 'taken: ', addcslashes($spec, "\0..\37"), "\n";
    } catch (ValueError $e) {
        if (preg_match('/[\0-\x1f]/', $e->getMessage())) {
            echo 'control characters in: ', json_encode($e->getMessage()), "\n";
        }
    }
    if (Address::tryParse($spec) !== null) {
        echo 'taken by tryParse: ', addcslashes($spec, "\0..\37"), "\n";
    }
}
// The constructor takes an addr-spec, not a form with a name.
foreach (['Name <a@example.com>', '<a@example.com>', 'a@example.com, b@example.com'] as $spec) {
    try {
        new Address($spec);
        echo "taken by the constructor: $spec\n";
    } catch (ValueError) {
    }
}
foreach (["a\r\nb", "a\nb", "a\rb", "a\0b", "\xff"] as $name) {
    try {
        new Address('a@example.com', $name);
        echo 'taken as name: ', addcslashes($name, "\0..\37"), "\n";
    } catch (ValueError) {
    }
}
try {
    Address::parse('a@example..com');
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
SmtpMail\Address::parse(): Argument #1 ($spec) is refused: invalid address "a@example..com": the domain is malformed
