--TEST--
Bcc: in the envelope, never in the message
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['rcpt' => ['250 ok', '250 ok', '250 ok']]));
$mail = new SmtpMail(...$server->client());
attempt($mail, test_message()->cc('cc@example.com')->bcc('secret@example.com'));
unset($mail);
echo implode("\n", preg_grep('/RCPT|!!/', explode("\n", $server->transcript()))), "\n";
var_dump(stripos($server->messages()[0], 'bcc'), stripos($server->messages()[0], 'secret'));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
  to@example.com: accepted, 250 ok
  cc@example.com: accepted, 250 ok
  secret@example.com: accepted, 250 ok
C: RCPT TO:<to@example.com>
C: RCPT TO:<cc@example.com>
C: RCPT TO:<secret@example.com>
bool(false)
bool(false)
