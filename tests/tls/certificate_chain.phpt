--TEST--
Verification: untrusted, self-signed and expired certificates are refused
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['untrusted', 'selfsigned', 'expired'] as $cert) {
	$server = smtp_server('DRAIN', ['cert' => $cert, 'implicit' => true]);
	$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit, 'username' => 'user', 'password' => 'pass']));
	echo "$cert: ";
	$e = attempt($mail);
	echo '  ', $e->getMessage(), "\n";
	unset($mail);
	echo preg_replace('/^/m', '  ', rtrim($server->transcript())), "\n";
}
?>
--EXPECTF--
untrusted: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the certificate of localhost was not accepted: %s
  TLS failed
  !! handshake failed
selfsigned: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the certificate of localhost was not accepted: %s
  TLS failed
  !! handshake failed
expired: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the certificate of localhost was not accepted: %s
  TLS failed
  !! handshake failed
