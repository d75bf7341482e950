--TEST--
DSN: what is malformed or unknown is refused, and the secret is not told
--EXTENSIONS--
smtpmail
--FILE--
<?php
$dsns = [
    '', 'mx.example', 'smtp:mx.example', 'smtp:/mx.example', 'http://mx.example', 'lmtp://mx.example:25',
    'smtp://', 'smtp://:25', 'smtp://u:hunter2@',
    'smtp://mx.example:0x19', 'smtp://mx.example:70000', 'smtp://mx.example:', 'smtp://mx.example:-1', 'smtp://[2001:db8::1', 'smtp://[::1]x:25',
    'smtp://u:hunter2/x@mx.example', 'smtp://u:hunter2#x@mx.example', 'smtp://u:hunter2%zz@mx.example', 'smtp://u:hunter2%4@mx.example',
    "smtp://u:hunter2\n@mx.example", 'smtp://u:hunter2 @mx.example', 'smtp://u:hunter2%0d%0a@mx.example', 'smtp://u:hunter2%00@mx.example', 'smtp://u%0a:hunter2@mx.example',
    'smtp://mx%0a.example', 'smtp://mx.example/path', 'smtp://mx.example#x', 'smtp://mx.example?timeout', 'smtp://mx.example?timeout=',
    'smtp://mx.example?timeout=5s', 'smtp://mx.example?timeout=nan', 'smtp://mx.example?timeout=1&timeout=2', 'smtp://mx.example?timeout[connect=5',
    'smtp://mx.example?timeout[x]=5', 'smtp://mx.example?timeout=1&timeout[connect]=5', 'smtp://mx.example?verifyPeer=1', 'smtp://mx.example?verify_peer=maybe',
    'smtp://mx.example?verify_peer[]=1', 'smtp://mx.example?tls=ssl', 'smtps://mx.example?tls=none', 'smtp://mx.example?host=x', 'smtp://mx.example?password=hunter2',
    'smtp://mx.example?nonsense=hunter2', 'smtp://mx.example?proxy=ftp://x', 'smtp://mx.example?auth_mechanisms=', 'smtp://mx.example?auth_mechanisms=plain,plain',
    'smtp://mx.example?auth_mechanisms=digest-md5', 'smtp://u:hunter2@mx.example?auth_mechanisms=xoauth2', 'smtp://mx.example?pipelining=1', 'smtp://mx.example?%zz=1', 'smtp://u@mx.example',
    'smtp://:hunter2@mx.example',
];
foreach ($dsns as $dsn) {
    try {
        SmtpMail::fromDsn($dsn);
        echo 'TAKEN: ', $dsn, "\n";
    } catch (ValueError $e) {
        $message = $e->getMessage() . $e->getTraceAsString();
        echo str_contains($message, 'hunter2') ? 'TOLD: ' : '', str_replace('SmtpMail::fromDsn(): Argument #1 ($dsn) ', '', $e->getMessage()), "\n";
    }
}
foreach (['host' => 'x', 'username' => 'x', 'tls' => SmtpMail\Tls::None] as $name => $value) {
    try {
        SmtpMail::fromDsn('smtp://mx.example', [$name => $value]);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
must begin with smtp:// or smtps://, or with another scheme that is known
must begin with smtp:// or smtps://, or with another scheme that is known
must begin with smtp:// or smtps://, or with another scheme that is known
must begin with smtp:// or smtps://, or with another scheme that is known
must begin with smtp:// or smtps://, or with another scheme that is known
lmtp must not go to port 25, which is SMTP's
must have a host
must have a host
must have a host
option "port" must be the text of a value of type int
option "port" must be between 0 and 65535
option "port" must be the text of a value of type int
option "port" must be between 0 and 65535
must have a ']' behind an IPv6 address
must have a host
must not have a path or fragment: '/', '?' and '#' in a password are encoded as %2F, %3F and %23
must not have a path or fragment: '/', '?' and '#' in a password are encoded as %2F, %3F and %23
has a '%' that two hexadecimal digits do not follow
has a '%' that two hexadecimal digits do not follow
must not have spaces or control characters: they are encoded as %XX
must not have spaces or control characters: they are encoded as %XX
option "password" must be a string without NUL, CR or LF
option "password" must be a string without NUL, CR or LF
option "username" must be a non-empty string without NUL, CR or LF
option "host" must be a non-empty string without NUL, CR or LF
must not have a path or fragment: '/', '?' and '#' in a password are encoded as %2F, %3F and %23
must not have a path or fragment: '/', '?' and '#' in a password are encoded as %2F, %3F and %23
must have a query of name=value or name[key]=value
option "timeout" must be the text of a value of type float
option "timeout" must be the text of a value of type float
option "timeout" must be the text of a value of type float
must not have an option twice
must have a query of name=value or name[key]=value
option "timeout" must be a number or an array with the keys connect, greeting, command, content, reply, total
must not have an option twice
has the unknown option "verifyPeer"
option "verify_peer" must be one of 0, 1, true, false, yes, no, on, off
option "verify_peer" must be the text of a value of type bool
option "tls" must be one of Auto, None, StartTls, Implicit, Opportunistic
must not ask smtps:// for another kind of TLS
option "host" is for where neither a DSN nor parameters name the server
option "password" is for where neither a DSN nor parameters name the server
has the unknown option "nonsense"
proxy must begin with socks5://, socks5h:// or http://
option "auth_mechanisms" must be a list that is not empty
option "auth_mechanisms" must be a list without the same mechanism twice
option "auth_mechanisms" must be the text of a value of type list<SmtpMail\AuthMechanism>
authMechanisms has none that takes what is given: a password, or a closure that gives a token (and can act for authzid, if given)
option "pipelining" must be one of Never, Prefer, Require
has a '%' that two hexadecimal digits do not follow
password must not be empty when a user name is given
option "username" must be a non-empty string without NUL, CR or LF
SmtpMail::fromDsn(): Argument #2 ($options) option "host" is for where neither a DSN nor parameters name the server
SmtpMail::fromDsn(): Argument #2 ($options) option "username" is for where neither a DSN nor parameters name the server
SmtpMail::fromDsn(): Argument #2 ($options) option "tls" is for where neither a DSN nor parameters name the server
