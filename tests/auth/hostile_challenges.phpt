--TEST--
AUTH: challenges that are malformed, huge, endless, too early or in odd words
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$huge = base64_encode(str_repeat('x', 9000));
$megabyte = 'SEND 20000 ' . str_repeat('QUJD', 16);
$again = "S: 334 bW9yZQ==\nC: \\*\nS: 501 no\nDRAIN";
$cases = [
	['LOGIN', 'no base64', "C: AUTH LOGIN\nS: 334 !!!\nC: \\*\nS: 501 no\nDRAIN"],
	['CRAM-MD5', 'no base64', "C: AUTH CRAM-MD5\nS: 334 <1@mx>\nC: \\*\nS: 501 no\nDRAIN"],
	['SCRAM-SHA-256', 'no base64', "C: AUTH SCRAM-SHA-256 *\nS: 334 r=x\nC: \\*\nS: 501 no\nDRAIN"],
	['XOAUTH2', 'no base64', "C: AUTH XOAUTH2 *\nS: 334 {}\nC: \\*\nS: 501 no\nDRAIN"],
	['CRAM-MD5', '9000 octets', "C: AUTH CRAM-MD5\nS: 334 $huge\nDRAIN"],
	['SCRAM-SHA-1', '9000 octets', "C: AUTH SCRAM-SHA-1 *\nS: 334 $huge\nDRAIN"],
	['LOGIN', 'a megabyte', "C: AUTH LOGIN\nRAW 334 \n$megabyte\nDRAIN"],
	['PLAIN', 'endless', "C: AUTH PLAIN *\n$again"],
	['LOGIN', 'endless', "C: AUTH LOGIN\nS: 334 \nC: dXNlcg==\nS: 334 \nC: *\n$again"],
	['CRAM-MD5', 'endless', "C: AUTH CRAM-MD5\nS: 334 PDFAbXg+\nC: *\n$again"],
	['XOAUTH2', 'endless', "C: AUTH XOAUTH2 *\nS: 334 e30=\nC: \n$again"],
	['SCRAM-SHA-256', 'empty', "C: AUTH SCRAM-SHA-256 *\nS: 334 \nC: \\*\nS: 501 no\nDRAIN"],
	['SCRAM-SHA-256', 'NUL', "C: AUTH SCRAM-SHA-256 *\nS: 334 AAAAAA==\nC: \\*\nS: 501 no\nDRAIN"],
	['LOGIN', 'empty, NUL', "C: AUTH LOGIN\nS: 334 \nC: dXNlcg==\nS: 334 AAAAAA==\nC: *\nS: 235 ok\nC: QUIT\nS: 221 bye"],
	['LOGIN', 'odd words', "C: AUTH LOGIN\nS: 334 UGFzc3dvcmQ6\nC: dXNlcg==\nS: 334 VXNlcm5hbWU6\nC: *\nS: 235 ok\nC: QUIT\nS: 221 bye"],
	['LOGIN', '235 too early', "C: AUTH LOGIN\nS: 334 \nC: dXNlcg==\nS: 235 ok\nDRAIN"],
	['CRAM-MD5', '235 too early', "C: AUTH CRAM-MD5\nS: 235 ok\nDRAIN"],
	['SCRAM-SHA-256', '235 too early', "C: AUTH SCRAM-SHA-256 *\nS: 235 ok\nDRAIN"],
	['LOGIN', 'closed', "C: AUTH LOGIN\nS: 334 \nC: dXNlcg==\nCLOSE"],
	['SCRAM-SHA-256', 'closed', "C: AUTH SCRAM-SHA-256 *\nCUT"],
	['SCRAM-SHA-256', 'silent', "C: AUTH SCRAM-SHA-256 *\nSTALL"],
	['PLAIN', '432', "C: AUTH PLAIN *\nS: 432 4.7.12 change it\nDRAIN"],
	['PLAIN', '421', "C: AUTH PLAIN *\nS: 421 4.3.2 bye\nCLOSE"],
	['PLAIN', '503', "C: AUTH PLAIN *\nS: 503 5.5.1 no\nDRAIN"],
	['PLAIN', '538', "C: AUTH PLAIN *\nS: 538 5.7.11 no\nDRAIN"],
	['PLAIN', '250', "C: AUTH PLAIN *\nS: 250 ok\nDRAIN"],
];
foreach ($cases as [$offer, $name, $dialogue]) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH $offer\n$dialogue");
	$patience = $name === 'silent' ? 0.5 : 30;
	$mail = new SmtpMail(...$server->client(['timeout' => ['command' => $patience]],
		['username' => 'user', 'password' => $offer === 'XOAUTH2' ? fn (bool $renew) => 'token' : 'pass']));
	echo "$offer, $name: ";
	failure(fn () => $mail->connect());
	unset($mail);
	if (preg_match('/^!!|MAIL/m', $server->transcript()) || substr_count($server->transcript(), 'C: AUTH') !== 1) {
		echo $server->transcript();
	}
}
?>
--EXPECT--
LOGIN, no base64: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
CRAM-MD5, no base64: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
SCRAM-SHA-256, no base64: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
XOAUTH2, no base64: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
CRAM-MD5, 9000 octets: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
SCRAM-SHA-1, 9000 octets: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
LOGIN, a megabyte: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
PLAIN, endless: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
LOGIN, endless: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
CRAM-MD5, endless: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
XOAUTH2, endless: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
SCRAM-SHA-256, empty: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
SCRAM-SHA-256, NUL: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
LOGIN, empty, NUL: no exception
LOGIN, odd words: no exception
LOGIN, 235 too early: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
CRAM-MD5, 235 too early: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
SCRAM-SHA-256, 235 too early: SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
LOGIN, closed: SmtpMail\ConnectionException: code 0, stage auth, not_sent, transient
SCRAM-SHA-256, closed: SmtpMail\ConnectionException: code 0, stage auth, not_sent, transient
SCRAM-SHA-256, silent: SmtpMail\TimeoutException: code 0, stage auth, not_sent, transient
PLAIN, 432: SmtpMail\AuthenticationException: code 432, stage auth, not_sent, transient
PLAIN, 421: SmtpMail\AuthenticationException: code 421, stage auth, not_sent, transient
PLAIN, 503: SmtpMail\AuthenticationException: code 503, stage auth, not_sent, permanent
PLAIN, 538: SmtpMail\AuthenticationException: code 538, stage auth, not_sent, permanent
PLAIN, 250: SmtpMail\ProtocolException: code 0, stage auth, not_sent, permanent
