--TEST--
Verification: an IP address is looked for among the certificate's addresses
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['localhost', 'wronghost'] as $cert) {
	$server = smtp_server(smtp_script(), ['cert' => $cert, 'implicit' => true]);
	$mail = new SmtpMail(...$server->client(arguments: ['host' => '127.0.0.1', 'tls' => SmtpMail\Tls::Implicit]));
	attempt($mail);
}
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
