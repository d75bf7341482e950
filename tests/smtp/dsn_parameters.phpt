--TEST--
DSN: RET, ENVID, NOTIFY and ORCPT as RFC 3461 has them, per recipient
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{DsnReturn, Envelope, Need, Notify, Recipient};

$envelope = new Envelope('from@example.com', [
	'a@example.com',
	new Recipient('b@example.com', [Notify::Delay, Notify::Failure, Notify::Success], 'b+1@example.org'),
	new Recipient('c@example.com', [Notify::Never], 'ü@example.org'),
], 'id 1=+', DsnReturn::Headers);
foreach (['DSN' => [Need::Never, Need::Prefer, Need::Require], 'HELP' => [Need::Never, Need::Prefer]] as $extension => $needs) {
	foreach ($needs as $need) {
		echo "-- $extension, $need->name\n";
		$server = smtp_server(smtp_script(['extensions' => [$extension], 'rcpt' => ['250 ok', '250 ok', '250 ok']]));
		$mail = new SmtpMail(...$server->client(['dsn' => $need]));
		attempt($mail, envelope: $envelope);
		unset($mail);
		echo implode("\n", preg_grep('/^C: (MAIL|RCPT)|^!!/', explode("\n", $server->transcript()))), "\n";
	}
}
echo "-- required and absent: nothing is sent\n";
$server = smtp_server(smtp_script(['extensions' => ['HELP'], 'mails' => 1]));
$mail = new SmtpMail(...$server->client(['dsn' => Need::Require]));
$e = attempt($mail, envelope: $envelope);
echo "$e->capability: {$e->getMessage()}\n";
echo "-- required, absent, not asked for\n";
attempt($mail);
unset($mail, $e);
echo implode("\n", preg_grep('/^C: (MAIL|RCPT)|^!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
-- DSN, Never
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 ok
  b@example.com: accepted, 250 ok
  c@example.com: accepted, 250 ok
C: MAIL FROM:<from@example.com>
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
C: RCPT TO:<c@example.com>
-- DSN, Prefer
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 ok
  b@example.com: accepted, 250 ok
  c@example.com: accepted, 250 ok
C: MAIL FROM:<from@example.com> RET=HDRS ENVID=id+201+3D+2B
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;b+2B1@example.org
C: RCPT TO:<c@example.com> NOTIFY=NEVER ORCPT=utf-8;\x{FC}@example.org
-- DSN, Require
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 ok
  b@example.com: accepted, 250 ok
  c@example.com: accepted, 250 ok
C: MAIL FROM:<from@example.com> RET=HDRS ENVID=id+201+3D+2B
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;b+2B1@example.org
C: RCPT TO:<c@example.com> NOTIFY=NEVER ORCPT=utf-8;\x{FC}@example.org
-- HELP, Never
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 ok
  b@example.com: accepted, 250 ok
  c@example.com: accepted, 250 ok
C: MAIL FROM:<from@example.com>
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
C: RCPT TO:<c@example.com>
-- HELP, Prefer
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 ok
  b@example.com: accepted, 250 ok
  c@example.com: accepted, 250 ok
C: MAIL FROM:<from@example.com>
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
C: RCPT TO:<c@example.com>
-- required and absent: nothing is sent
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
DSN: the server lacks DSN, which the envelope asks for and which is required
-- required, absent, not asked for
accepted: code 250, attempts 1, reused connection
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
