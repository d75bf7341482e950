--TEST--
Logger: an exception after the final dot becomes a warning; the mail was accepted
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client());
$mail->setLogger(function ($direction, $line, $stage) {
	if ($stage === SmtpMail\Stage::Commit && $direction === '<') {
		throw new DomainException('too late');
	}
});
attempt($mail);
unset($mail);
echo count($server->messages()), " message\n";
?>
--EXPECTF--

Warning: SmtpMail::send(): the logger threw DomainException: too late in %s on line %d
accepted: code 250, attempts 1, new connection
1 message
