--TEST--
LIMITS: a mail in parts, over further connections where need be, and what came of each recipient
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Envelope, Message, RecipientPolicy};

/** A session that takes |parts|, each a list: how many recipients, and the final reply. */
function parts(string $limits, array ...$parts): string
{
	$script = ['S: 220 mx', 'C: EHLO *', 'S: 250-mx', 'S: 250-PIPELINING', "S: 250 LIMITS $limits"];
	foreach ($parts as [$count, $final]) {
		array_push($script, 'C: MAIL*', ...array_fill(0, $count, 'C: RCPT*'), ...['C: DATA', 'S: 250 ok'],
			...array_fill(0, $count, 'S: 250 ok'), ...['S: 354 go', 'DATA', $final]);
	}
	return implode("\n", $script) . "\n";
}

$to = array_map(fn ($i) => "r$i@example.com", range(1, 5));
$message = new Message('from@example.com', $to, 'subject', "text\n");
$quit = "C: QUIT\nS: 221 bye\n";
$runs = [
	'three parts' => parts('RCPTMAX=2', [2, 'S: 250 one'], [2, 'S: 250 two'], [1, 'S: 250 three']) . $quit,
	'over two connections' => parts('RCPTMAX=2 MAILMAX=2', [2, 'S: 250 one'], [2, 'S: 250 two']) . "$quit---\n" . parts('RCPTMAX=2 MAILMAX=2', [1, 'S: 250 three']) . $quit,
	'the second part refused' => parts('RCPTMAX=2', [2, 'S: 250 one'], [2, 'S: 451 later']) . $quit,
	'the second part in doubt' => parts('RCPTMAX=2', [2, 'S: 250 one'], [2, 'CLOSE']),
	'the first part in doubt' => parts('RCPTMAX=2', [2, 'CLOSE']),
	'closed between the parts' => parts('RCPTMAX=2', [2, 'S: 250 one']) . 'CLOSE',
	'no second connection' => parts('RCPTMAX=2 MAILMAX=1', [2, 'S: 250 one']) . "$quit---\nS: 554 no\nDRAIN",
	'nonsense limits nothing' => parts('RCPTMAX=0 MAILMAX=x', [5, 'S: 250 all']) . $quit,
];
foreach ($runs as $title => $script) {
	echo "-- $title\n";
	$server = smtp_server($script);
	$mail = new SmtpMail(...$server->client());
	try {
		$result = $mail->send($message);
		echo "result {$result->outcome->value}, {$result->reply}, ";
	} catch (SmtpMail\SmtpMailException $e) {
		$result = $e->result;
		echo get_class($e), ', ';
		unset($e);
	}
	echo $result->attempts, ' attempts:';
	foreach ($result->recipients as $recipient) {
		echo ' ', $recipient->outcome->value;
	}
	echo '; ', count($result->inDoubt()), ' in doubt, ', count($result->retryable()), " to be retried\n";
	unset($mail);
	$messages = $server->messages();
	echo count($messages), ' deliveries, ', count(array_unique($messages)), ' text, ', $server->connections(), " connections\n";
	echo implode('', preg_grep('/^!!/', explode("\n", $server->transcript())));
}
echo "-- a stream that is read for each part\n";
$server = smtp_server(parts('RCPTMAX=3', [3, 'S: 250 one'], [2, 'S: 250 two']) . $quit);
$mail = new SmtpMail(...$server->client());
$stream = fopen('php://temp', 'w+');
fwrite($stream, str_repeat("Line of a file.\n", 20000));
rewind($stream);
$result = $mail->send((clone $message)->attach(SmtpMail\Attachment::fromStream($stream, 'a.txt')));
unset($mail);
[$one, $two] = $server->messages();
var_dump($one === $two, strlen($one) === $result->bytes);
echo "-- RequireAll is all or nothing\n";
$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 LIMITS RCPTMAX=4\n$quit");
$mail = new SmtpMail(...$server->client(['recipientPolicy' => RecipientPolicy::RequireAll]));
$e = attempt($mail, $message);
echo "$e->capability: {$e->getMessage()}\n";
unset($mail, $e);
var_dump(str_contains($server->transcript(), 'MAIL'));
echo "-- overlooked\n";
$server = smtp_server(parts('RCPTMAX=2', [5, 'S: 250 all']) . $quit);
$mail = new SmtpMail(...$server->client(['disableExtensions' => ['LIMITS']]));
attempt($mail, $message);
?>
--EXPECT--
-- three parts
result accepted, 250 three, 3 attempts: accepted accepted accepted accepted accepted; 0 in doubt, 0 to be retried
3 deliveries, 1 text, 1 connections
-- over two connections
result accepted, 250 three, 3 attempts: accepted accepted accepted accepted accepted; 0 in doubt, 0 to be retried
3 deliveries, 1 text, 2 connections
-- the second part refused
result accepted, 250 one, 2 attempts: accepted accepted rejected rejected rejected; 0 in doubt, 3 to be retried
2 deliveries, 1 text, 1 connections
-- the second part in doubt
result accepted, 250 one, 2 attempts: accepted accepted in_doubt in_doubt not_sent; 2 in doubt, 1 to be retried
2 deliveries, 1 text, 1 connections
-- the first part in doubt
SmtpMail\InDoubtException, 1 attempts: in_doubt in_doubt not_sent not_sent not_sent; 2 in doubt, 3 to be retried
1 deliveries, 1 text, 1 connections
-- closed between the parts
result accepted, 250 one, 2 attempts: accepted accepted not_sent not_sent not_sent; 0 in doubt, 3 to be retried
1 deliveries, 1 text, 1 connections
-- no second connection
result accepted, 250 one, 1 attempts: accepted accepted not_sent not_sent not_sent; 0 in doubt, 3 to be retried
1 deliveries, 1 text, 2 connections
-- nonsense limits nothing
result accepted, 250 all, 1 attempts: accepted accepted accepted accepted accepted; 0 in doubt, 0 to be retried
1 deliveries, 1 text, 1 connections
-- a stream that is read for each part
bool(true)
bool(true)
-- RequireAll is all or nothing
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
LIMITS: the server takes no more than 4 of the 5 recipients at once, and all are required
bool(false)
-- overlooked
accepted: code 250, attempts 1, new connection
  r1@example.com: accepted, 250 ok
  r2@example.com: accepted, 250 ok
  r3@example.com: accepted, 250 ok
  r4@example.com: accepted, 250 ok
  r5@example.com: accepted, 250 ok
