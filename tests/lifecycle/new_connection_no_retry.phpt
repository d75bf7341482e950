--TEST--
A new connection that fails is not retried
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 421 4.3.2 shutting down\nCLOSE");
$mail = new SmtpMail(...$server->client());
$e = attempt($mail);
var_dump($e->result->attempts, $e->isRetrySafe());
unset($mail, $e);
echo $server->connections(), " connection\n";
?>
--EXPECT--
SmtpMail\SenderRejectedException: code 421, stage mail, rejected, transient
int(1)
bool(true)
1 connection
