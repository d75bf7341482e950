--TEST--
A name server that never answers: the time limits hold, and the process ends when it wants to
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/resolver.inc';
resolver_skip();
?>
--FILE--
<?php
require __DIR__ . '/../inc/resolver.inc';

$server = resolver_silent();
resolver_run($server, <<<'CODE'
	foreach ([['connect' => 0.2], ['total' => 0.2]] as $limits) {
		$mail = new SmtpMail('slow.example', 25, SmtpMail\Tls::None, options: ['timeout' => $limits]);
		for ($i = 0; $i < 3; $i++) {
			failure(fn () => $mail->connect());
		}
		attempt($mail);
	}
	// One thread for each of the two clients, however often they tried, and this one.
	echo count(glob('/proc/self/task/*')), " threads\n";
	CODE);
// The thread is left behind by exit() too.
resolver_run($server, <<<'CODE'
	$mail = new SmtpMail('slow.example', 25, SmtpMail\Tls::None, options: ['timeout' => ['connect' => 0.2]]);
	try {
		$mail->connect();
	} catch (SmtpMail\TimeoutException) {
		exit("exit\n");
	}
	CODE);
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
SmtpMail\TimeoutException: code 0, stage resolve, not_sent, transient
3 threads
exit
