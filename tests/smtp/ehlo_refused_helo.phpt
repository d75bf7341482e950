--TEST--
EHLO refused with 5yz: HELO, and then no extension is used
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['500 what?', '502 not here'] as $reply) {
	$server = smtp_server(<<<SCRIPT
		S: 220 mx.test
		C: EHLO client.test
		S: $reply
		C: HELO client.test
		S: 250 mx.test
		C: MAIL FROM:<from@example.com>
		S: 250 ok
		C: RCPT TO:<to@example.com>
		S: 250 ok
		C: DATA
		S: 354 go
		DATA
		S: 250 ok
		C: QUIT
		S: 221 bye
		SCRIPT);
	$mail = new SmtpMail(...$server->client());
	attempt($mail);
	unset($mail);
	echo $server->transcript();
}
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
S: 220 mx.test
C: EHLO client.test
S: 500 what?
C: HELO client.test
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
C: (message)
S: 250 ok
C: QUIT
S: 221 bye
accepted: code 250, attempts 1, new connection
S: 220 mx.test
C: EHLO client.test
S: 502 not here
C: HELO client.test
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
C: (message)
S: 250 ok
C: QUIT
S: 221 bye
