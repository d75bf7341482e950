--TEST--
timeout: the total limit after the final dot is in doubt too
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(str_replace('S: 250 2.0.0 OK: queued as ABC123', 'STALL', smtp_script(['quit' => false])));
$mail = new SmtpMail(...$server->client(['timeout' => 4.0]));
$e = attempt($mail);
echo get_class($e->getPrevious()), "\n";
unset($mail, $e);
echo count($server->messages()), ' message, ', $server->connections(), " connection\n";
?>
--EXPECT--
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\TimeoutException
1 message, 1 connection
