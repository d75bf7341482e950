--TEST--
setWaiter(): a fiber that is destroyed while it waits ends the mail; in the commit that is told
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

/* |until|: from then on the waiter's fiber is never woken. */
function abandon(array $replies, callable $until): void
{
	$loop = new Loop();
	$server = new LoopServer($loop, $replies);
	$mail = $server->mail();
	$deep = false;
	$message = test_message();
	$mail->setWaiter(function ($stream, $read, $write, $timeout) use ($loop, $server, $until, &$deep) {
		$is = $loop->wait($stream, $read, $write, min($timeout, 0.05));
		if ($until($server)) {
			$deep = true;
			Fiber::suspend();
		}
		return $is;
	});
	$fiber = $loop->start(function () use ($mail, $message) {
		try {
			$mail->send($message);
			echo "  not reached\n";
		} finally {
			echo "  unwound\n";
		}
	});
	$loop->run($loop->start(function () use ($loop, &$deep) {
		while (!$deep) {
			$loop->pause(0.01);
		}
	}));
	unset($fiber);
	gc_collect_cycles();
	$message->subject('free again');
	var_dump($mail->isConnected());
	$mail->setWaiter(null);
	echo '  ', implode(' ', $server->commands), ', mails ', $server->mails, "\n";
}

echo "before the content\n";
abandon(['MAIL' => null, 'RCPT' => null, 'DATA' => null], fn ($server) => in_array('DATA', $server->commands));
echo "in the commit\n";
abandon(['.' => null], fn ($server) => $server->mails > 0);
echo "at the script's end, and exit() in the waiter\n";
$loop = new Loop();
$server = new LoopServer($loop, ['.' => null]);
$mail = $server->mail();
$mail->setWaiter(function ($stream, $read, $write, $timeout) use ($loop, $server) {
	$is = $loop->wait($stream, $read, $write, min($timeout, 0.05));
	return $server->mails > 0 ? exit("exit\n") : $is;
});
$loop->run($loop->start(fn () => $mail->send(test_message())));
echo "not reached\n";
?>
--EXPECTF--
before the content
  unwound
bool(false)
  EHLO MAIL RCPT DATA, mails 0
in the commit

Warning: SmtpMail::send(): the script or fiber ended while the server's final reply was awaited: the mail is in doubt in %s on line %d
  unwound
bool(false)
  EHLO MAIL RCPT DATA, mails 1
at the script's end, and exit() in the waiter
exit

Warning: SmtpMail::send(): the script or fiber ended while the server's final reply was awaited: the mail is in doubt in %s on line %d
