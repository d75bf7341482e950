--TEST--
Options: maxAge replaces a connection that has grown old, in use as it may be
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$slow = str_replace('S: 250 2.0.0', "SLEEP 400\nS: 250 2.0.0", smtp_script());
$server = smtp_server("---\n$slow---\n" . smtp_script());
$mail = new SmtpMail(...$server->client(['maxAge' => 0.3]));
attempt($mail);
attempt($mail);
unset($mail);
echo implode("\n", preg_grep('/---|MAIL|QUIT/', explode("\n", $server->transcript()))), "\n";

// 0 is no limit.
$server = smtp_server(str_replace('S: 250 2.0.0', "SLEEP 400\nS: 250 2.0.0", smtp_script(['mails' => 2])));
$mail = new SmtpMail(...$server->client(['maxAge' => 0, 'idleTimeout' => 0]));
attempt($mail);
attempt($mail);
?>
--EXPECTF--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
--- connection 1
C: MAIL FROM:<from@example.com> SIZE=%d
C: QUIT
--- connection 2
C: MAIL FROM:<from@example.com> SIZE=%d
C: QUIT
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, reused connection
