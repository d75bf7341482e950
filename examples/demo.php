<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Sends one mail and shows what happened: see bin/demo. */

require __DIR__ . '/../tests/inc/smtp_server.inc';

$subject = '这是邮件标题';
$text = '这是邮件内容';
$dsn = getenv('SMTPMAIL_DSN');

if ($dsn !== false) {
	if (!isset($argv[1])) {
		fwrite(STDERR, "usage: SMTPMAIL_DSN=smtps://user:code@host:465 bin/demo you@example.com\n");
		exit(2);
	}
	// From is the account's own address, as most services demand.
	$from = rawurldecode((string) parse_url($dsn, PHP_URL_USER));
	exit(show(SmtpMail::fromDsn($dsn), new SmtpMail\Message($from, $argv[1], $subject, $text)));
}

/* 1. One function, one mail. */
$authCode = 'the auth code';
$server = demo_server();
$code = smtpmail_send(
	to: '291445576@example.com',
	subject: $subject,
	text: $text,
	from: 'crazymus@example.com',
	options: [
		'host' => 'smtp.qq.com',
		'port' => $server->port,                        // 465, were it the real one
		'tls' => SmtpMail\Tls::Implicit,                // what 465 would mean by itself
		'username' => 'crazymus@example.com',
		'password' => $authCode,
		'resolve' => ['smtp.qq.com' => '127.0.0.1'],    // this machine plays smtp.qq.com ...
		'caFile' => test_cert('ca'),                    // ... with a certificate of its own
	],
);
echo "smtpmail_send() returned $code: ", smtpmail_reply_text($code), "\n\n";
if (!str_contains($server->transcript(), 'C: (message)')) {
	echo $server->transcript();
	exit(1);
}

/* 2. The class, which can tell more. */
$server = demo_server();
$mail = new SmtpMail('localhost', $server->port, SmtpMail\Tls::Implicit, 'crazymus@example.com', $authCode,
	['caFile' => test_cert('ca')]);
$status = show($mail, new SmtpMail\Message('crazymus@example.com', '291445576@example.com', $subject, $text));
unset($mail);
echo "What the server got:\n";
foreach ($server->messages() as $message) {
	[$head, $body] = explode("\r\n\r\n", $message, 2);
	foreach (iconv_mime_decode_headers($head, 0, 'UTF-8') as $name => $value) {
		echo "  $name: $value\n";
	}
	$coded = stripos($head, 'Content-Transfer-Encoding: base64') !== false;
	echo "\n  ", rtrim($coded ? base64_decode($body) : quoted_printable_decode($body)), "\n";
}
exit($status);

function demo_server(): SmtpServer
{
	$script = smtp_script(['auth' => 'LOGIN', 'extensions' => ['PIPELINING', 'SIZE 73400320', '8BITMIME']]);
	return smtp_server(str_replace('C: EHLO client.test', 'C: EHLO *', $script), ['implicit' => true]);
}

function show(SmtpMail $mail, SmtpMail\Message $message): int
{
	try {
		$result = $mail->send($message);
		$status = 0;
		echo "SmtpMail::send(): {$result->outcome->value}, {$result->reply}";
		echo $result->queueId === null ? "\n" : " (queued as {$result->queueId})\n";
	} catch (SmtpMail\SmtpMailException $e) {
		$status = 1;
		echo get_class($e), ': ', $e->getMessage(), "\n";
	}
	echo "The dialogue, secrets left out:\n", preg_replace('/^/m', '  ', rtrim($mail->getTranscript())), "\n\n";
	return $status;
}
