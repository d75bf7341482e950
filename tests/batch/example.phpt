--TEST--
examples/batch.php sends in a loop of stream_select()
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY === 'Windows') {
	die('skip a batch has no stream here');
}
if (!is_file(__DIR__ . '/../../examples/batch.php')) {
	die('skip the examples are not here');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/loops.inc';
batch_example('batch.php');
?>
--EXPECT--
1: 250 2.0.0 OK: queued as ABC123
2: 250 2.0.0 OK: queued as ABC123
3: 250 2.0.0 OK: queued as ABC123
3 mails, 0 surprises
