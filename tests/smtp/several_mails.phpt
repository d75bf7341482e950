--TEST--
Several mails go over one connection
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['mails' => 3]));
$mail = new SmtpMail(...$server->client());
for ($i = 1; $i <= 3; $i++) {
	attempt($mail, test_message("to$i@example.com"));
}
unset($mail);
echo $server->connections(), " connection\n";
echo implode("\n", preg_grep('/RCPT|QUIT|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, reused connection
accepted: code 250, attempts 1, reused connection
1 connection
C: RCPT TO:<to1@example.com>
C: RCPT TO:<to2@example.com>
C: RCPT TO:<to3@example.com>
C: QUIT
