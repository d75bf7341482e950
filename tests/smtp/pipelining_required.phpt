--TEST--
Options: pipelining Require fails before MAIL where the server lacks it
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: QUIT\nS: 221 bye");
$mail = new SmtpMail(...$server->client(['pipelining' => SmtpMail\Need::Require]));
$e = attempt($mail);
var_dump($e->capability);
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
string(10) "PIPELINING"
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: QUIT
S: 221 bye
