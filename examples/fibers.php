<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Sends to several servers at a time, each in a fiber of its own, by a scheduler of forty lines:
 *
 *   php examples/fibers.php you@example.com smtp://localhost smtps://user:code@host ...
 */

/** Fibers, and what each of them waits for. */
final class Scheduler
{
	/** @var list<array{Fiber, resource, bool, bool, float}> */
	private array $waiting = [];

	/** For SmtpMail::setWaiter(): suspends the fiber until the stream is ready (true) or the time is over (false). */
	public function wait($stream, bool $read, bool $write, float $timeout): bool
	{
		$this->waiting[] = [Fiber::getCurrent(), $stream, $read, $write, microtime(true) + $timeout];
		return Fiber::suspend();
	}

	/** Starts each of |tasks| in a fiber, and returns when the last one has ended. */
	public function run(callable ...$tasks): void
	{
		foreach ($tasks as $task) {
			(new Fiber($task))->start();
		}
		while ($this->waiting) {
			$waiting = $this->waiting;
			$reads = array_column(array_filter($waiting, fn ($one) => $one[2]), 1);
			$writes = array_column(array_filter($waiting, fn ($one) => $one[3]), 1);
			$none = null;
			$left = max(0, min(array_column($waiting, 4)) - microtime(true));
			stream_select($reads, $writes, $none, (int) $left, (int) (fmod($left, 1) * 1e6));
			foreach ($waiting as $i => [$fiber, $stream, , , $until]) {
				$ready = in_array($stream, $reads, true) || in_array($stream, $writes, true);
				if ($ready || $until <= microtime(true)) {
					unset($this->waiting[$i]);
					$fiber->resume($ready);
				}
			}
		}
	}
}

[, $to] = $argv + [1 => null];
$dsns = array_slice($argv, 2);
if (!$dsns) {
	fwrite(STDERR, "usage: php examples/fibers.php you@example.com smtp://host ...\n");
	exit(2);
}
$scheduler = new Scheduler();
$tasks = array_map(fn (string $dsn) => function () use ($scheduler, $dsn, $to) {
	$mail = SmtpMail::fromDsn($dsn)->setWaiter($scheduler->wait(...));
	try {
		$result = $mail->send(new SmtpMail\Message($to, $to, 'from a fiber', "text\n"));
		echo "{$result->getCode()} {$result->outcome->value}\n";
	} catch (SmtpMail\SmtpMailException $e) {
		echo get_class($e), ': ', $e->getMessage(), "\n";
	}
	$mail->close();
}, $dsns);
$scheduler->run(...$tasks);
