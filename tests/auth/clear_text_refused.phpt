--TEST--
AUTH: a password is not sent in the clear to another host, unless that is asked for
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

$address = test_remote_address();
$server = smtp_server(<<<'SCRIPT'
--- refused
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
DRAIN
--- asked for
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: QUIT
S: 221 bye
SCRIPT, ['bind' => $address]);
$arguments = ['username' => 'user', 'password' => 'pass', 'tls' => SmtpMail\Tls::None];
$mail = new SmtpMail(...$server->client(arguments: $arguments));
attempt($mail);
unset($mail);
$mail = new SmtpMail(...$server->client(['allowInsecureAuth' => true], $arguments));
$mail->connect();
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
--- connection 1
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
DRAIN
--- connection 2
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: QUIT
S: 221 bye
