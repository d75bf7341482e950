--TEST--
EHLO: localDomain is a domain or an address literal, or refused before a connection is made
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$names = [
	'client.test', 'localhost', 'my_host.test', 'CLIENT.test', "b\u{fc}cher.test", 'xn--bcher-kva.test', '[127.0.0.1]', '[IPv6:::1]', '[IPv6:2001:db8::1]',
	'[::1]', '[1.2.3]', '[IPv6:zz]', '127.0.0.1', '.', 'a..b', '-a.test', 'a b', "a\tb", "a\r\nMAIL FROM:<x>", "a\0b", '<a>', 'a@b', str_repeat('a', 64) . '.test',
	str_repeat('a.', 130) . 'test', '', '[]', '[127.0.0.1', '127.0.0.1]', 'a.test.',
];
foreach ($names as $name) {
	$shown = strlen($name) > 40 ? substr($name, 0, 8) . '...' . strlen($name) : addcslashes($name, "\0..\37");
	$server = smtp_server("S: 220 mx.test\nC: EHLO *\nS: 250 mx.test\nDRAIN");
	try {
		(new SmtpMail(...$server->client(['localDomain' => $name])))->connect();
		preg_match('/^C: EHLO (.*)$/m', $server->transcript(), $said);
		echo "$shown: $said[1]\n";
	} catch (ValueError) {
		echo "$shown: refused", $server->connections() > 0 ? ', but connected' : '', "\n";
	}
}
?>
--EXPECT--
client.test: client.test
localhost: localhost
my_host.test: refused
CLIENT.test: CLIENT.test
bücher.test: refused
xn--bcher-kva.test: xn--bcher-kva.test
[127.0.0.1]: [127.0.0.1]
[IPv6:::1]: [IPv6:::1]
[IPv6:2001:db8::1]: [IPv6:2001:db8::1]
[::1]: [::1]
[1.2.3]: [1.2.3]
[IPv6:zz]: refused
127.0.0.1: 127.0.0.1
.: refused
a..b: refused
-a.test: refused
a b: refused
a\tb: refused
a\r\nMAIL FROM:<x>: refused
a\000b: refused
<a>: refused
a@b: refused
aaaaaaaa...69: refused
a.a.a.a....264: refused
: refused
[]: refused
[127.0.0.1: refused
127.0.0.1]: refused
a.test.: a.test.
