--TEST--
Replies of the wrong kind are a ProtocolException, and nothing more is sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$head = "S: 220 mx.test\nC: EHLO client.test\n";
$scripts = [
	'EHLO 354' => "{$head}S: 354 go",
	'EHLO mixed codes' => "{$head}S: 250-mx.test\nS: 251 SIZE",
	'MAIL 354' => "{$head}S: 250 mx.test\nC: MAIL *\nS: 354 go",
	'MAIL 199' => "{$head}S: 250 mx.test\nC: MAIL *\nS: 199 hm",
	'RCPT 354' => "{$head}S: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 354 go",
	'DATA 250' => "{$head}S: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 250 ok",
];
foreach ($scripts as $name => $script) {
	$server = smtp_server("$script\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	echo "$name: ";
	attempt($mail);
	unset($mail);
	var_dump($server->messages());
}
?>
--EXPECT--
EHLO 354: SmtpMail\ProtocolException: code 0, stage ehlo, not_sent, permanent
array(0) {
}
EHLO mixed codes: SmtpMail\ProtocolException: code 0, stage ehlo, not_sent, permanent
array(0) {
}
MAIL 354: SmtpMail\ProtocolException: code 0, stage mail, not_sent, permanent
array(0) {
}
MAIL 199: SmtpMail\ProtocolException: code 0, stage mail, not_sent, permanent
array(0) {
}
RCPT 354: SmtpMail\ProtocolException: code 0, stage rcpt, not_sent, permanent
array(0) {
}
DATA 250: SmtpMail\ProtocolException: code 0, stage data, not_sent, permanent
array(0) {
}
