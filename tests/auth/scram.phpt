--TEST--
AUTH: SCRAM-SHA-256 and -SHA-1, strongest first, names and passwords beyond ASCII
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function scram(string $offer, string $verb, array $arguments = [], array $options = [], array $server = []): void
{
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH $offer\nSCRAM $verb\nDRAIN", $server);
	$mail = new SmtpMail(...$server->client($options, $arguments + ['username' => 'user', 'password' => 'pencil']));
	try {
		$mail->connect();
		echo "$offer: logged in\n";
	} catch (SmtpMail\AuthenticationException $e) {
		echo $e->mechanism->value, ': ', $e->getMessage(), "\n";
	}
	unset($mail);
	preg_match_all('/^(?:C: AUTH|!!).*/m', $server->transcript(), $lines);
	echo implode("\n", $lines[0]), "\n";
}

scram('LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256', 'SHA-256');
scram('LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1', 'SHA-1');
scram('PLAIN SCRAM-SHA-1 SCRAM-SHA-256', 'SHA-1', [], ['authMechanisms' => [SmtpMail\AuthMechanism::ScramSha1]]);
scram('SCRAM-SHA-256', 'SHA-256', [], [], ['mode' => 'byte']);
scram('SCRAM-SHA-256', 'SHA-256 fault=in235');
scram('SCRAM-SHA-256', 'SHA-256', ['username' => 'a,b=c'], ['authzid' => 'b=o,ss']);
scram('SCRAM-SHA-256', 'SHA-256 user=a%2Cb%3Dc', ['username' => 'a,b=c']);
scram('SCRAM-SHA-256 PLAIN', 'SHA-256', ['password' => 'wrong']);
// Not offered with -PLUS although we could bind.
scram('SCRAM-SHA-256', 'SHA-256', ['tls' => SmtpMail\Tls::Implicit], [], ['implicit' => true]);
?>
--EXPECT--
LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256: logged in
C: AUTH SCRAM-SHA-256 n,,n=user,r=...
LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1: logged in
C: AUTH SCRAM-SHA-1 n,,n=user,r=...
PLAIN SCRAM-SHA-1 SCRAM-SHA-256: logged in
C: AUTH SCRAM-SHA-1 n,,n=user,r=...
SCRAM-SHA-256: logged in
C: AUTH SCRAM-SHA-256 n,,n=user,r=...
SCRAM-SHA-256: logged in
C: AUTH SCRAM-SHA-256 n,,n=user,r=...
SCRAM-SHA-256: the server refused the login by SCRAM-SHA-256: 535 who? (user name or password wrong; many providers want an app password here)
C: AUTH SCRAM-SHA-256 n,a=b=3Do=2Css,n=a=2Cb=3Dc,r=...
SCRAM-SHA-256: logged in
C: AUTH SCRAM-SHA-256 n,,n=a=2Cb=3Dc,r=...
SCRAM-SHA-256: the server refused the login by SCRAM-SHA-256: 535 Authentication credentials invalid (user name or password wrong; many providers want an app password here)
C: AUTH SCRAM-SHA-256 n,,n=user,r=...
SCRAM-SHA-256: logged in
C: AUTH SCRAM-SHA-256 y,,n=user,r=...
