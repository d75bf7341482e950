--TEST--
max_execution_time ends in SmtpMail::send() behind the content: the doubt is reported, then the fatal error
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
$mail = new SmtpMail(...$server->client());
$mail->send(test_message());
echo "not reached\n";
?>
--EXPECTF--
%AWarning: Uncaught %ASmtpMail\InDoubtException: the mail may have been accepted, its final reply was lost: cancelled: max_execution_time is over in %A
Fatal error: Maximum execution time of 3600 seconds exceeded in %s on line %d
