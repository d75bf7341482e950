--TEST--
Verification: another host's certificate is refused, and the message tells the names
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['wronghost', 'cnonly'] as $cert) {
	$server = smtp_server('DRAIN', ['cert' => $cert, 'implicit' => true]);
	$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
	echo "$cert: ";
	$e = attempt($mail);
	echo '  ', $e->getMessage(), "\n";
	var_dump(str_contains($e->getMessage(), 'other.example') === ($cert === 'wronghost'));
}
?>
--EXPECTF--
wronghost: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the server's certificate is not for localhost but for other.example, *.other.example%s
bool(true)
cnonly: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the server's certificate is not for localhost but for no name at all in its subjectAltName%s
bool(true)
