--TEST--
setWaiter(): what the waiter throws, and the end of its fiber, end run() or tick() alone; the batch goes on when it is asked to
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

$loop = new Loop();
$server = new LoopServer($loop);
$mail = $server->mail();
$wish = null;
$mail->setWaiter(function (...$args) use ($loop, $server, &$wish) {
	$is = $loop->wait(...$args);
	/* Once a mail is out and others are on their way. */
	if ($server->mails > 0 && $wish !== null) {
		[$wish, $now] = [null, $wish];
		$now();
	}
	return $is;
});
$batch = $mail->batch(1);
for ($i = 1; $i <= 20; $i++) {
	$batch->add(test_message(), $i);
}
$told = [];
$show = function ($tag, $outcome) use (&$told) { $told[] = "$tag {$outcome->outcome->value}"; };

echo "throws\n";
$wish = fn () => throw new LogicException('stop');
$loop->run($loop->start(fn () => failure(fn () => $batch->run($show))));

echo "destroyed\n";
$deep = false;
$server2 = new LoopServer($loop);
$mail2 = $server2->mail();
$mail2->setWaiter(function (...$args) use ($loop, &$deep) {
	$loop->wait(...$args);
	$deep = true;
	Fiber::suspend();
});
$other = $mail2->batch(1);
$other->add(test_message(), 'other');
$fiber = $loop->start(function () use ($other) {
	try {
		$other->run();
		echo "not reached\n";
	} finally {
		echo "unwound\n";
	}
});
$loop->run($loop->start(function () use ($loop, &$deep) {
	while (!$deep) {
		$loop->pause(0.01);
	}
}));
unset($fiber);
gc_collect_cycles();
$mail2->setWaiter(fn () => throw new LogicException('no tick'));
failure(fn () => $other->tick(30));
$mail2->setWaiter($loop->waiter());
$loop->run($loop->start(fn () => print($other->run() . "\n")));

echo "all the same\n";
$loop->run($loop->start(fn () => $batch->run($show)));
echo count($batch), ' ', count(array_unique($told)), ' ', count($told), ' ', $server->mails, "\n";

echo "sendAll()\n";
$server = new LoopServer($loop, ['EHLO' => null]);
$mail = $server->mail();
$mail->setWaiter(fn () => throw new LogicException('not now'));
$loop->run($loop->start(fn () => failure(function () use ($mail) {
	foreach ($mail->sendAll([test_message()], 1) as $outcome) {
		echo "not reached\n";
	}
})));

echo "exit()\n";
$mail->setWaiter(fn () => exit("gone\n"));
$batch = $mail->batch(1);
$batch->add(test_message());
$loop->run($loop->start(fn () => $batch->run()));
echo "not reached\n";
?>
--EXPECT--
throws
LogicException: stop
destroyed
unwound
LogicException: no tick
1
all the same
0 20 20 20
sendAll()
LogicException: not now
exit()
gone
