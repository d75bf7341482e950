--TEST--
Options: a caFile that cannot be read is told
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('DRAIN', ['implicit' => true]);
$mail = null;
$e = failure(function () use ($server) {
	$mail = new SmtpMail(...$server->client(['caFile' => __DIR__ . '/no-such-file.pem'], ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
	$mail->connect();
});
var_dump(str_contains($e->getMessage(), 'no-such-file.pem'));
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
bool(true)
