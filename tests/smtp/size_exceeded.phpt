--TEST--
SIZE: a message over the server's limit is not begun
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 SIZE 1000\nC: QUIT\nS: 221 bye");
$mail = new SmtpMail(...$server->client());
$e = attempt($mail, test_message()->text(str_repeat("0123456789\n", 100)));
var_dump($e->capability);
var_dump($mail->getServerInfo()->maxSize);
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
string(4) "SIZE"
int(1000)
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 SIZE 1000
C: QUIT
S: 221 bye
