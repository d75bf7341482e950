--TEST--
Many signals: their handlers run, the mail goes out once, and a time limit stays what it is
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

$handled = 0;
pcntl_async_signals(true);
foreach ([SIGALRM, SIGUSR1] as $signal) {
	pcntl_signal($signal, function () use (&$handled) {
		$handled++;
	});
}
$script = strtr(smtp_script(['extensions' => ['8BITMIME']]), ["C: MAIL" => "KILL ALRM 200\nC: MAIL", "S: 354" => "KILL USR1 200\nS: 354", 'S: 250 2.0.0' => "KILL ALRM 200\nS: 250 2.0.0"]);
$server = smtp_server($script);
$mail = new SmtpMail(...$server->client());
attempt($mail, test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 5000)));
unset($mail);
echo count($server->messages()), " message\n";
var_dump($handled > 2);

// Nobody answers, but the signals do not stop: the limit counts on.
$server = smtp_server("S: 220 mx.test\nC: EHLO *\nKILL USR1 3000\nSTALL");
$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 1.0]]));
$started = time();
attempt($mail);
var_dump(time() - $started < 30);
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
1 message
bool(true)
SmtpMail\TimeoutException: code 0, stage ehlo, not_sent, transient
bool(true)
