--TEST--
Reuse: a close in answer to MAIL on a reused connection is retried once, unasked
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("---\n" . smtp_script(['quit' => false]) . <<<'SCRIPT'
C: MAIL *
CLOSE
---

SCRIPT . smtp_script());
$mail = new SmtpMail(...$server->client());
attempt($mail);
attempt($mail);
unset($mail);
echo $server->connections(), ' connections, ', count($server->messages()), " messages\n";
echo implode("\n", preg_grep('/^(---|C: MAIL|C: .message|!!)/', explode("\n", preg_replace('/SIZE=\d+/', 'SIZE=n', $server->transcript())))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 2, new connection
2 connections, 2 messages
--- connection 1
C: MAIL FROM:<from@example.com> SIZE=n
C: (message)
C: MAIL FROM:<from@example.com> SIZE=n
--- connection 2
C: MAIL FROM:<from@example.com> SIZE=n
C: (message)
