--TEST--
A signal handler that throws while the final reply is awaited does not take the verdict with it
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

$server = smtp_server(str_replace('S: 250 2.0.0', "SLEEP 2500\nS: 250 2.0.0", smtp_script(['extensions' => ['8BITMIME']]), $delayed));
$mail = new SmtpMail(...$server->client());
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () {
	throw new Exception('alarm');
});
/* The content is out at once behind the 354; the verdict comes a second and a half behind the alarm. */
$mail->setLogger(fn($direction, $line) => str_contains($line, '354') && pcntl_alarm(1));
try {
	$mail->send(test_message());
} catch (Exception $e) {
	echo get_class($e), ': ', $e->getMessage(), "\n";
}
echo $delayed, ' ', strrchr(trim($mail->getTranscript()), '<'), "\n";
echo $mail->isConnected() ? "connected\n" : "not connected\n";
unset($mail);
echo count($server->messages()), " message\n";
?>
--EXPECT--
Exception: alarm
1 < 250 2.0.0 OK: queued as ABC123
connected
1 message
