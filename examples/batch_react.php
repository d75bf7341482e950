<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A batch in ReactPHP's loop (composer require react/event-loop).
 *   php examples/batch_react.php [DSN [COUNT]] */

use React\EventLoop\Loop;

class_exists(Loop::class) || require 'vendor/autoload.php';

$batch = SmtpMail::fromDsn($argv[1] ?? 'memory://')->batch(connections: 4);
for ($i = 1; $i <= (int) ($argv[2] ?? 3); $i++) {
	$batch->add(new SmtpMail\Message('me@example.com', "customer$i@example.org", "Mail $i", "text\n"), tag: $i);
}
$show = function (int $tag, SmtpMail\Result|SmtpMail\SmtpMailException $outcome): void {
	echo $tag, ': ', $outcome instanceof Throwable ? $outcome->getMessage() : $outcome->reply, "\n";
};
// Other work goes on meanwhile.
$clock = Loop::addPeriodicTimer(1, function () use ($batch): void {
	echo count($batch), " to go\n";
});
// The stream is readable also when a time limit of the batch is over: it needs no timer.
Loop::addReadStream($batch->getStream(), function ($stream) use ($batch, $show, $clock): void {
	if ($batch->tick(0, $show) === 0) {
		Loop::removeReadStream($stream);
		Loop::cancelTimer($clock);
	}
});
Loop::run();
