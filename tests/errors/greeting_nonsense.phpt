--TEST--
Greeting: what is no SMTP greeting is a ProtocolException
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$greetings = [
	'SSH-2.0-OpenSSH_9.2\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n', '* OK IMAP4rev1 ready\r\n', '+OK POP3 ready\r\n',
	'22 mx\r\n', '2200 mx\r\n', '220mx\r\n', '199 mx\r\n', '999 mx\r\n', '000 mx\r\n', '-220 mx\r\n', '\r\n',
	'354 go\r\n', '250 ok\r\n', '220-a\r\n250 b\r\n',
];
foreach ($greetings as $greeting) {
	$server = smtp_server("RAW $greeting\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	echo $greeting, ' ';
	attempt($mail);
}
?>
--EXPECT--
SSH-2.0-OpenSSH_9.2\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
HTTP/1.1 400 Bad Request\r\n\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
* OK IMAP4rev1 ready\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
+OK POP3 ready\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
22 mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
2200 mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
220mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
199 mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
999 mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
000 mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
-220 mx\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
354 go\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
250 ok\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
220-a\r\n250 b\r\n SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
