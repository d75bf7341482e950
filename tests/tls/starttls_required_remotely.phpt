--TEST--
Tls::Auto: to another host STARTTLS is required, credentials or not
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/smtp.inc';
if (test_remote_address() === null) {
	die('skip no address but loopback');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nDRAIN", ['bind' => test_remote_address()]);
$mail = new SmtpMail(...$server->client());
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
DRAIN
