--TEST--
Logger: each level hides its own and nothing else, however the replies arrive; the lines are clean text
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$secret = base64_encode("\0crazymus@example.com\0the auth code");
$script = smtp_script([
	'auth' => 'PLAIN', 'rcpt' => ['250 2.1.5 <to@example.com> it is', '550 5.1.1 nobody of that name: gone'],
	'final' => "250 2.0.0 \e[2J<to@example.com>: caf\xe9, queued as ABC123",
]);
$texts = [
	'secret' => $secret, 'recipient' => 'to@example.com>', 'refused recipient' => 'gone@', 'its reply' => 'of that name',
	'body' => 'a line of the body', 'sender' => '<from@example.com>', 'verdict' => 'queued as ABC123', 'octets' => ' octets]',
];
foreach (range(0, 7) as $redact) {
	$shown = [];
	foreach (['whole', 'line', 'byte'] as $mode) {
		$server = smtp_server($script, ['mode' => $mode]);
		$mail = new SmtpMail(...$server->client(arguments: ['username' => 'crazymus@example.com', 'password' => 'the auth code']));
		$log = '';
		$mail->setLogger(function ($direction, $line) use (&$log) {
			$log .= "$direction $line\n";
		}, $redact);
		$mail->send(test_message(['to@example.com', 'gone@example.com'])->text("a line of the body\n"));
		unset($mail);
		$log = preg_replace('/^To: .*(\n .*)*\n/m', '', str_replace('> To:', 'To:', $log));
		$shown[$mode] = implode(', ', array_keys(array_filter($texts, fn ($text) => str_contains($log, $text))));
		if (preg_match('/[\x00-\x09\x0b-\x1f\x7f]/', $log) || !is_utf8($log)) {
			echo "not clean: ", rawurlencode($log), "\n";
		}
	}
	echo $redact, ': ', implode("\n   ", array_unique($shown)), "\n";
}

function is_utf8(string $text): bool
{
	return preg_match('//u', $text) === 1;
}
?>
--EXPECT--
0: secret, recipient, refused recipient, its reply, body, sender, verdict, octets
1: recipient, refused recipient, its reply, body, sender, verdict, octets
2: secret, body, sender, verdict, octets
3: body, sender, verdict, octets
4: secret, recipient, refused recipient, its reply, sender, verdict, octets
5: recipient, refused recipient, its reply, sender, verdict, octets
6: secret, sender, verdict, octets
7: sender, verdict, octets
