--TEST--
exit() in a logger ends the process, and the mail is not sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nDRAIN");
register_shutdown_function(function () use ($server) {
	echo count($server->messages()), " messages\n";
});
$mail = new SmtpMail(...$server->client());
$mail->setLogger(function ($direction, $line, $stage) {
	if ($stage === SmtpMail\Stage::MailFrom && $direction === '<') {
		exit("exit\n");
	}
});
attempt($mail);
echo "never reached\n";
?>
--EXPECT--
exit
0 messages
