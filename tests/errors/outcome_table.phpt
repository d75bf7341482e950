--TEST--
The table of docs/outcomes.md: what ended how, and whether it may be sent again
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Attachment, Envelope, Tls};

$hello = "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 PIPELINING\n";
$flight = "{$hello}C: MAIL*\nC: RCPT*\nC: DATA\n";
$go = "{$flight}S: 250 ok\nS: 250 ok\nS: 354 go\n";
$login = ['username' => 'me', 'password' => 'secret'];
$auth = "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN *\n";
$large = test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 300000));
$runs = [
	'greeting 421' => ["S: 421 later\nDRAIN"],
	'greeting 451' => ["S: 451 later\nDRAIN"],
	'greeting 554' => ["S: 554 no\nDRAIN"],
	'no greeting' => ['STALL', 'options' => ['timeout' => ['greeting' => 0.5]]],
	'EHLO 421' => ["S: 220 mx\nC: EHLO *\nS: 421 later\nDRAIN"],
	'no STARTTLS' => ["{$hello}DRAIN", 'arguments' => ['tls' => Tls::StartTls]],
	'STARTTLS 454' => ["S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 not now\nDRAIN", 'arguments' => ['tls' => Tls::StartTls]],
	'certificate' => ["S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS", 'arguments' => ['tls' => Tls::StartTls], 'options' => ['peerName' => 'other.example']],
	'AUTH 454' => ["{$auth}S: 454 4.7.0 later\nDRAIN", 'arguments' => $login],
	'AUTH 535' => ["{$auth}S: 535 5.7.8 wrong\nDRAIN", 'arguments' => $login],
	'AUTH 421' => ["{$auth}S: 421 bye\nDRAIN", 'arguments' => $login],
	'no AUTH' => ["{$hello}DRAIN", 'arguments' => $login],
	'SIZE' => ["S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 SIZE 10\nDRAIN"],
	'an extension' => ["{$hello}DRAIN", 'envelope' => new Envelope(null, ['to@example.com'], priority: 1)],
	'MAIL 451' => ["{$flight}S: 451 later\nS: 503 no\nS: 503 no\nDRAIN"],
	'MAIL 421' => ["{$flight}S: 421 bye\nCLOSE"],
	'MAIL 550' => ["{$flight}S: 550 no\nS: 503 no\nS: 503 no\nDRAIN"],
	'MAIL lost' => ["{$flight}CLOSE"],
	'RCPT 450' => ["{$flight}S: 250 ok\nS: 450 later\nS: 503 no\nDRAIN"],
	'RCPT 552' => ["{$flight}S: 250 ok\nS: 552 too many\nS: 503 no\nDRAIN"],
	'RCPT 550' => ["{$flight}S: 250 ok\nS: 550 who\nS: 503 no\nDRAIN"],
	'RCPT 550, 354' => ["{$flight}S: 250 ok\nS: 550 who\nS: 354 go\nDATA\nS: 250 thanks\nDRAIN"],
	'DATA 451' => ["{$flight}S: 250 ok\nS: 250 ok\nS: 451 later\nDRAIN"],
	'DATA 421' => ["{$flight}S: 250 ok\nS: 250 ok\nS: 421 bye\nCLOSE"],
	'DATA 554' => ["{$flight}S: 250 ok\nS: 250 ok\nS: 554 no\nDRAIN"],
	'DATA 250' => ["{$flight}S: 250 ok\nS: 250 ok\nS: 250 ok\nDRAIN"],
	'DATA nonsense' => ["{$flight}S: 250 ok\nS: 250 ok\nS: hello\nDRAIN"],
	'content lost' => ["{$go}C: *\nRST", 'message' => $large],
	'content 552' => ["{$go}C: *\nS: 552 enough\nDRAIN", 'message' => $large],
	'content 451' => ["{$go}C: *\nS: 451 no room\nDRAIN", 'message' => $large],
	'final 450' => ["{$go}DATA\nS: 450 later\nDRAIN"],
	'final 421' => ["{$go}DATA\nS: 421 bye\nCLOSE"],
	'final 550' => ["{$go}DATA\nS: 550 spam\nDRAIN"],
	'final lost' => ["{$go}DATA\nCLOSE"],
	'final late' => ["{$go}DATA\nSTALL", 'options' => ['timeout' => ['reply' => 0.5]]],
	'final nonsense' => ["{$go}DATA\nS: 354 more\nDRAIN"],
	'given up' => ["{$go}DRAIN", 'options' => ['progress' => fn (int $sent) => $sent === 0]],
];
foreach ($runs as $name => $run) {
	$server = smtp_server($run[0]);
	$mail = new SmtpMail(...$server->client($run['options'] ?? [], ['host' => 'localhost'] + ($run['arguments'] ?? [])));
	try {
		$mail->send($run['message'] ?? test_message(), $run['envelope'] ?? null);
		echo "$name: accepted\n";
	} catch (SmtpMail\SmtpMailException $e) {
		printf("%s: %s %s %s %d, %s, %d\n", $name, substr(strrchr(get_class($e), '\\'), 1, -9), $e->outcome->value,
			$e->stage->value, $e->getCode(), $e->isRetrySafe() ? 'again' : 'not again', count($e->result->retryable()));
		if ($e->reply?->code !== ($e->getCode() ?: null) || $e->result->outcome !== $e->outcome) {
			echo "  exception and result differ\n";
		}
	}
	unset($mail, $e);
	// With no certificate the handshake fails, and content may still be on its way when it is refused.
	foreach (preg_grep('/^!! (?!unexpected: x)/', explode("\n", $server->transcript())) as $line) {
		echo $name === 'certificate' ? '' : "  $line\n";
	}
}
?>
--EXPECT--
greeting 421: Connection not_sent greeting 421, again, 0
greeting 451: Connection not_sent greeting 451, again, 0
greeting 554: Connection not_sent greeting 554, not again, 0
no greeting: Timeout not_sent greeting 0, again, 0
EHLO 421: Connection not_sent ehlo 421, again, 0
no STARTTLS: Tls not_sent starttls 0, not again, 0
STARTTLS 454: Tls not_sent starttls 454, again, 0
certificate: Tls not_sent tls 0, not again, 0
AUTH 454: Authentication not_sent auth 454, again, 0
AUTH 535: Authentication not_sent auth 535, not again, 0
AUTH 421: Authentication not_sent auth 421, again, 0
no AUTH: Authentication not_sent auth 0, not again, 0
SIZE: Capability not_sent ehlo 0, not again, 0
an extension: Capability not_sent ehlo 0, not again, 0
MAIL 451: SenderRejected rejected mail 451, again, 1
MAIL 421: SenderRejected rejected mail 421, again, 1
MAIL 550: SenderRejected rejected mail 550, not again, 0
MAIL lost: Connection not_sent mail 0, again, 0
RCPT 450: RecipientsRejected rejected rcpt 450, again, 1
RCPT 552: RecipientsRejected rejected rcpt 552, again, 1
RCPT 550: RecipientsRejected rejected rcpt 550, not again, 0
RCPT 550, 354: RecipientsRejected rejected rcpt 550, not again, 0
DATA 451: MessageRejected rejected data 451, again, 1
DATA 421: MessageRejected rejected data 421, again, 1
DATA 554: MessageRejected rejected data 554, not again, 0
DATA 250: Protocol not_sent data 0, not again, 0
DATA nonsense: Protocol not_sent data 0, not again, 0
content lost: Connection not_sent content 0, again, 0
content 552: MessageRejected rejected content 552, not again, 0
content 451: MessageRejected rejected content 451, again, 1
final 450: MessageRejected rejected commit 450, again, 1
final 421: MessageRejected rejected commit 421, again, 1
final 550: MessageRejected rejected commit 550, not again, 0
final lost: InDoubt in_doubt commit 0, not again, 0
final late: InDoubt in_doubt commit 0, not again, 0
final nonsense: InDoubt in_doubt commit 0, not again, 0
given up: Cancelled not_sent content 0, not again, 0
