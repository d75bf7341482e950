--TEST--
Loss after the final dot on a reused connection is not retried either
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['quit' => false]) . "C: MAIL *\nC: RCPT *\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nDATA\nCLOSE\n");
$mail = new SmtpMail(...$server->client());
attempt($mail);
$e = attempt($mail);
var_dump($e->result->reusedConnection, $e->result->attempts);
unset($mail, $e);
echo count($server->messages()), ' messages, ', $server->connections(), " connection\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
bool(true)
int(1)
2 messages, 1 connection
