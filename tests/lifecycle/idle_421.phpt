--TEST--
Reuse: a 421 that came while the connection was idle is no reply to MAIL
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "S: 421 4.4.2 idle\nCLOSE\n---\n" . smtp_script());
$mail = new SmtpMail(...$server->client());
attempt($mail);
for ($i = 0; $mail->isConnected() && $i < 500; $i++) {
	time_nanosleep(0, 10_000_000);
}
attempt($mail);
unset($mail);
echo $server->connections(), " connections\n";
var_dump(str_contains($server->transcript(), '!!'));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
2 connections
bool(false)
