--TEST--
A connection cut anywhere in the server's answers: the outcome is what the server knows
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

/** What the client says before, and the answer. */
const HELLO = [
	['', '220 mx.test ESMTP\r\n'],
	["C: EHLO *\n", '250-mx.test\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n'],
	["C: AUTH *\n", '235 2.7.0 welcome\r\n'],
];
const MAIL = [
	["C: MAIL *\nC: RCPT *\nC: RCPT *\nC: DATA\n", '250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n'],
	["DATA\n", '250-2.0.0 taken\r\n250 2.0.0 OK: queued as ABC123\r\n'],
];

/** The script up to |$octets| of the answers, and then |$end|; null: they are not so many. */
function script(array $flights, int $octets, string $end): ?string
{
	$script = '';
	foreach ($flights as [$before, $answer]) {
		$left = stripcslashes($answer);
		$part = substr($left, 0, $octets);
		$script .= $before . ($part !== '' ? 'RAW ' . addcslashes($part, "\r\n") . "\n" : '');
		$octets -= strlen($left);
		if ($octets <= 0) {
			return "$script$end\n";
		}
	}
	return null;
}

function whole(array $flights, string $end): string
{
	return script($flights, strlen(stripcslashes(implode('', array_column($flights, 1)))), $end);
}

/** The letter of the outcome: A, R, N or D (in doubt). */
function send(SmtpMail $mail, string $subject): string
{
	$message = new SmtpMail\Message('from@example.com', ['a@example.com', 'b@example.com'], $subject, "text\n");
	try {
		$outcome = $mail->send($message)->outcome;
	} catch (SmtpMail\SmtpMailException $e) {
		$outcome = $e->outcome;
	}
	return ['accepted' => 'A', 'rejected' => 'R', 'not_sent' => 'N', 'in_doubt' => 'D'][$outcome->value];
}

/** One mail with the connection cut, as its first or as its second one; again, if it was not sent. */
function place(string $script, bool $kept): string
{
	$server = smtp_server("$script---\n" . whole([...HELLO, ...MAIL], 'DRAIN'), ['implicit' => !$kept]);
	$arguments = ['username' => 'me', 'password' => 's3cret', 'tls' => $kept ? SmtpMail\Tls::None : SmtpMail\Tls::Implicit];
	$mail = new SmtpMail(...$server->client(arguments: $arguments));
	if ($kept && send($mail, 'first') !== 'A') {
		echo "the first mail failed\n";
	}
	$letter = send($mail, 'second');
	$again = $letter === 'N' ? send($mail, 'second') : '';
	unset($mail);
	$delivered = count(preg_grep('/^Subject: second\r$/m', $server->messages()));
	$expected = ['A' => [1], 'D' => [0, 1], 'NA' => [1]][$letter . $again] ?? [];
	$odd = preg_match('/!! (?!connection 2 never came)/', $server->transcript());
	if (!in_array($delivered, $expected, true) || $odd || ($letter === 'D' && $server->connections() > 1)) {
		echo "$letter$again, but delivered $delivered times:\n", $server->transcript();
	}
	return $letter;
}

foreach (['CUT', 'RST'] as $end) {
	foreach ([false, true] as $kept) {
		$before = $kept ? whole([...HELLO, ...MAIL], '') : '';
		$letters = '';
		for ($at = 0; ($script = script($kept ? MAIL : [...HELLO, ...MAIL], $at, $end)) !== null; $at += 9) {
			$letters .= place($before . $script, $kept);
		}
		// What a reset overtakes is a matter of luck.
		echo $end, $kept ? ', kept: ' : ', new: ', $end === 'RST' ? strlen($letters) . ' places' : $letters, "\n";
	}
}
?>
--EXPECT--
CUT, new: NNNNNNNNNNNNNDDDDDD
CUT, kept: AAAADDDDDA
RST, new: 19 places
RST, kept: 10 places
