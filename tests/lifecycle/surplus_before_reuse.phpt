--TEST--
A reply too many after a mail: the connection is not used again
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "S: 250 2.0.0 once more\nDRAIN\n---\n" . smtp_script());
$mail = new SmtpMail(...$server->client());
attempt($mail);
attempt($mail);
unset($mail);
echo $server->connections(), ' connections, ', count($server->messages()), " messages\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections, 2 messages
