<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * php-curl, which takes a finished message: this one is put together by hand, an attachment in pieces. */

require __DIR__ . '/client.inc';

$make = function () use ($job): CurlHandle {
	$curl = curl_init();
	curl_setopt_array($curl, [
		CURLOPT_URL => ($job['tls'] ? 'smtps' : 'smtp') . "://{$job['host']}:{$job['port']}/client.example.com",
		CURLOPT_MAIL_FROM => '<from@example.com>', CURLOPT_MAIL_RCPT => ['<to@example.com>'],
		CURLOPT_UPLOAD => true, CURLOPT_RETURNTRANSFER => true,
	]);
	if ($job['tls']) {
		curl_setopt_array($curl, [CURLOPT_CAINFO => $job['ca'], CURLOPT_USERNAME => 'user', CURLOPT_PASSWORD => 'secret']);
	}
	return $curl;
};
/** What is sent, piece by piece. */
$pieces = function (int $i, string $file) use ($text): Generator {
	$id = bin2hex(random_bytes(12));
	$head = 'Date: ' . date('r') . "\r\nFrom: Sender <from@example.com>\r\nTo: Recipient <to@example.com>\r\n"
		. "Subject: Message $i\r\nMessage-ID: <$id@example.com>\r\nMIME-Version: 1.0\r\n";
	if ($file === '') {
		yield "{$head}Content-Type: text/plain; charset=utf-8\r\n\r\n$text";
		return;
	}
	yield "{$head}Content-Type: multipart/mixed; boundary=\"$id\"\r\n\r\n--$id\r\nContent-Type: text/plain\r\n\r\n$text\r\n"
		. "--$id\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
		. "Content-Disposition: attachment; filename=\"file\"\r\n\r\n";
	for ($from = fopen($file, 'rb'); ($data = fread($from, 57 * 1024)) !== '' && $data !== false;) {
		yield chunk_split(base64_encode($data));
	}
	yield "\r\n--$id--\r\n";
};
$kept = null;
measure($job, function (int $mails, string $file) use ($make, $pieces, $job, &$kept): void {
	for ($i = 0; $i < $mails; $i++) {
		$curl = $kept ?? $make();
		$kept = $job['keep'] ? $curl : null;
		$content = $pieces($i, $file);
		$buffer = '';
		curl_setopt($curl, CURLOPT_READFUNCTION, function ($curl, $unused, int $length) use ($content, &$buffer): string {
			while (strlen($buffer) < $length && $content->valid()) {
				$buffer .= $content->current();
				$content->next();
			}
			$out = substr($buffer, 0, $length);
			$buffer = substr($buffer, strlen($out));
			return $out;
		});
		curl_exec($curl) !== false or throw new Exception(curl_error($curl));
	}
});
