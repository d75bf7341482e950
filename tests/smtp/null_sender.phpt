--TEST--
Envelope: the null sender, and an envelope that differs from the header
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['mail' => 'MAIL FROM:<> SIZE=*', 'rcpt' => ['250 ok', '250 ok']]));
$mail = new SmtpMail(...$server->client());
attempt($mail, test_message(), new SmtpMail\Envelope(null, ['x@example.org', 'y@example.org', 'x@EXAMPLE.org']));
unset($mail);
echo implode("\n", preg_grep('/RCPT|MAIL|!!/', explode("\n", preg_replace('/SIZE=\d+/', 'SIZE=n', $server->transcript())))), "\n";
var_dump(str_contains($server->messages()[0], 'example.org'), str_contains($server->messages()[0], 'To: to@example.com'));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
  x@example.org: accepted, 250 ok
  y@example.org: accepted, 250 ok
C: MAIL FROM:<> SIZE=n
C: RCPT TO:<x@example.org>
C: RCPT TO:<y@example.org>
bool(false)
bool(true)
