--TEST--
setWaiter(): a name is looked up, a time limit is met, and close() awaits its answer, while the loop goes on
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

$loop = new Loop();
$ticks = 0;
$loop->start(function () use ($loop, &$ticks) {
	while ($ticks < 1000000) {
		$loop->pause(0.001);
		$ticks++;
	}
});
/* What |do| ends with, and whether the loop has run meanwhile. */
function meanwhile(Loop $loop, callable $do): void
{
	global $ticks;
	$before = $ticks;
	$loop->run($loop->start($do));
	var_dump($ticks > $before);
}

echo "a name\n";
$mail = new SmtpMail('no-such-host.invalid', 25, SmtpMail\Tls::None);
$mail->setWaiter($loop->waiter());
meanwhile($loop, fn () => print(get_class(failureOf(fn () => $mail->send(test_message()))) . "\n"));
echo "a time limit\n";
$server = new LoopServer($loop, ['EHLO' => null]);
$mail = $server->mail(['timeout' => ['command' => 0.3]]);
meanwhile($loop, fn () => failure(fn () => $mail->send(test_message())));
echo "close()\n";
$server = new LoopServer($loop, ['QUIT' => null]);
$mail = $server->mail();
meanwhile($loop, function () use ($mail) {
	$mail->connect();
	echo $mail->verify()->name, "\n";
	$mail->close();
});
echo implode(' ', $server->commands), "\n";
echo "the same client in two fibers\n";
$server = new LoopServer($loop);
$mail = $server->mail();
$first = $loop->start(fn () => $mail->send(test_message())->getCode());
$loop->start(fn () => failure(fn () => $mail->send(test_message())));
$loop->run($first);
var_dump($first->getReturn());

function failureOf(callable $do): ?Throwable
{
	try {
		$do();
	} catch (SmtpMail\ConnectionException $e) {
		return $e;
	}
	return null;
}
?>
--EXPECT--
a name
SmtpMail\ConnectionException
bool(true)
a time limit
SmtpMail\TimeoutException: code 0, stage ehlo, not_sent, transient
bool(true)
close()
mx.test
bool(true)
EHLO QUIT
the same client in two fibers
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
int(250)
