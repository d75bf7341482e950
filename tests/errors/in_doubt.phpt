--TEST--
Loss after the final dot: InDoubtException, one delivery, no second try
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$ends = ['CLOSE', 'RST', "RAW 25\nCLOSE", "RAW 250-2.0.0 ok\\r\\n\nCLOSE", 'STALL'];
foreach ($ends as $end) {
	$server = smtp_server(str_replace('S: 250 2.0.0 OK: queued as ABC123', $end, smtp_script(['quit' => false])));
	$mail = new SmtpMail(...$server->client(['timeout' => ['reply' => 0.5]]));
	$e = attempt($mail);
	var_dump($e instanceof SmtpMail\ConnectionException, $e->isRetrySafe(), $e->result->recipients[0]->outcome->value);
	echo get_class($e->getPrevious()), "\n";
	unset($mail);
	echo count($server->messages()), ' message, ', $server->connections(), " connection\n";
}
?>
--EXPECT--
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
bool(false)
bool(false)
string(8) "in_doubt"
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
bool(false)
bool(false)
string(8) "in_doubt"
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
bool(false)
bool(false)
string(8) "in_doubt"
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
bool(false)
bool(false)
string(8) "in_doubt"
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
bool(false)
bool(false)
string(8) "in_doubt"
SmtpMail\TimeoutException
1 message, 1 connection
