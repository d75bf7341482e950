--TEST--
SIZE: 552 to MAIL is the server's word on the sender's command
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 SIZE\nC: MAIL FROM:<from@example.com> SIZE=*\nS: 552 5.3.4 too big\nDRAIN");
$mail = new SmtpMail(...$server->client());
attempt($mail);
?>
--EXPECT--
SmtpMail\SenderRejectedException: code 552, stage mail, rejected, permanent
