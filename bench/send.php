<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Sends mails of 1 KB over one connection: send.php PORT MAILS fresh|reused (the Message object). */

[, $port, $mails, $how] = $argv;
$mail = new SmtpMail('127.0.0.1', (int) $port, SmtpMail\Tls::None, options: ['localDomain' => 'bench.example.com']);
$text = str_repeat(str_repeat('x', 62) . "\r\n", 12);   // 768 octets: about 1 KB with the header
$message = new SmtpMail\Message('a@example.com', 'b@example.com', 'bench', $text);
for ($i = 0; $i < $mails; $i++) {
	if ($how === 'fresh') {
		$message = new SmtpMail\Message('a@example.com', 'b@example.com', 'bench', $text);
	}
	$result = $mail->send($message);
	if ($result->getCode() !== 250 || $i > 0 && !$result->reusedConnection) {
		fwrite(STDERR, "mail $i was not accepted on the one connection\n");
		exit(1);
	}
}
