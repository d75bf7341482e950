--TEST--
EHLO: control characters, NUL, empty lines, hundreds of words: no keyword comes out of them
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Need, Tls};

$lines = [
	'NUL' => '250-X\0\r\n250 X\0STARTTLS\r\n',
	'NUL before' => '250-mx\r\n250 \0STARTTLS\r\n',
	'control' => '250-mx\r\n250 STARTTLS\x01\r\n',
	'tab' => '250-mx\r\n250-\tSTARTTLSX\r\n250 X\tSTARTTLS\r\n',
	'empty' => '250-mx\r\n250-\r\n250 \r\n',
	'bare code' => '250-mx\r\n250-\r\n250\r\n',
	'many' => '250-mx\r\n250-AUTH ' . str_repeat('X ', 2000) . '\r\n250 ok\r\n',
	'twice' => '250-mx\r\n250-SIZE 5\r\n250-size 1000000\r\n250 AUTH X\r\n',
];
foreach ($lines as $name => $line) {
	$server = smtp_server("S: 220 mx\nC: EHLO *\nRAW $line\nDRAIN");
	$mail = new SmtpMail(...$server->client([], ['tls' => Tls::StartTls]));
	echo "$name: ";
	attempt($mail);
	unset($mail);
	echo implode("\n", preg_grep('/^C: (?!EHLO)/', explode("\n", $server->transcript())));
}
echo "-- a size, and what is none\n";
foreach (['SIZE 10', 'SIZE', 'SIZE 0', 'SIZE -1', 'SIZE x', 'SIZE 99999999999999999999999'] as $size) {
	$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 $size\nC: MAIL*\nS: 250 ok\nCLOSE");
	$mail = new SmtpMail(...$server->client());
	echo "$size: ";
	try {
		$mail->send(test_message());
	} catch (SmtpMail\SmtpMailException $e) {
		echo $e->stage->value, ' ', $e->capability ?? '', ' ', $e->result->attempts, "\n";
	}
	unset($mail, $e);
}
?>
--EXPECT--
NUL: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
NUL before: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
control: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
tab: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
empty: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
bare code: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
many: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
twice: SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
-- a size, and what is none
SIZE 10: ehlo SIZE 0
SIZE: rcpt  1
SIZE 0: rcpt  1
SIZE -1: rcpt  1
SIZE x: rcpt  1
SIZE 99999999999999999999999: rcpt  1
