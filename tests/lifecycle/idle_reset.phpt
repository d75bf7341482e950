--TEST--
Reuse: a connection that was reset while idle, or announced its end, is replaced without a failed attempt
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['RST', 'CLOSE', "S: 421 4.3.2 shutting down\nCLOSE", "S: 421 4.4.2 idle for too long\nDRAIN"] as $end) {
	$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "$end\n---\n" . smtp_script());
	$mail = new SmtpMail(...$server->client());
	attempt($mail);
	for ($i = 0; $mail->isConnected() && $i < 500; $i++) {
		time_nanosleep(0, 10_000_000);
	}
	attempt($mail);
	unset($mail);
	echo $server->connections(), ' connections, ', count($server->messages()), " messages\n";
}
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections, 2 messages
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections, 2 messages
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections, 2 messages
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections, 2 messages
