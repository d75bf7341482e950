--TEST--
Reuse: a connection the server has closed meanwhile is replaced, without a failed attempt
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "CLOSE\n---\n" . smtp_script());
$mail = new SmtpMail(...$server->client());
attempt($mail);
// The server closes right after its last reply: wait until that can be seen.
for ($i = 0; $mail->isConnected() && $i < 500; $i++) {
	time_nanosleep(0, 10_000_000);
}
$result = attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECTF--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
--- connection 1
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 73400320
S: 250-8BITMIME
S: 250-PIPELINING
S: 250 ENHANCEDSTATUSCODES
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
CLOSE
--- connection 2
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 73400320
S: 250-8BITMIME
S: 250-PIPELINING
S: 250 ENHANCEDSTATUSCODES
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: QUIT
S: 221 bye
