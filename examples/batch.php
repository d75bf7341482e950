<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A batch in a loop of stream_select(), beside whatever else the loop waits for.
 *   php examples/batch.php [DSN [COUNT]] */

$batch = SmtpMail::fromDsn($argv[1] ?? 'memory://')->batch(connections: 4);
for ($i = 1; $i <= (int) ($argv[2] ?? 3); $i++) {
	$batch->add(new SmtpMail\Message('me@example.com', "customer$i@example.org", "Mail $i", "text\n"), tag: $i);
}
$show = function (int $tag, SmtpMail\Result|SmtpMail\SmtpMailException $outcome): void {
	echo $tag, ': ', $outcome instanceof Throwable ? $outcome->getMessage() : $outcome->reply, "\n";
};
$stream = $batch->getStream();
do {
	[$read, $write, $except] = [[$stream], [], []];
	stream_select($read, $write, $except, 60);
} while ($batch->tick(0, $show) > 0);
