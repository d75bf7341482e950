--TEST--
A client that gives up on a server says QUIT (RFC 5321 4.1.1.10)
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$scripts = [
	'greeting' => 'S: 554 no',
	'AUTH' => "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH PLAIN\nC: AUTH PLAIN *\nS: 535 no",
	'mechanism' => "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH NTLM",
	'EHLO' => "S: 220 mx.test\nC: EHLO client.test\nS: 554 no",
];
foreach ($scripts as $name => $script) {
	$server = smtp_server("$script\nC: QUIT\nS: 221 bye");
	$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
	echo "$name: ";
	failure(fn () => $mail->connect());
	unset($mail);
	echo str_contains($server->transcript(), '!!') ? $server->transcript() : "QUIT\n";
}
?>
--EXPECT--
greeting: SmtpMail\ConnectionException: code 554, stage greeting, not_sent, permanent
QUIT
AUTH: SmtpMail\AuthenticationException: code 535, stage auth, not_sent, permanent
QUIT
mechanism: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
QUIT
EHLO: SmtpMail\ConnectionException: code 554, stage ehlo, not_sent, permanent
QUIT
