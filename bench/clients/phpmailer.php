<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * PHPMailer; nodelay=1 sets what it does not set itself. */

use PHPMailer\PHPMailer\PHPMailer;

require __DIR__ . '/client.inc';
require $job['vendor'] . '/autoload.php';

$make = function () use ($job, $text): PHPMailer {
	$mail = new PHPMailer(true);
	$mail->isSMTP();
	[$mail->Host, $mail->Port, $mail->Hostname] = [$job['host'], $job['port'], 'client.example.com'];
	[$mail->SMTPKeepAlive, $mail->SMTPAutoTLS, $mail->Body] = [(bool) $job['keep'], false, $text];
	$mail->setFrom('from@example.com', 'Sender');
	$mail->addAddress('to@example.com', 'Recipient');
	if ($job['tls']) {
		$mail->SMTPSecure = PHPMailer::ENCRYPTION_SMTPS;
		[$mail->SMTPAuth, $mail->Username, $mail->Password] = [true, 'user', 'secret'];
		$mail->SMTPOptions['ssl'] = ['cafile' => $job['ca']];
	}
	if (isset($job['nodelay'])) {
		$mail->SMTPOptions['socket'] = ['tcp_nodelay' => true];
	}
	return $mail;
};
$kept = null;
measure($job, function (int $mails, string $file) use ($make, $job, &$kept): void {
	for ($i = 0; $i < $mails; $i++) {
		$mail = $kept ?? $make();
		$kept = $job['keep'] ? $mail : null;
		$mail->Subject = "Message $i";
		if ($file !== '') {
			$mail->clearAttachments();
			$mail->addAttachment($file);
		}
		$mail->send();
	}
});
