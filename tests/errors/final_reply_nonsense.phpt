--TEST--
Nonsense after the final dot: in doubt
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['RAW garbage\r\n', 'S: 354 go on', 'RAW 250-a\r\n550 b\r\n', 'SEND 100000 x'] as $end) {
	$server = smtp_server(str_replace('S: 250 2.0.0 OK: queued as ABC123', $end, smtp_script(['quit' => false])) . 'DRAIN');
	$mail = new SmtpMail(...$server->client());
	$e = attempt($mail);
	echo get_class($e->getPrevious()), "\n";
	unset($mail);
	echo count($server->messages()), ' message, ', $server->connections(), " connection\n";
}
?>
--EXPECT--
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, permanent
SmtpMail\ProtocolException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, permanent
SmtpMail\ProtocolException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, permanent
SmtpMail\ProtocolException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, permanent
SmtpMail\ProtocolException
1 message, 1 connection
