--TEST--
A server that stops reading the content: not sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\nSTALL");
$mail = new SmtpMail(...$server->client(['timeout' => ['content' => 1.0]]));
$e = attempt($mail, test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 300000)));
echo $server->connections(), " connection\n";
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage content, not_sent, transient
1 connection
