--TEST--
AUTH: SCRAM-SHA-256-PLUS falls back to a binding that the server knows, and a stripped offer is found out
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function plus(string $offer, string $dialogue, SmtpMail\Tls $tls = SmtpMail\Tls::Implicit): void
{
	$implicit = $tls === SmtpMail\Tls::Implicit;
	$before = $implicit ? '' : "C: EHLO client.test\nS: 250-mx.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
	$server = smtp_server("S: 220 mx.test\n{$before}C: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH $offer\n$dialogue\nDRAIN",
		['implicit' => $implicit]);
	$mail = new SmtpMail(...$server->client([], ['username' => 'user', 'password' => 'pencil', 'tls' => $tls]));
	try {
		$mail->connect();
		echo "logged in\n";
	} catch (SmtpMail\AuthenticationException $e) {
		echo $e->mechanism->value, ': ', $e->getMessage(), "\n";
	}
	unset($mail);
	echo preg_replace(['/^(TLS|DRAIN|.: (220|250|EHLO).*)\n/m', '/PLUS [\w+\/=]{40,}/'], ['', 'PLUS ...'], $server->transcript());
}

echo "-- the server knows tls-server-end-point alone\n";
plus('PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS', "SCRAM SHA-256-PLUS\nSCRAM SHA-256-PLUS");
echo "-- behind STARTTLS\n";
plus('PLAIN SCRAM-SHA-1 SCRAM-SHA-1-PLUS', "SCRAM SHA-1-PLUS\nSCRAM SHA-1-PLUS", SmtpMail\Tls::StartTls);
echo "-- the password is wrong\n";
plus('PLAIN SCRAM-SHA-256-PLUS', "SCRAM SHA-256-PLUS\nSCRAM SHA-256-PLUS password=other");
echo "-- somebody has taken -PLUS out of the offer\n";
plus('PLAIN SCRAM-SHA-256', 'SCRAM SHA-256 offered=1');
echo "-- 504 to -PLUS, by a server that has it\n";
plus('PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS', "C: AUTH SCRAM-SHA-256-PLUS *\nS: 504 no\nSCRAM SHA-256 offered=1");
?>
--EXPECT--
-- the server knows tls-server-end-point alone
logged in
C: AUTH SCRAM-SHA-256-PLUS p=tls-exporter,,n=user,r=...
S: 334
C: *
S: 501
C: AUTH SCRAM-SHA-256-PLUS p=tls-server-end-point,,n=user,r=...
S: 334
C: c=...,r=...,p=...
S: 334
C: 
S: 235
-- behind STARTTLS
logged in
C: STARTTLS
C: AUTH SCRAM-SHA-1-PLUS p=tls-exporter,,n=user,r=...
S: 334
C: *
S: 501
C: AUTH SCRAM-SHA-1-PLUS p=tls-server-end-point,,n=user,r=...
S: 334
C: c=...,r=...,p=...
S: 334
C: 
S: 235
-- the password is wrong
SCRAM-SHA-256-PLUS: the server refused the login by SCRAM-SHA-256-PLUS: 535 Authentication credentials invalid (user name or password wrong; many providers want an app password here)
C: AUTH SCRAM-SHA-256-PLUS p=tls-exporter,,n=user,r=...
S: 334
C: *
S: 501
C: AUTH SCRAM-SHA-256-PLUS p=tls-server-end-point,,n=user,r=...
S: 334
C: c=...,r=...,p=...
S: 535
-- somebody has taken -PLUS out of the offer
SCRAM-SHA-256: the server refused the login by SCRAM-SHA-256: e=server-does-support-channel-binding
C: AUTH SCRAM-SHA-256 y,,n=user,r=...
S: 334
C: *
S: 501
-- 504 to -PLUS, by a server that has it
SCRAM-SHA-256: the server refused the login by SCRAM-SHA-256: e=server-does-support-channel-binding
C: AUTH SCRAM-SHA-256-PLUS ...
S: 504 no
C: AUTH SCRAM-SHA-256 y,,n=user,r=...
S: 334
C: *
S: 501
