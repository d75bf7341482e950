--TEST--
Hosts and ports that cannot be meant are refused before a socket is made
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$label = str_repeat('a', 63);
$hosts = ['', ' ', 'mx test', "mx\0.test", "mx.test\r\n", "mx.test\r\nEHLO x", "mx\n.test", "mx\t.test", 'mx..test', '.mx.test', '-mx.test', 'mx-.test',
	'mx.test:25', 'user@mx.test', 'mx/test', 'mx?test', 'mx#test', '[::1', '::1]', '[mx.test]', '[1.2.3.4:25]', "b\xfccher.test", "\xe2\x80\xae.test",
	"$label$label.test", $label . 'a.test', implode('.', array_fill(0, 4, $label)), '%00', 'mx%0a.test', '*.test', 'unix:', 'unix:x'];
foreach ($hosts as $host) {
	try {
		new SmtpMail($host);
		echo 'TAKEN: ', addcslashes($host, "\0..\37\177..\377"), "\n";
	} catch (ValueError) {
	}
}
foreach (['mx.test', 'MX.Test.', 'my_host', implode('.', [$label, $label, $label, substr($label, 2)]), 'bücher.test', '127.0.0.1', '::1', '[::1]', 'fe80::1%lo'] as $host) {
	failure(fn () => new SmtpMail($host) && print('taken '));
}
foreach ([-1, 65536, PHP_INT_MAX] as $port) {
	failure(fn () => new SmtpMail('mx.test', $port));
}
failure(fn () => new SmtpMail('mx.test', '25x'));
?>
--EXPECT--
taken no exception
taken no exception
taken no exception
taken no exception
taken no exception
taken no exception
taken no exception
taken no exception
taken no exception
ValueError: SmtpMail::__construct(): Argument #2 ($port) must be between 0 and 65535
ValueError: SmtpMail::__construct(): Argument #2 ($port) must be between 0 and 65535
ValueError: SmtpMail::__construct(): Argument #2 ($port) must be between 0 and 65535
TypeError: SmtpMail::__construct(): Argument #2 ($port) must be of type int, string given
