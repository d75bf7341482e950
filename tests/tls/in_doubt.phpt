--TEST--
TLS: loss after the final dot is in doubt under TLS too
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$ends = ['CUT', 'CLOSE', 'RST', "RAW 250 2.0.0 OK: que\nCUT", "RAW 250 2.0.0 OK: que\nCLOSE"];
foreach ([...$ends, ...$ends] as $i => $end) {
	$implicit = $i < count($ends);
	$script = preg_replace('/^S: 250 2.0.0 OK: queued.*$/m', $end, smtp_script(['quit' => false, 'starttls' => !$implicit]));
	$server = smtp_server($script, ['implicit' => $implicit]);
	$tls = $implicit ? SmtpMail\Tls::Implicit : SmtpMail\Tls::StartTls;
	$mail = new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => $tls]));
	$e = attempt($mail);
	echo get_class($e->getPrevious()), "\n";
	unset($mail);
	echo count($server->messages()), ' message, ', $server->connections(), " connection\n";
}
?>
--EXPECT--
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\ConnectionException
1 message, 1 connection
