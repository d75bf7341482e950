--TEST--
A signal handler that throws, or exits, while the server is awaited: its exception stands, no mail
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (!function_exists('pcntl_signal')) {
	die('skip no pcntl_signal()');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => throw new DomainException('alarm'));
foreach (['C: EHLO client.test', 'C: MAIL FROM:*', 'C: RCPT TO:*', 'C: DATA'] as $where) {
	$script = smtp_script(['extensions' => ['8BITMIME']]);
	$server = smtp_server(substr($script, 0, strpos($script, $where)) . "$where\nKILL ALRM\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	failure(fn () => $mail->send(test_message()));
	var_dump($mail->isConnected());
	preg_match_all('/^(C: .*|!!.*)$/m', $server->transcript(), $said);
	echo '  ', implode(', ', $said[0]), "\n";
}

$script = smtp_script(['extensions' => ['8BITMIME']]);
$server = smtp_server(substr($script, 0, strpos($script, 'C: DATA')) . "C: DATA\nKILL ALRM\nDRAIN");
pcntl_signal(SIGALRM, fn () => exit("exit\n"));
register_shutdown_function(function () use ($server) {
	echo $GLOBALS['mail']->isConnected() ? "connected\n" : "not connected\n";
	echo count($server->messages()), " messages\n";
});
$mail = new SmtpMail(...$server->client());
try {
	$mail->send(test_message());
} finally {
	echo "finally is not for exit()\n";
}
?>
--EXPECT--
DomainException: alarm
bool(false)
  C: EHLO client.test
DomainException: alarm
bool(false)
  C: EHLO client.test, C: MAIL FROM:<from@example.com>
DomainException: alarm
bool(false)
  C: EHLO client.test, C: MAIL FROM:<from@example.com>, C: RCPT TO:<to@example.com>
DomainException: alarm
bool(false)
  C: EHLO client.test, C: MAIL FROM:<from@example.com>, C: RCPT TO:<to@example.com>, C: DATA
exit
not connected
0 messages
