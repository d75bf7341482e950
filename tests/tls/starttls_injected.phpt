--TEST--
STARTTLS: bytes behind the 220 are an attack, not replies
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['220 go\r\n250 injected\r\n', '220 go\r\n2', '220 go\r\n\r\n'] as $bytes) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 STARTTLS\nC: STARTTLS\nRAW $bytes\nDRAIN");
	$mail = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::StartTls]));
	attempt($mail);
	unset($mail);
	echo preg_match('/C:(?! EHLO| STARTTLS)/', $server->transcript()), "\n";
}
?>
--EXPECT--
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
0
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
0
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
0
