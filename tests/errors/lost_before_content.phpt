--TEST--
A link lost before the content's end was not in doubt
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$head = "S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\n";
$scripts = [
	"{$head}C: MAIL *\nCLOSE",
	"{$head}C: MAIL *\nRST",
	"{$head}C: MAIL *\nS: 250 ok\nC: RCPT *\nCLOSE",
	"{$head}C: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nCLOSE",
	"{$head}C: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nRAW 35\nCLOSE",
];
foreach ($scripts as $script) {
	$server = smtp_server($script);
	$mail = new SmtpMail(...$server->client());
	$e = attempt($mail);
	var_dump($e->isRetrySafe(), $server->connections());
}
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage mail, not_sent, transient
bool(true)
int(1)
SmtpMail\ConnectionException: code 0, stage mail, not_sent, transient
bool(true)
int(1)
SmtpMail\ConnectionException: code 0, stage rcpt, not_sent, transient
bool(true)
int(1)
SmtpMail\ConnectionException: code 0, stage data, not_sent, transient
bool(true)
int(1)
SmtpMail\ConnectionException: code 0, stage data, not_sent, transient
bool(true)
int(1)
