--TEST--
Ten thousand recipients, in one mail and in parts
--EXTENSIONS--
smtpmail
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\Envelope;

const COUNT = 10000;

function session(string $limits, array $parts): string
{
	$script = ['S: 220 mx', 'C: EHLO *', 'S: 250-mx', 'S: 250-PIPELINING', "S: 250 $limits"];
	foreach ($parts as $count) {
		array_push($script, 'C: MAIL*', ...array_fill(0, $count, 'C: RCPT*'), ...['C: DATA', 'S: 250 ok'],
			...array_fill(0, $count - 1, 'S: 250 ok'), ...['S: 550 who', 'S: 354 go', 'DATA', 'S: 250 queued']);
	}
	return implode("\n", [...$script, 'C: QUIT', 'S: 221 bye']);
}

$envelope = new Envelope(null, array_map(fn ($i) => "r$i@example.com", range(1, COUNT)));
foreach (['HELP' => [COUNT], 'LIMITS RCPTMAX=4000' => [4000, 4000, 2000]] as $limits => $parts) {
	$server = smtp_server(session($limits, $parts), ['limit' => 300]);
	$mail = new SmtpMail(...$server->client());
	$result = $mail->send(test_message(), $envelope);
	unset($mail);
	echo "{$result->outcome->value}, $result->attempts attempts, ", count($result->accepted), ' accepted, not: ',
		implode(' ', array_map(fn ($r) => $r->recipient->localPart, $result->rejected)), "\n";
	$transcript = $server->transcript();
	preg_match_all('/^C: RCPT TO:<(\w+)@/m', $transcript, $asked);
	var_dump($asked[1] === array_map(fn ($i) => "r$i", range(1, COUNT)), str_contains($transcript, '!!'));
	unset($result);
}
?>
--EXPECT--
accepted, 1 attempts, 9999 accepted, not: r10000
bool(true)
bool(false)
accepted, 3 attempts, 9997 accepted, not: r4000 r8000 r10000
bool(true)
bool(false)
