--TEST--
MAIL: 451 is transient, 550 and 530 are permanent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['451 4.3.0 later', '452 full', '530 5.7.0 authentication required', '550 no', '555 bad parameter'] as $reply) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL FROM:*\nS: $reply\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	attempt($mail);
	unset($mail);
	var_dump(str_contains($server->transcript(), 'RCPT'));
}
?>
--EXPECT--
SmtpMail\SenderRejectedException: code 451, stage mail, rejected, transient
bool(false)
SmtpMail\SenderRejectedException: code 452, stage mail, rejected, transient
bool(false)
SmtpMail\SenderRejectedException: code 530, stage mail, rejected, permanent
bool(false)
SmtpMail\SenderRejectedException: code 550, stage mail, rejected, permanent
bool(false)
SmtpMail\SenderRejectedException: code 555, stage mail, rejected, permanent
bool(false)
