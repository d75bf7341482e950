--TEST--
close(): a server that ignores QUIT does not hold it up
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['STALL', 'S: 500 what?', 'CLOSE', 'RST'] as $end) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: QUIT\n$end");
	$mail = new SmtpMail(...$server->client());
	$mail->connect();
	$start = time();
	$mail->close();
	var_dump($mail->isConnected(), time() - $start <= 3);
}
?>
--EXPECT--
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
