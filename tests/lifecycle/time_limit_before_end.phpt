--TEST--
max_execution_time ends while the server is awaited: the usual fatal error, and no part of a mail
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

$script = smtp_script(['extensions' => ['8BITMIME']]);
$server = smtp_server(substr($script, 0, strpos($script, 'C: DATA')) . "C: DATA\nKILL PROF\nDRAIN");
$mail = new SmtpMail(...$server->client());
register_shutdown_function(function () use ($server, $mail) {
	echo $mail->isConnected() ? "connected\n" : "not connected\n";
	echo strrchr(trim($mail->getTranscript()), '*'), "\n";
	preg_match_all('/^(C: .*|!!.*)$/m', $server->transcript(), $said);
	echo implode(', ', $said[0]), "\n";
	echo count($server->messages()), " messages\n";
});
try {
	$mail->send(test_message());
} catch (SmtpMail\SmtpMailException) {
	echo "not to be caught\n";
}
?>
--EXPECTF--
Fatal error: Maximum execution time of 3600 seconds exceeded in %s on line %d
not connected
* cancelled: max_execution_time is over
C: EHLO client.test, C: MAIL FROM:<from@example.com>, C: RCPT TO:<to@example.com>, C: DATA
0 messages
