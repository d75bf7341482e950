--TEST--
Without PIPELINING every command waits for the reply to the one before
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['rcpt' => ['250 ok', '250 ok'], 'extensions' => ['8BITMIME']]), ['flights' => true]);
$mail = new SmtpMail(...$server->client());
attempt($mail, test_message()->cc('cc@example.com'));
unset($mail);
echo $server->transcript();
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
  to@example.com: accepted, 250 ok
  cc@example.com: accepted, 250 ok
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250 8BITMIME
C: MAIL FROM:<from@example.com>
S: 250 2.1.0 OK
C: RCPT TO:<to@example.com>
S: 250 ok
C: RCPT TO:<cc@example.com>
S: 250 ok
C: DATA
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: QUIT
S: 221 bye
