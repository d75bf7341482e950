--TEST--
Tls::Opportunistic: plain where STARTTLS is not offered, but no password then
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/smtp.inc';
if (test_remote_address() === null) {
	die('skip no address but loopback');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$plain = "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH PLAIN\n";
$address = test_remote_address();
$server = smtp_server("---\n{$plain}DRAIN\n---\n" . smtp_script(['extensions' => ['8BITMIME']]), ['bind' => $address]);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass', 'tls' => SmtpMail\Tls::Opportunistic]));
attempt($mail);
unset($mail);
$mail = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::Opportunistic]));
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
accepted: code 250, attempts 1, new connection
--- connection 1
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN
DRAIN
--- connection 2
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250 8BITMIME
C: MAIL FROM:<from@example.com>
S: 250 2.1.0 OK
C: RCPT TO:<to@example.com>
S: 250 2.1.5 OK
C: DATA
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: QUIT
S: 221 bye
