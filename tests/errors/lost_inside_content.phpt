--TEST--
A link lost while a large content is on its way: not sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\nC: *\nRST");
$mail = new SmtpMail(...$server->client());
$e = attempt($mail, test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 300000)));
var_dump($e->isRetrySafe());
unset($mail, $e);
var_dump($server->messages(), $server->connections());
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage content, not_sent, transient
bool(true)
array(0) {
}
int(1)
