--TEST--
A server that says nothing: the limits of each stage hold
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$scripts = [
	'greeting' => 'STALL',
	'EHLO' => "S: 220 mx.test\nC: EHLO client.test\nSTALL",
	'MAIL' => "S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nSTALL",
	'DATA' => "S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nSTALL",
];
foreach ($scripts as $name => $script) {
	$server = smtp_server($script);
	$mail = new SmtpMail(...$server->client(['timeout' => ['greeting' => 0.5, 'command' => 0.5]]));
	$start = time();
	echo "$name: ";
	attempt($mail);
	var_dump(time() - $start <= 5);
}
?>
--EXPECT--
greeting: SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
bool(true)
EHLO: SmtpMail\TimeoutException: code 0, stage ehlo, not_sent, transient
bool(true)
MAIL: SmtpMail\TimeoutException: code 0, stage mail, not_sent, transient
bool(true)
DATA: SmtpMail\TimeoutException: code 0, stage data, not_sent, transient
bool(true)
