--TEST--
AUTH: a challenge that is no base64, and a mechanism that never ends
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$dialogues = [
	'not base64' => "C: AUTH LOGIN\nS: 334 !!!\nC: \\*\nS: 501 cancelled\nDRAIN",
	'endless' => "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dXNlcg==\nS: 334 UGFzc3dvcmQ6\nC: cGFzcw==\nS: 334 bW9yZQ==\nC: \\*\nS: 501 cancelled\nDRAIN",
	'no code of AUTH' => "C: AUTH LOGIN\nS: 250 ok\nDRAIN",
	'content wanted' => "C: AUTH LOGIN\nS: 354 go\nDRAIN",
];
foreach ($dialogues as $name => $dialogue) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH LOGIN\n$dialogue");
	$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
	echo "$name: ";
	attempt($mail);
	unset($mail);
	var_dump(str_contains($server->transcript(), 'MAIL'));
}
?>
--EXPECT--
not base64: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
bool(false)
endless: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
bool(false)
no code of AUTH: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
bool(false)
content wanted: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
bool(false)
