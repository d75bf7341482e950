--TEST--
examples/batch_revolt.php sends in a loop of Revolt
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_LOOPS') === false) {
	die('skip SMTPMAIL_TEST_LOOPS is not set: bin/loops installs event loops');
}
if (!is_file(__DIR__ . '/../../examples/batch_revolt.php')) {
	die('skip the examples are not here');
}
?>
--FILE--
<?php
require getenv('SMTPMAIL_TEST_LOOPS');
require __DIR__ . '/../inc/loops.inc';
batch_example('batch_revolt.php');
?>
--EXPECT--
1: 250 2.0.0 OK: queued as ABC123
2: 250 2.0.0 OK: queued as ABC123
3: 250 2.0.0 OK: queued as ABC123
3 mails, 0 surprises
