--TEST--
Signal handlers run while a reply is awaited, and the send goes on
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (!function_exists('pcntl_alarm')) {
	die('skip no pcntl_alarm()');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(str_replace('S: 354', "SLEEP 2500\nS: 354", smtp_script(['extensions' => ['8BITMIME']])));
$mail = new SmtpMail(...$server->client());
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () {
	echo "signal\n";
});
pcntl_alarm(1);
attempt($mail);
unset($mail);
echo count($server->messages()), " message\n";
?>
--EXPECT--
signal
accepted: code 250, attempts 1, new connection
1 message
