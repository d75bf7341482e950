--TEST--
memory_limit is reached in the middle of making and writing a message: fatal, and nothing else
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('USE_ZEND_ALLOC') === '0') {
	die('skip without the Zend allocator there is no limit');
}
?>
--INI--
memory_limit=24M
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$message = test_message();
for ($i = 0; $i < 4; $i++) {
	$message->attach(SmtpMail\Attachment::fromString(str_repeat(chr(200 + $i), 3 << 20), "$i.bin"));
}
// Its own contents are no PHP memory; as a string it is.
$null = fopen('php://temp/maxmemory:1024', 'r+');
var_dump($message->writeTo($null) === $message->getSize());
register_shutdown_function(function () use ($message) {
	echo "afterwards: ", $message->getSize() > 0 ? 'usable' : 'broken', "\n";
});
$text = (string) $message;
echo "not reached\n";
?>
--EXPECTF--
bool(true)

Fatal error: Allowed memory size of %d bytes exhausted%s
afterwards: usable
