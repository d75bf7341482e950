--TEST--
Options: maxMessages begins a new connection after so many mails
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script(['mails' => 2]) . "---\n" . smtp_script());
$mail = new SmtpMail(...$server->client(['maxMessages' => 2]));
attempt($mail);
attempt($mail);
attempt($mail);
unset($mail);
echo $server->connections(), " connections\n";
echo implode("\n", preg_grep('/RCPT|QUIT|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, reused connection
accepted: code 250, attempts 1, new connection
2 connections
C: RCPT TO:<to@example.com>
C: RCPT TO:<to@example.com>
C: QUIT
C: RCPT TO:<to@example.com>
C: QUIT
