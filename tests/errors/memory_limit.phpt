--TEST--
memory_limit is reached in a callback while a mail is on its way: fatal, and the server got no mail
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('USE_ZEND_ALLOC') === '0') {
	die('skip without the Zend allocator there is no limit');
}
?>
--INI--
memory_limit=48M
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$script = smtp_script();
$server = smtp_server(substr($script, 0, strpos($script, "\nDATA") + 1) . 'DRAIN');
$mail = new SmtpMail(...$server->client(['progress' => function (int $sent) {
	return str_repeat('x', 1 << 30) !== '';
}]));
register_shutdown_function(function () use ($server) {
	echo count($server->messages()), ' messages, ', str_contains($server->transcript(), "C: .\n") ? 'a dot' : 'no dot', "\n";
});
$mail->send(test_message());
echo "not reached\n";
?>
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted%s
0 messages, no dot
