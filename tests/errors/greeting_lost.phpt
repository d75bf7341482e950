--TEST--
Greeting: closed, reset or cut off before it is complete
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['CLOSE', 'RST', "RAW 220 mx\nCLOSE", "RAW 220-mx.test\\r\\n\nCLOSE"] as $script) {
	$server = smtp_server($script);
	$mail = new SmtpMail(...$server->client());
	// A reset may come before the connection counts as made: its stage is not certain.
	$e = $script === 'RST' ? null : attempt($mail);
	if ($e === null) {
		try {
			$mail->connect();
		} catch (SmtpMail\SmtpMailException $e) {
			echo get_class($e), ' ', $e->outcome->value, "\n";
		}
	}
}
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage greeting, not_sent, transient
SmtpMail\ConnectionException not_sent
SmtpMail\ConnectionException: code 0, stage greeting, not_sent, transient
SmtpMail\ConnectionException: code 0, stage greeting, not_sent, transient
