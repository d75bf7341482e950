--TEST--
examples/fibers.php sends to two servers at a time
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (!is_file(__DIR__ . '/../../examples/fibers.php')) {
	die('skip the examples are not here');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

/* The first server lets its client wait; the third is none. */
$slow = smtp_server(str_replace('S: 250 2.0.0', "SLEEP 300\nS: 251 2.0.0", smtp_script()));
$fast = smtp_server(smtp_script());
$argv = ['fibers.php', 'a@example.com', "smtp://127.0.0.1:$slow->port?local_domain=client.test", "smtp://127.0.0.1:$fast->port?local_domain=client.test", 'smtp://127.0.0.1:1'];
require __DIR__ . '/../../examples/fibers.php';
echo count($slow->messages()), count($fast->messages()), "\n";
echo preg_match_all('/!!/', $slow->transcript() . $fast->transcript()), " surprises\n";
?>
--EXPECTF--
SmtpMail\ConnectionException: cannot connect to 127.0.0.1 %s
250 accepted
250 accepted
11
0 surprises
