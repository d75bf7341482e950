--TEST--
STARTTLS: any answer but 220 ends the attempt, no AUTH or MAIL follows
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['454 4.7.0 TLS not available', '500 what?', '250 ok', '220-go\r\n454 no\r\n'] as $reply) {
	$send = str_contains($reply, '\r') ? "RAW $reply" : "S: $reply";
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 STARTTLS\nC: STARTTLS\n$send\nDRAIN");
	$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass', 'tls' => SmtpMail\Tls::StartTls]));
	attempt($mail);
	unset($mail);
	var_dump(preg_match('/AUTH P|AUTH L|MAIL/', $server->transcript()));
}
?>
--EXPECT--
SmtpMail\TlsException: code 454, stage starttls, not_sent, transient
int(0)
SmtpMail\TlsException: code 500, stage starttls, not_sent, permanent
int(0)
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
int(0)
SmtpMail\ProtocolException: code 0, stage starttls, not_sent, permanent
int(0)
