--TEST--
AUTH: SCRAM with names and passwords beyond ASCII, which SASLprep brings into one form
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
ob_start();
phpinfo(INFO_MODULES);
if (!preg_match('/^SASLprep => \d/m', ob_get_clean())) {
	die('skip built without libidn');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

/* What the server knows, URL-encoded, and what the client is given. */
$cases = [
	['jos%C3%A9', "p%C3%A4ss", 'josé', 'päss'],
	['jos%C3%A9', "p%C3%A4ss", "jose\u{301}", "pa\u{308}ss"],
	['IX', 'a%20b', "I\u{AD}X", "a\u{A0}b"],
	['user', 'IX', 'user', "\u{2168}"],
	['user', 'pencil', 'user', "pen\u{E000}cil"],
	['user', 'pencil', 'user', "\u{627}1"],
	['user', 'pencil', 'user', "\xff\xfe"],
	['user', 'pencil', "u\xe9", 'pencil'],
];
foreach ($cases as [$user, $password, $givenUser, $givenPassword]) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH PLAIN SCRAM-SHA-256\nSCRAM SHA-256 user=$user password=$password\nDRAIN");
	$mail = new SmtpMail(...$server->client([], ['username' => $givenUser, 'password' => $givenPassword]));
	try {
		$mail->connect();
		echo "logged in\n";
	} catch (SmtpMail\AuthenticationException $e) {
		echo $e->outcome->value, ' ', $e->mechanism->value, ': ', $e->getMessage(), "\n";
	}
	unset($mail);
	if (preg_match('/AUTH PLAIN\b.*AUTH/s', $server->transcript()) && str_contains($server->transcript(), 'C: AUTH PLAIN')) {
		echo $server->transcript();
	}
}
?>
--EXPECT--
logged in
logged in
logged in
logged in
not_sent SCRAM-SHA-256: the credentials cannot be used with SCRAM-SHA-256: the password has characters that SASLprep (RFC 4013) prohibits
not_sent SCRAM-SHA-256: the credentials cannot be used with SCRAM-SHA-256: the password has characters that SASLprep (RFC 4013) prohibits
not_sent SCRAM-SHA-256: the credentials cannot be used with SCRAM-SHA-256: the password is not valid UTF-8
not_sent SCRAM-SHA-256: the credentials cannot be used with SCRAM-SHA-256: the user name is not valid UTF-8
