<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * This extension. how: loop (send() for each mail) or all (sendAll()); options as JSON. */

use SmtpMail\{Message, Tls};

require __DIR__ . '/client.inc';

$options = ['localDomain' => 'client.example.com', ...json_decode($job['options'] ?? '{}', true)];
foreach ($options as $name => $value) {
	if ($value === 'Need::Require') {
		$options[$name] = SmtpMail\Need::Require;
	}
}
if ($job['tls']) {
	$options['caFile'] = $job['ca'];
}
$options += $job['keep'] ? [] : ['maxMessages' => 1];
$mail = $job['tls']
	? new SmtpMail($job['host'], $job['port'], Tls::Implicit, 'user', 'secret', $options)
	: new SmtpMail($job['host'], $job['port'], Tls::None, options: $options);

$make = function (int $i, string $file) use ($text): Message {
	$message = new Message('Sender <from@example.com>', 'Recipient <to@example.com>', "Message $i", $text);
	return $file === '' ? $message : $message->attachFromPath($file, contentType: 'application/octet-stream');
};
$send = function (int $mails, string $file) use ($mail, $make, $job): void {
	if (($job['how'] ?? 'loop') === 'loop') {
		for ($i = 0; $i < $mails; $i++) {
			$mail->send($make($i, $file));
		}
		return;
	}
	$messages = (function () use ($mails, $make, $file) {
		for ($i = 0; $i < $mails; $i++) {
			yield $i => $make($i, $file);
		}
	})();
	foreach ($mail->sendAll($messages, $job['connections']) as $result) {
		$result instanceof SmtpMail\Result or throw $result;
	}
};
measure($job, $send);
