--TEST--
Greeting: several lines, no text and strange characters are taken
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$greetings = ['220-one\r\n220-two\r\n220 three\r\n', '220\r\n', '220 \xe9\xff\x1b[31m\0end\r\n'];
foreach ($greetings as $greeting) {
	$server = smtp_server("RAW $greeting\nC: EHLO client.test\nS: 250 mx.test\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	$mail->connect();
	$text = $mail->getServerInfo()->greeting;
	var_dump(preg_match('//u', $text), preg_match('/[\x00-\x09\x0b-\x1f\x7f]/', $text));
	echo count(explode("\n", $text)), "\n";
}
?>
--EXPECT--
int(1)
int(0)
3
int(1)
int(0)
1
int(1)
int(0)
1
