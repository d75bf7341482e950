<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Symfony Mailer. It makes a new connection after a hundred mails by itself; that is left as it is. */

use Symfony\Component\Mailer\{Mailer, Transport\Smtp\EsmtpTransport};
use Symfony\Component\Mime\Email;

require __DIR__ . '/client.inc';
require $job['vendor'] . '/autoload.php';

$make = function () use ($job): EsmtpTransport {
	$transport = new EsmtpTransport($job['host'], $job['port'], (bool) $job['tls']);
	$transport->setLocalDomain('client.example.com');
	if ($job['tls']) {
		$transport->setUsername('user')->setPassword('secret');
		$transport->getStream()->setStreamOptions(['ssl' => ['cafile' => $job['ca']]]);
	}
	return $transport;
};
$kept = null;
measure($job, function (int $mails, string $file) use ($make, $job, $text, &$kept): void {
	for ($i = 0; $i < $mails; $i++) {
		$kept ??= $make();
		$email = (new Email())->from('Sender <from@example.com>')->to('Recipient <to@example.com>')
			->subject("Message $i")->text($text);
		if ($file !== '') {
			$email->attachFromPath($file);
		}
		(new Mailer($kept))->send($email);
		if (!$job['keep']) {
			$kept->stop();
			$kept = null;
		}
	}
});
