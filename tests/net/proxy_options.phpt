--TEST--
The option proxy: what it takes, and that a refused value is not told
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$good = ['socks5://proxy', 'SOCKS5H://u:p%40ss@[2001:db8::1]:1080', 'http://192.0.2.1:3128/'];
foreach ($good as $url) {
	new SmtpMail('mx.test', options: ['proxy' => $url]);
	SmtpMail::fromDsn('smtp://mx.test?proxy=' . rawurlencode($url));
}
$bad = ['', 'proxy:1080', 'https://u:hunter2@proxy', 'socks5://u:hunter2@', 'socks5://u:hunter2@a b', "socks5://u:hunter2\r\n@proxy",
	'socks5://u:hunter2@proxy:0', 'socks5://u:hunter2@proxy:65536', 'socks5://u:hunter2@proxy:25abc', 'socks5://u:hunter2%zz@proxy',
	'socks5://u:hunter2%00@proxy', 'socks5://u:hunter2@pro%0axy', 'socks5://:hunter2@proxy', 'socks5://u:hunter2/@proxy', 'http://u:hunter2@proxy/path', 1080];
foreach ($bad as $url) {
	$e = failure(fn () => new SmtpMail('mx.test', options: ['proxy' => $url]));
	echo str_contains($e->getMessage() . $e->getTraceAsString(), 'hunter2') ? "TOLD\n" : '';
}
failure(fn () => new SmtpMail('/run/smtp.sock', options: ['proxy' => 'socks5://proxy']));
foreach ([-1, 1.5, '10'] as $rate) {
	failure(fn () => new SmtpMail('mx.test', options: ['minDataRate' => $rate]));
}
?>
--EXPECT--
ValueError: proxy must begin with socks5://, socks5h:// or http://
ValueError: proxy must begin with socks5://, socks5h:// or http://
ValueError: proxy must begin with socks5://, socks5h:// or http://
ValueError: proxy must have a host
ValueError: proxy must have a host name or an IP address
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "proxy" must be a string without NUL, CR or LF
ValueError: proxy must have a port between 1 and 65535, or none
ValueError: proxy must have a port between 1 and 65535, or none
ValueError: proxy must have a port between 1 and 65535, or none
ValueError: proxy must have a user name and a password of up to 255 octets, percent-encoded, without NUL, CR and LF
ValueError: proxy must have a user name and a password of up to 255 octets, percent-encoded, without NUL, CR and LF
ValueError: proxy must have a host name or an IP address
ValueError: proxy must have a user name and a password of up to 255 octets, percent-encoded, without NUL, CR and LF
ValueError: proxy must have no path, and '/' in a password is encoded as %2F
ValueError: proxy must have no path, and '/' in a password is encoded as %2F
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "proxy" must be of type string, int given
ValueError: proxy must not be given for a local socket
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "minDataRate" must be between 0 and 9223372036854775807
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "minDataRate" must be of type int, float given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "minDataRate" must be of type int, string given
