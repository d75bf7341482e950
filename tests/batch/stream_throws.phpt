--TEST--
Batch::getStream() is readable again when tick() has thrown, and is not for ever when there is nothing left
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY === 'Windows') {
	die('skip a batch has no stream here');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

function readable($stream, float $seconds): bool
{
	[$read, $write, $except] = [[$stream], [], []];
	return stream_select($read, $write, $except, 0, (int) ($seconds * 1e6)) === 1;
}

/* The last mail is followed by the end of the connection. */
foreach (['memory://' => 3, smtp_server(smtp_script(['mails' => 3, 'extensions' => ['8BITMIME'], 'quit' => false]))->port => 1] as $server => $connections) {
	$mail = $connections === 3 ? SmtpMail::fromDsn($server) : new SmtpMail('127.0.0.1', $server, options: ['localDomain' => 'client.test']);
	$batch = $mail->batch($connections);
	for ($i = 1; $i <= 3; $i++) {
		$batch->add(test_message(), $i);
	}
	$stream = $batch->getStream();
	$given = $thrown = 0;
	while ($given < 3 && readable($stream, 30)) {
		try {
			$batch->tick(0, function () use (&$given) {
				$given++;
				throw new LogicException();
			});
		} catch (LogicException) {
			$thrown++;
		}
	}
	echo "$given $thrown ", count($batch), "\n";
	/* What the server does with the idle connection is dealt with. */
	for ($rounds = 0; $rounds < 20 && readable($stream, 0.2); $rounds++) {
		$batch->tick();
	}
	var_dump($rounds < 20);
	$batch->add(test_message());
	var_dump(readable($stream, 30));
	unset($batch);
}

/* Replies to several mails arrive at once, and the first one's callback throws. */
$loop = new Loop();
$server = new LoopServer($loop);
$loop->run($loop->start(function () use ($loop, $server) {
	$batch = $server->mail()->setWaiter(null)->batch(1);
	for ($i = 1; $i <= 3; $i++) {
		$batch->add(test_message(), $i);
	}
	$left = 3;
	while ($left > 0 && $loop->wait($batch->getStream(), true, false, 30)) {
		try {
			$left = $batch->tick(0, fn () => throw new LogicException('stop'));
		} catch (LogicException) {
			$left = count($batch);
		}
	}
	echo "$left left, $server->mails mails\n";
}));
?>
--EXPECT--
3 3 0
bool(true)
bool(true)
3 3 0
bool(true)
bool(true)
0 left, 3 mails
