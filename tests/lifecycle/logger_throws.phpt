--TEST--
Logger: its exception ends the attempt as not sent and comes through
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nDRAIN");
$mail = new SmtpMail(...$server->client());
$mail->setLogger(function ($direction, $line, $stage) {
	if ($stage === SmtpMail\Stage::MailFrom) {
		throw new DomainException('no more');
	}
});
attempt($mail);
var_dump($mail->isConnected());
unset($mail);
var_dump($server->messages());
?>
--EXPECT--
DomainException: no more
bool(false)
array(0) {
}
