--TEST--
Options: localCert, with its key in the same file or in localPk, is shown to a server that asks for it
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$ssl = ['verify_peer' => true, 'verify_peer_name' => false, 'cafile' => test_cert('ca')];
$cert = test_cert('localhost');
$locked = ['localCert' => test_cert('locked'), 'passphrase' => 'open sesame'];
foreach ([[['localCert' => $cert], $ssl], [['localCert' => $cert, 'localPk' => $cert], $ssl], [$locked, $ssl], [['localCert' => test_cert('chain')], $ssl], [['localCert' => $cert], []]] as [$options, $asks]) {
	$server = smtp_server(smtp_script(), ['implicit' => true, 'ssl' => $asks]);
	attempt(new SmtpMail(...$server->client($options, ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit])));
}
// With TLS 1.3 the server's refusal comes after the handshake: as an alert, which is no nonsense.
$server = smtp_server('DRAIN', ['implicit' => true, 'ssl' => $ssl]);
$mail = new SmtpMail(...$server->client(['localCert' => test_cert('untrusted')], ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
try {
	$mail->connect();
} catch (SmtpMail\SmtpMailException $e) {
	echo get_class($e), ' ', $e->outcome->value, "\n";
}
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
SmtpMail\TlsException not_sent
