--TEST--
SMTPUTF8: asked for when the local part is not ASCII, and only then
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['extensions' => ['PIPELINING', '8BITMIME', 'SMTPUTF8'], 'mails' => 2]));
$mail = new SmtpMail(...$server->client());
attempt($mail, test_message('用户@example.com'));
attempt($mail);
unset($mail);
echo implode("\n", preg_grep('/MAIL|RCPT|!!/', explode("\n", $server->transcript()))), "\n";
var_dump(str_contains($server->messages()[0], '用户@example.com'));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, reused connection
C: MAIL FROM:<from@example.com> SMTPUTF8
C: RCPT TO:<用户@example.com>
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
bool(true)
