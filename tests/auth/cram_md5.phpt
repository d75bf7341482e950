--TEST--
AUTH: CRAM-MD5 answers the challenge with a keyed hash, and is preferred to PLAIN
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$dialogues = [
	'good' => "C: AUTH CRAM-MD5\nS: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC: *\nS: 235 ok\nC: QUIT\nS: 221 bye",
	'empty' => "C: AUTH CRAM-MD5\nS: 334 \nC: \\*\nS: 501 no\nDRAIN",
	'NUL' => "C: AUTH CRAM-MD5\nS: 334 AAAA\nC: dGlt*\nS: 535 no\nDRAIN",
	'at once' => "C: AUTH CRAM-MD5\nS: 235 ok\nDRAIN",
	'two challenges' => "C: AUTH CRAM-MD5\nS: 334 PDFAbXg+\nC: dGlt*\nS: 334 PDFAbXg+\nC: \\*\nS: 501 no\nDRAIN",
];
foreach ($dialogues as $name => $dialogue) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH LOGIN PLAIN CRAM-MD5\n$dialogue");
	$mail = new SmtpMail(...$server->client([], ['username' => 'tim', 'password' => 'tanstaaftanstaaf']));
	echo "$name: ";
	failure(fn () => $mail->connect());
	unset($mail);
	if (str_contains($server->transcript(), '!!')) {
		echo $server->transcript();
	}
	if ($name === 'good') {
		preg_match('/^C: (dGlt.*)/m', $server->transcript(), $m);
		echo base64_decode($m[1]), "\n";
	}
}
?>
--EXPECT--
good: no exception
tim b913a602c7eda7a495b4e6e7334d3890
empty: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
NUL: SmtpMail\AuthenticationException: code 535, stage auth, not_sent, permanent
at once: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
two challenges: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
