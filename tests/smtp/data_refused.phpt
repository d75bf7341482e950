--TEST--
DATA: a refusal is a MessageRejectedException at the stage data
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['554 5.5.1 no', '451 4.3.0 later', '421 4.3.2 going down'] as $reply) {
	$server = smtp_server(<<<SCRIPT
		S: 220 mx.test
		C: EHLO client.test
		S: 250 mx.test
		C: MAIL FROM:*
		S: 250 ok
		C: RCPT TO:*
		S: 250 ok
		C: DATA
		S: $reply
		DRAIN
		SCRIPT);
	$mail = new SmtpMail(...$server->client());
	$e = attempt($mail);
	echo '  ', $e->reply, "\n";
	unset($mail);
	var_dump($server->messages());
}
?>
--EXPECT--
SmtpMail\MessageRejectedException: code 554, stage data, rejected, permanent
  554 5.5.1 no
array(0) {
}
SmtpMail\MessageRejectedException: code 451, stage data, rejected, transient
  451 4.3.0 later
array(0) {
}
SmtpMail\MessageRejectedException: code 421, stage data, rejected, transient
  421 4.3.2 going down
array(0) {
}
