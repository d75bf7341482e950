--TEST--
AUTH: EXTERNAL by a client certificate, only where it is asked for by name
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

use SmtpMail\{AuthMechanism, Tls};

function external(string $dialogue, array $options, array $arguments = []): void
{
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH EXTERNAL PLAIN\n$dialogue\nDRAIN",
		['implicit' => true, 'ssl' => ['verify_peer' => true, 'cafile' => test_cert('ca'), 'verify_peer_name' => false]]);
	$mail = new SmtpMail(...$server->client($options + ['localCert' => test_cert('localhost')], $arguments + ['tls' => Tls::Implicit]));
	failure(fn () => $mail->connect());
	unset($mail);
	echo preg_replace('/^(TLS|DRAIN|.: (220|250|EHLO).*)\n/m', '', $server->transcript());
}

external("C: AUTH EXTERNAL =\nS: 235 ok", ['authMechanisms' => [AuthMechanism::External]]);
external("C: AUTH EXTERNAL *\nS: 235 ok", ['authMechanisms' => [AuthMechanism::External], 'authzid' => 'boss@example.com']);
external("C: AUTH EXTERNAL =\nS: 334 \nC: \\*\nS: 501 no", ['authMechanisms' => [AuthMechanism::External]]);
external("C: AUTH EXTERNAL =\nS: 535 who?", ['authMechanisms' => [AuthMechanism::External]]);
external("C: AUTH PLAIN *\nS: 235 ok", [], ['username' => 'user', 'password' => 'pass']);
// Without anything to log in with there is no AUTH.
external('', []);
?>
--EXPECT--
no exception
C: AUTH EXTERNAL =
S: 235 ok
no exception
C: AUTH EXTERNAL Ym9zc0BleGFtcGxlLmNvbQ==
S: 235 ok
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
C: AUTH EXTERNAL =
S: 334 
C: *
S: 501 no
SmtpMail\AuthenticationException: code 535, stage auth, not_sent, permanent
C: AUTH EXTERNAL =
S: 535 who?
no exception
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
no exception
