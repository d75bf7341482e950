--TEST--
RSET: refused, unanswered or answered by an end: this connection carries no further mail
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$first = "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 550 who\nS: 554 none\nC: RSET\nC: MAIL*\nC: RCPT*\nC: DATA\n";
foreach (["S: 500 what\nDRAIN", "S: 554 no\nDRAIN", 'CLOSE', "S: 421 bye\nCLOSE"] as $end) {
	echo '-- ', strtr($end, "\n", ' '), "\n";
	$server = smtp_server("$first$end\n---\n" . smtp_script(['quit' => false]));
	$mail = new SmtpMail(...$server->client());
	attempt($mail);
	attempt($mail);
	unset($mail);
	echo count($server->messages()), ' message, ', $server->connections(), " connections\n";
}
echo "-- silence\n";
$server = smtp_server("{$first}STALL");
$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 0.5]]));
attempt($mail);
attempt($mail);
unset($mail);
echo count($server->messages()), ' message, ', $server->connections(), " connections\n";
?>
--EXPECT--
-- S: 500 what DRAIN
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
accepted: code 250, attempts 2, new connection
1 message, 2 connections
-- S: 554 no DRAIN
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
accepted: code 250, attempts 2, new connection
1 message, 2 connections
-- CLOSE
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
accepted: code 250, attempts 2, new connection
1 message, 2 connections
-- S: 421 bye CLOSE
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
accepted: code 250, attempts 2, new connection
1 message, 2 connections
-- silence
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
SmtpMail\TimeoutException: code 0, stage rset, not_sent, transient
0 message, 1 connections
