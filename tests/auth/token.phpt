--TEST--
AUTH: a closure gives the token, at AUTH and once again after a refusal; OAUTHBEARER before XOAUTH2
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function token(string $offer, string $dialogue, array $options = [], string $mode = 'whole'): void
{
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH $offer\n$dialogue\nDRAIN", ['mode' => $mode]);
	$asked = [];
	$mail = new SmtpMail(...$server->client($options, ['username' => 'user', 'password' => function (bool $renew) use (&$asked): string {
		$asked[] = $renew;
		return $renew ? 'fresh' : 'stale';
	}]));
	try {
		$mail->connect();
		echo 'logged in';
	} catch (SmtpMail\AuthenticationException $e) {
		echo $e->mechanism?->value ?? 'no mechanism', ': ', $e->getCode(), ' ', $e->getMessage();
	}
	unset($mail);
	echo '; asked ', json_encode($asked), "\n";
	$lines = preg_replace('/^(DRAIN|.: (220|250|EHLO).*)\n/m', '', $server->transcript());
	echo str_replace((string) $server->port, 'PORT', preg_replace_callback('/^(C: (?:AUTH \S+ )?)(\S{8,})$/m',
		fn ($m) => $m[1] . addcslashes(preg_replace('/port=\d+/', 'port=PORT', base64_decode($m[2])), "\0..\37"), $lines));
}

token('PLAIN XOAUTH2 OAUTHBEARER', "C: AUTH OAUTHBEARER *\nS: 235 ok");
token('XOAUTH2', "C: AUTH XOAUTH2 *\nS: 235 ok", ['authzid' => 'shared@example.com']);
echo "-- the challenge tells of an expired token\n";
$json = base64_encode('{"status":"401","schemes":"bearer"}');
token('XOAUTH2', "C: AUTH XOAUTH2 *\nS: 334 $json\nC: \nS: 535 5.7.8 expired\nC: AUTH XOAUTH2 *\nS: 235 ok");
token('OAUTHBEARER', "C: AUTH OAUTHBEARER *\nS: 334 $json\nC: AQ==\nS: 535 5.7.8 expired\nC: AUTH OAUTHBEARER *\nS: 235 ok", [], 'byte');
echo "-- refused again\n";
token('XOAUTH2 PLAIN', "C: AUTH XOAUTH2 *\nS: 334 $json\nC: \nS: 535 5.7.8 no\nC: AUTH XOAUTH2 *\nS: 334 $json\nC: \nS: 535 5.7.8 no");
token('XOAUTH2', "C: AUTH XOAUTH2 *\nS: 535 5.7.8 no\nC: AUTH XOAUTH2 *\nS: 334 bm90IEpTT04=\nC: \nS: 535 5.7.8 no");
echo "-- a challenge that is no base64\n";
token('XOAUTH2', "C: AUTH XOAUTH2 *\nS: 334 {}\nC: \\*\nS: 501 no");
echo "-- not the token's fault\n";
token('XOAUTH2', "C: AUTH XOAUTH2 *\nS: 454 4.7.0 later");
echo "-- closed after the refusal\n";
$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH XOAUTH2\nC: AUTH XOAUTH2 *\nS: 535 no\nCLOSE");
$mail = new SmtpMail(...$server->client([], ['username' => 'user', 'password' => fn (bool $renew) => 'token']));
failure(fn () => $mail->connect());
echo "-- without a mechanism for tokens\n";
token('PLAIN LOGIN SCRAM-SHA-256', '');
?>
--EXPECT--
logged in; asked [false]
C: AUTH OAUTHBEARER n,a=user,\001host=127.0.0.1\001port=PORT\001auth=Bearer stale\001\001
S: 235 ok
logged in; asked [false]
C: AUTH XOAUTH2 user=shared@example.com\001auth=Bearer stale\001\001
S: 235 ok
-- the challenge tells of an expired token
logged in; asked [false,true]
C: AUTH XOAUTH2 user=user\001auth=Bearer stale\001\001
S: 334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=
C: 
S: 535 5.7.8 expired
C: AUTH XOAUTH2 user=user\001auth=Bearer fresh\001\001
S: 235 ok
logged in; asked [false,true]
C: AUTH OAUTHBEARER n,a=user,\001host=127.0.0.1\001port=PORT\001auth=Bearer stale\001\001
S: 334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=
C: AQ==
S: 535 5.7.8 expired
C: AUTH OAUTHBEARER n,a=user,\001host=127.0.0.1\001port=PORT\001auth=Bearer fresh\001\001
S: 235 ok
-- refused again
XOAUTH2: 535 the server refused the login by XOAUTH2: 535 no (the token was refused, and so was a renewed one); it had said: {"status":"401","schemes":"bearer"}; asked [false,true]
C: AUTH XOAUTH2 user=user\001auth=Bearer stale\001\001
S: 334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=
C: 
S: 535 5.7.8 no
C: AUTH XOAUTH2 user=user\001auth=Bearer fresh\001\001
S: 334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=
C: 
S: 535 5.7.8 no
XOAUTH2: 535 the server refused the login by XOAUTH2: 535 no (the token was refused, and so was a renewed one); it had said: not JSON; asked [false,true]
C: AUTH XOAUTH2 user=user\001auth=Bearer stale\001\001
S: 535 5.7.8 no
C: AUTH XOAUTH2 user=user\001auth=Bearer fresh\001\001
S: 334 bm90IEpTT04=
C: 
S: 535 5.7.8 no
-- a challenge that is no base64
XOAUTH2: 0 the server's challenge makes no sense for XOAUTH2: it is no base64; asked [false]
C: AUTH XOAUTH2 user=user\001auth=Bearer stale\001\001
S: 334 {}
C: *
S: 501 no
-- not the token's fault
XOAUTH2: 454 the server refused the login by XOAUTH2: 454 later; asked [false]
C: AUTH XOAUTH2 user=user\001auth=Bearer stale\001\001
S: 454 4.7.0 later
-- closed after the refusal
SmtpMail\ConnectionException: code 0, stage auth, not_sent, transient
-- without a mechanism for tokens
no mechanism: 0 the server offers no authentication mechanism that can be used here (it offers: PLAIN LOGIN SCRAM-SHA-256); asked []
