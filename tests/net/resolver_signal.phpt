--TEST--
Signals are handled while a name is looked up, by the program and not by the thread
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/resolver.inc';
if (!function_exists('pcntl_alarm')) {
	die('skip no pcntl_alarm()');
}
resolver_skip();
?>
--FILE--
<?php
require __DIR__ . '/../inc/resolver.inc';

$server = resolver_silent();
resolver_run($server, <<<'CODE'
	pcntl_async_signals(true);
	$seen = 0;
	pcntl_signal(SIGALRM, function () use (&$seen) {
		if (++$seen === 2) {
			throw new RuntimeException('enough');
		}
		pcntl_alarm(1);
	});
	pcntl_alarm(1);
	$mail = new SmtpMail('slow.example', 25, SmtpMail\Tls::None, options: ['timeout' => ['connect' => 60]]);
	failure(fn () => $mail->connect());
	// What was begun is waited for by the child's own thread, and by the parent's.
	$pid = pcntl_fork();
	if ($pid === 0) {
		$mail = new SmtpMail('slow.example', 25, SmtpMail\Tls::None, options: ['timeout' => ['connect' => 0.2]]);
		failure(fn () => $mail->connect());
		exit(0);
	}
	pcntl_waitpid($pid, $status);
	var_dump($status);
	CODE);
?>
--EXPECT--
RuntimeException: enough
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
int(0)
