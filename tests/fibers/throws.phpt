--TEST--
setWaiter(): what the waiter throws ends the mail as not sent; when the content is out, the mail's outcome is told first
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

/* Waits, and throws if |when| says so then. */
function thrower(Loop $loop, LoopServer $server, callable $when): Closure
{
	return function ($stream, bool $read, bool $write, float $timeout) use ($loop, $server, $when): bool {
		$is = $loop->wait($stream, $read, $write, min($timeout, 0.05));
		if ($when($server)) {
			throw new LogicException('stop');
		}
		return $is;
	};
}

function told(Throwable $e): void
{
	for (; $e !== null; $e = $e->getPrevious()) {
		show_error($e);
	}
}

function play(array $replies, callable $when): void
{
	$loop = new Loop();
	$server = new LoopServer($loop, $replies);
	$mail = $server->mail();
	$fiber = $loop->start(function () use ($loop, $server, $mail, $when) {
		$mail->setWaiter(thrower($loop, $server, $when));
		try {
			show_result($mail->send(test_message()));
		} catch (Throwable $e) {
			told($e);
			if ($e instanceof SmtpMail\SmtpMailException) {
				echo '  ', $e->result->outcome->value, ' ', var_export($e->isRetrySafe(), true), "\n";
			}
		}
		var_dump($mail->isConnected());
		unset($mail);
	});
	$loop->run($fiber);
	echo '  ', implode(' ', $server->commands), ', mails ', $server->mails, "\n";
}

echo "before the greeting\n";
play(['GREETING' => null], fn ($server) => true);
echo "after MAIL\n";
play(['MAIL' => null, 'RCPT' => null, 'DATA' => null], fn ($server) => in_array('DATA', $server->commands));
echo "in the commit\n";
play(['.' => null], fn ($server) => $server->mails > 0);
echo "in the commit, with the reply there already: accepted\n";
play([], fn ($server) => $server->mails > 0);
echo "the same: refused\n";
play(['.' => '550 5.7.1 no'], fn ($server) => $server->mails > 0);
echo "verify()\n";
$loop = new Loop();
$server = new LoopServer($loop, ['EHLO' => null]);
$mail = $server->mail()->setWaiter(thrower($loop, $server, fn ($server) => $server->commands !== []));
$loop->run($loop->start(fn () => failure(fn () => $mail->verify())));
print_r(array_intersect_key(smtpmail_stats(), ['sent' => 0, 'in_doubt' => 0, 'rejected' => 0]));
?>
--EXPECTF--
before the greeting
LogicException: stop
bool(false)
  , mails 0
after MAIL
LogicException: stop
bool(false)
  EHLO MAIL RCPT DATA, mails 0
in the commit
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, permanent
SmtpMail\CancelledException: code 0, stage commit, in_doubt, permanent
LogicException: stop
  in_doubt false
bool(false)
  EHLO MAIL RCPT DATA, mails 1
in the commit, with the reply there already: accepted

Warning: SmtpMail::send(): the waiter threw LogicException: stop in %s on line %d
accepted: code 250, attempts 1, new connection
bool(true)
  EHLO MAIL RCPT DATA, mails 1
the same: refused
SmtpMail\MessageRejectedException: code 550, stage commit, rejected, permanent
LogicException: stop
  rejected false
bool(true)
  EHLO MAIL RCPT DATA, mails 1
verify()
LogicException: stop
Array
(
    [sent] => 1
    [rejected] => 1
    [in_doubt] => 1
)
