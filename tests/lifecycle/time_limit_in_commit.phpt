--TEST--
max_execution_time ends while the final reply is awaited: that the mail is in doubt is told
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY !== 'Linux' || PHP_ZTS) {
	die('skip the time limit is no SIGPROF here');
}
?>
--INI--
max_execution_time=3600
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(str_replace('S: 250 2.0.0', "KILL PROF\nDRAIN\nS: 250 2.0.0", smtp_script(['extensions' => ['8BITMIME']])));
register_shutdown_function(function () use ($server) {
	show_result($GLOBALS['result']);
	echo count($server->messages()), " message\n";
});
$code = smtpmail_send('to@example.com', 'subject', "text\n", from: 'from@example.com', options: $server->options(), result: $result);
echo "not reached\n";
?>
--EXPECTF--
Warning: smtpmail_send(): The mail may have been accepted, its final reply was lost: cancelled: max_execution_time is over in %s on line %d

Fatal error: Maximum execution time of 3600 seconds exceeded in %s on line %d
in_doubt: code -1, attempts 1, new connection
1 message
