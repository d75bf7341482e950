--TEST--
CHUNKING: MAIL, RCPT and the content in one flight, nothing stuffed; DATA where the server lacks it
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\Need;

$message = SmtpMail\Message::fromRaw("Subject: dots\n\n.\n..\nlast");
$envelope = new SmtpMail\Envelope('from@example.com', ['to@example.com']);
foreach (['PIPELINING' => ['CHUNKING', 'PIPELINING'], 'lockstep' => ['CHUNKING']] as $title => $extensions) {
	foreach (['whole', 'byte'] as $mode) {
		echo "-- $title, $mode\n";
		$server = smtp_server(smtp_script(['extensions' => $extensions, 'bdat' => true]), ['mode' => $mode, 'flights' => $mode === 'whole']);
		$mail = new SmtpMail(...$server->client(['chunking' => Need::Prefer]));
		$result = attempt($mail, $message, $envelope);
		unset($mail);
		echo implode("\n", preg_grep('/^C|^!!/', explode("\n", $server->transcript()))), "\n";
		var_dump($server->messages()[0] === "Subject: dots\r\n\r\n.\r\n..\r\nlast\r\n", $result->bytes === 30);
	}
}
echo "-- not offered, not asked for, overlooked: DATA\n";
$runs = [[['SIZE'], Need::Prefer, []], [['CHUNKING'], Need::Never, []], [['CHUNKING'], Need::Prefer, ['chunking']]];
foreach ($runs as [$extensions, $need, $overlooked]) {
	$server = smtp_server(smtp_script(['extensions' => $extensions]));
	$mail = new SmtpMail(...$server->client(['chunking' => $need, 'disableExtensions' => $overlooked]));
	attempt($mail, $message, $envelope);
	unset($mail);
	var_dump(str_contains($server->transcript(), 'C: DATA'), str_contains($server->transcript(), '!!'));
}
echo "-- required and absent\n";
$server = smtp_server(smtp_script(['extensions' => ['PIPELINING'], 'mails' => 0]));
$mail = new SmtpMail(...$server->client(['chunking' => Need::Require]));
$e = attempt($mail, $message, $envelope);
echo "$e->capability, {$e->result->attempts} attempts\n";
unset($mail, $e);
var_dump(str_contains($server->transcript(), 'MAIL'));
?>
--EXPECT--
-- PIPELINING, whole
accepted: code 250, attempts 1, new connection
C: EHLO client.test
C: MAIL FROM:<from@example.com>
C+ RCPT TO:<to@example.com>
C: (last chunk)
C: QUIT
bool(true)
bool(true)
-- PIPELINING, byte
accepted: code 250, attempts 1, new connection
C: EHLO client.test
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: (last chunk)
C: QUIT
bool(true)
bool(true)
-- lockstep, whole
accepted: code 250, attempts 1, new connection
C: EHLO client.test
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: (last chunk)
C: QUIT
bool(true)
bool(true)
-- lockstep, byte
accepted: code 250, attempts 1, new connection
C: EHLO client.test
C: MAIL FROM:<from@example.com>
C: RCPT TO:<to@example.com>
C: (last chunk)
C: QUIT
bool(true)
bool(true)
-- not offered, not asked for, overlooked: DATA
accepted: code 250, attempts 1, new connection
bool(true)
bool(false)
accepted: code 250, attempts 1, new connection
bool(true)
bool(false)
accepted: code 250, attempts 1, new connection
bool(true)
bool(false)
-- required and absent
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
CHUNKING, 0 attempts
bool(false)
