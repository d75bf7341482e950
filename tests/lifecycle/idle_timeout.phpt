--TEST--
Options: idleTimeout replaces a connection that was idle too long
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script() . "---\n" . smtp_script());
$mail = new SmtpMail(...$server->client(['idleTimeout' => 0.1]));
attempt($mail);
time_nanosleep(0, 300_000_000);
attempt($mail);
unset($mail);
echo $server->connections(), ' connections, ', count($server->messages()), " messages\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections, 2 messages
