--TEST--
The final reply has a second more for each MiB of content
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach ([['SINK', 40 << 20], ['DATA', 10]] as [$verb, $size]) {
	$server = smtp_server(str_replace("DATA\nS: 250 2.0.0", "$verb\nSLEEP 1500\nS: 250 2.0.0", smtp_script(['quit' => false])));
	$message = test_message()->attach(SmtpMail\Attachment::fromString(str_repeat('x', $size), 'x.bin'));
	attempt(new SmtpMail(...$server->client(['timeout' => ['reply' => 0.2]])), $message);
	$server->transcript();
}
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
