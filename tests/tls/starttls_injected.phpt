--TEST--
STARTTLS: bytes behind the 220 are an attack, not replies
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// Behind the 220, in one write and in two; behind a refusal, where the mail might go on in the clear.
$cases = [
	['RAW 220 go\r\n250 injected\r\n', SmtpMail\Tls::StartTls],
	['RAW 220 go\r\n2', SmtpMail\Tls::StartTls],
	['RAW 220 go\r\n\r\n', SmtpMail\Tls::StartTls],
	["RAW 220 go\\r\\n\nANY\nRAW 250 injected\\r\\n", SmtpMail\Tls::StartTls],
	['RAW 454 no\r\n250 injected\r\n', SmtpMail\Tls::StartTls],
	['RAW 454 no\r\n250 injected\r\n', SmtpMail\Tls::Opportunistic],
	['RAW 454 no\r\n2', SmtpMail\Tls::Opportunistic],
];
foreach ($cases as [$answer, $tls]) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 STARTTLS\nC: STARTTLS\n$answer\nDRAIN");
	$mail = new SmtpMail(...$server->client(arguments: ['tls' => $tls]));
	attempt($mail);
	unset($mail);
	echo preg_match('/C:(?! EHLO| STARTTLS| \(something\))/', $server->transcript()), "\n";
}
?>
--EXPECT--
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
0
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
0
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
0
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
0
SmtpMail\TlsException: code 454, stage starttls, not_sent, transient
0
SmtpMail\ProtocolException: code 0, stage mail, not_sent, permanent
0
SmtpMail\ProtocolException: code 0, stage mail, not_sent, permanent
0
