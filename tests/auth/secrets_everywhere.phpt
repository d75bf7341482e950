--TEST--
AUTH: no mechanism lets a password, a token or a proof out, whatever is logged, dumped or echoed, byte by byte
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$secret = 'xyzzy-plugh';
$token = fn (bool $renew): string => 'tok-' . ($renew ? 'fresh' : 'stale') . '-plugh';
$fails = "S: 535 5.7.8 no";
$cases = [
	'PLAIN' => "C: AUTH PLAIN *\n$fails",
	'LOGIN' => "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 334 UGFzc3dvcmQ6\nC: *\n$fails",
	'CRAM-MD5' => "C: AUTH CRAM-MD5\nS: 334 PDFAbXg+\nC: *\n$fails",
	'SCRAM-SHA-256' => 'SCRAM SHA-256 password=other',
	'SCRAM-SHA-1' => 'SCRAM SHA-1 fault=badsig password=xyzzy-plugh',
	'XOAUTH2' => "C: AUTH XOAUTH2 *\nS: 334 dG9rLXN0YWxlLXBsdWdo\nC: \n$fails\nC: AUTH XOAUTH2 *\nS: 334 dG9rLWZyZXNoLXBsdWdo\nC: \n$fails",
	'OAUTHBEARER' => "C: AUTH OAUTHBEARER *\nS: 535 tok-stale-plugh?\nC: AUTH OAUTHBEARER *\nS: 535 tok-fresh-plugh?",
	'EXTERNAL' => "C: AUTH EXTERNAL *\n$fails",
];
foreach ($cases as $name => $dialogue) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH $name\n$dialogue\nDRAIN", ['mode' => 'byte']);
	$mechanism = SmtpMail\AuthMechanism::from($name);
	$mail = new SmtpMail(...$server->client(['authMechanisms' => [$mechanism]],
		['username' => 'user', 'password' => str_contains($name, 'OAUTH') || str_contains($name, 'XOAUTH') ? $token : $secret]));
	$seen = '';
	$mail->setLogger(function (string $direction, string $line) use (&$seen) {
		$seen .= "$direction $line\n";
	});
	try {
		$mail->send(test_message());
		echo "$name: SENT\n";
	} catch (SmtpMail\AuthenticationException $e) {
		ob_start();
		var_dump($e, $mail);
		print_r($e);
		var_export($e->getTrace());
		$seen .= ob_get_clean() . $e . $e->getTranscript() . $mail->getTranscript() . print_r((array) $mail, true);
	}
	unset($mail);
	// What really went over the wire, in base64, and the secrets themselves.
	preg_match_all('/^C: (?:AUTH \S+ )?(\S{8,})$/m', $server->transcript(), $sent);
	$forms = array_diff([$secret, base64_encode($secret), 'plugh', base64_encode('tok-stale-plugh'), 'p=', ...$sent[1]], ['c=...,r=...,p=...', base64_encode('user')]);
	$out = array_filter($forms, fn (string $form) => str_contains($seen, $form));
	echo "$name: ", $e->mechanism === $mechanism ? '' : 'another mechanism, ', count($sent[1]), ' responses, ', $out === [] ? 'none seen' : json_encode($out), "\n";
	echo preg_replace('/^(?!.*(AUTH|334|> \[|\* )).*\n|^\* connected.*\n/m', '', $e->getTranscript());
}
?>
--EXPECT--
PLAIN: 1 responses, none seen
< 250 AUTH PLAIN
> AUTH PLAIN [secret]
* the server refused the login by PLAIN: 535 no (user name or password wrong; many providers want an app password here)
LOGIN: 2 responses, none seen
< 250 AUTH LOGIN
> AUTH LOGIN
< 334 [secret]
> [secret]
< 334 [secret]
> [secret]
* the server refused the login by LOGIN: 535 no (user name or password wrong; many providers want an app password here)
CRAM-MD5: 1 responses, none seen
< 250 AUTH CRAM-MD5
> AUTH CRAM-MD5
< 334 [secret]
> [secret]
* the server refused the login by CRAM-MD5: 535 no (user name or password wrong; many providers want an app password here)
SCRAM-SHA-256: 2 responses, none seen
< 250 AUTH SCRAM-SHA-256
> AUTH SCRAM-SHA-256 [secret]
< 334 [secret]
> [secret]
* the server refused the login by SCRAM-SHA-256: 535 Authentication credentials invalid (user name or password wrong; many providers want an app password here)
SCRAM-SHA-1: 2 responses, none seen
< 250 AUTH SCRAM-SHA-1
> AUTH SCRAM-SHA-1 [secret]
< 334 [secret]
> [secret]
< 334 [secret]
* the server's challenge makes no sense for SCRAM-SHA-1: it does not prove that it knows the password: it may not be the server that it seems to be
XOAUTH2: 2 responses, none seen
< 250 AUTH XOAUTH2
> AUTH XOAUTH2 [secret]
< 334 [secret]
> AUTH XOAUTH2 [secret]
< 334 [secret]
* the server refused the login by XOAUTH2: 535 no (the token was refused, and so was a renewed one); it had said: ***************
OAUTHBEARER: 2 responses, none seen
< 250 AUTH OAUTHBEARER
> AUTH OAUTHBEARER [secret]
> AUTH OAUTHBEARER [secret]
* the server refused the login by OAUTHBEARER: 535 ***************? (the token was refused, and so was a renewed one)
EXTERNAL: 0 responses, none seen
< 250 AUTH EXTERNAL
> AUTH EXTERNAL [secret]
* the server refused the login by EXTERNAL: 535 no
