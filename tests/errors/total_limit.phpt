--TEST--
timeout: the total limit ends a call that drips on for ever
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('DRIP 100 220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n220-mx.test\r\n');
$mail = new SmtpMail(...$server->client(['timeout' => 4.0]));
$start = time();
attempt($mail);
var_dump(time() - $start <= 9);
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
bool(true)
