--TEST--
setWaiter(): batches wait by it too: sendAll() over three connections beside tick(), run() and the loop that runs their servers
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

function numbered(int $count): Generator
{
	for ($i = 1; $i <= $count; $i++) {
		yield $i => test_message();
	}
}

$loop = new Loop();
$servers = [new LoopServer($loop, [], 3), new LoopServer($loop), new LoopServer($loop)];
$fibers = [
	'sendAll' => $loop->start(function () use ($servers) {
		$outcomes = [];
		foreach ($servers[0]->mail()->sendAll(numbered(30), 3) as $i => $outcome) {
			$outcomes[$i] = $outcome->getCode();
		}
		return count($outcomes) . ' ' . array_sum($outcomes) / count($outcomes);
	}),
	'tick' => $loop->start(function () use ($servers) {
		$batch = $servers[1]->mail()->batch(1);
		foreach (numbered(5) as $i => $message) {
			$batch->add($message, $i);
		}
		$ended = [];
		while ($batch->tick(30, function ($tag) use (&$ended) { $ended[] = $tag; }) > 0);
		return implode(' ', $ended);
	}),
	'run' => $loop->start(function () use ($servers, $loop) {
		$batch = $servers[2]->mail()->batch(1);
		$batch->add(test_message());
		/* Waits long, and is woken by what another fiber adds. */
		$loop->start(fn () => $batch->add(test_message()));
		return $batch->run();
	}),
];
$loop->run();
foreach ($fibers as $name => $fiber) {
	echo "$name: ", $fiber->getReturn(), "\n";
}
foreach ($servers as $server) {
	echo "$server->mails mails over $server->peers\n";
}

echo "-- time\n";
$loop = new Loop();
$server = new LoopServer($loop, ['EHLO' => null]);
$loop->run($loop->start(function () use ($server) {
	$batch = $server->mail()->batch(1);
	$batch->add(test_message(), 'late');
	var_dump($batch->tick(0.2));
	var_dump($batch->run(fn ($tag, $e) => print("$tag " . get_class($e) . "\n"), 0.1));
}));
?>
--EXPECT--
sendAll: 30 250
tick: 1 2 3 4 5
run: 2
30 mails over 3
5 mails over 1
2 mails over 1
-- time
int(1)
late SmtpMail\CancelledException
int(0)
