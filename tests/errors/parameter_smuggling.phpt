--TEST--
A local part that looks like parameters stays inside one path
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['extensions' => ['8BITMIME']]));
$mail = new SmtpMail(...$server->client());
$e = attempt($mail, test_message(), new SmtpMail\Envelope('"a> SIZE=1 <b"@example.com', ['"c d"@example.com']));
unset($mail, $e);
echo implode("\n", preg_grep('/MAIL|RCPT|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
C: MAIL FROM:<"a> SIZE=1 <b"@example.com>
C: RCPT TO:<"c d"@example.com>
