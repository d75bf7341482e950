<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * bin/soak's sender: php soak.php PORT MAILS. Each round of a hundred mails has a client of its own;
 * the mails have all that a mail can have, and some rounds end badly: refused, cancelled, unreachable. */

use SmtpMail\{Attachment, DkimSigner, Message};

[, $port, $mails] = $argv;

/* Descriptors, and memory in KiB. */
function look(): array
{
	preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $rss);
	return ['fds' => count(scandir('/proc/self/fd')), 'rss' => (int) $rss[1], 'php' => memory_get_usage() >> 10];
}

function key_of_rsa(): string
{
	$key = openssl_pkey_new(['private_key_bits' => 2048]);
	openssl_pkey_export($key, $pem);
	return $pem;
}

$signer = new DkimSigner('example.com', 'soak', key_of_rsa());
$sent = 0;
$failures = 0;
$first = null;
$started = time();
for ($round = 0; $sent < $mails; $round++) {
	$mail = new SmtpMail('127.0.0.1', (int) $port, options: ['maxMessages' => 40, 'dkim' => $round % 10 === 0 ? $signer : []]);
	$mail->setLogger($round % 3 === 0 ? fn () => null : null);
	$message = new Message("J\u{f6}rg <from@example.com>", ['a@example.com', 'b@example.com'], "Gr\u{fc}\u{df}e $round", "text\n", '<p>html');
	if ($round % 2 === 0) {
		$message->attach(Attachment::fromString(random_bytes(20000), 'a.bin'), Attachment::fromPath(__FILE__));
	}
	for ($i = 0; $i < 100 && $sent < $mails; $i++, $sent++) {
		$mail->send($i % 5 === 0 ? clone $message : $message);
	}
	foreach ([['options' => ['progress' => fn () => false]], ['port' => 1]] as $arguments) {
		try {
			(new SmtpMail(...$arguments + ['host' => '127.0.0.1', 'port' => (int) $port]))->send($message);
		} catch (SmtpMail\SmtpMailException) {
			$failures++;
		}
	}
	if ($round % max(1, intdiv((int) $mails, 1000)) === 0) {
		$now = look();
		$first ??= $round * 100 >= $mails / 10 ? $now : null;
		printf("%8d mails, %d descriptors, %d KiB resident, %d KiB of PHP\n", $sent, ...array_values($now));
	}
}
$last = look();
printf("%d mails and %d failures in %d s: %s\n", $sent, $failures, time() - $started, json_encode(smtpmail_stats()));
printf("from a tenth on: %+d descriptors, %+d KiB resident, %+d KiB of PHP\n", $last['fds'] - $first['fds'], $last['rss'] - $first['rss'], $last['php'] - $first['php']);
if ($last['fds'] !== $first['fds'] || $last['rss'] - $first['rss'] > 1024 || $last['php'] - $first['php'] > 64) {
	echo "SOMETHING GROWS\n";
	exit(1);
}
echo "nothing grows\n";
