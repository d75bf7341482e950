--TEST--
LMTP: a verdict for each recipient, and none lost or taken for another's
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$ok = ['250 ok', '250 ok', '250 ok'];
$runs = [
	'mixed' => ['final' => ['250 2.1.5 a', '452 4.2.2 b full', '550 5.1.1 c']],
	'all taken' => ['final' => ['250 a', '250 b', '250 c']],
	'b was refused by RCPT' => ['rcpt' => ['250 ok', '550 who', '250 ok'], 'final' => ['451 a later', '250 c']],
	'all refused' => ['final' => ['550 a', '450 b', '550 c']],
	'one verdict too many' => ['final' => ['250 a', '250 b', '250 c', '250 d'], 'quit' => false],
	'chunks' => ['final' => ['250 a', '552 b full', '250 c'], 'bdat' => true],
];
foreach ($runs as $title => $run) {
	echo "-- $title\n";
	$server = smtp_server(smtp_script($run + ['lmtp' => true, 'rcpt' => $ok, 'extensions' => ['PIPELINING', 'CHUNKING']]));
	$options = ['lmtp' => true, 'chunking' => isset($run['bdat']) ? SmtpMail\Need::Require : SmtpMail\Need::Never];
	$mail = new SmtpMail(...$server->client($options));
	$got = attempt($mail, test_message(['a@example.com', 'b@example.com', 'c@example.com']));
	$result = $got instanceof SmtpMail\Result ? $got : $got->result;
	foreach ($got === $result ? [] : $result->recipients as $recipient) {
		printf("  %s: %s, %s\n", $recipient->recipient->address, $recipient->outcome->value, $recipient->reply ?? '-');
	}
	$names = fn ($list) => implode(',', array_map(fn ($r) => $r->recipient->localPart, $list));
	echo 'retryable: ', $names($result->retryable()), '; in doubt: ', $names($result->inDoubt()), '; ', $result->isPartial() ? 'partial' : 'whole', "\n";
	var_dump($mail->isConnected());
	unset($mail, $got, $result);
	echo implode("\n", preg_grep('/^!!/', explode("\n", $server->transcript())));
}
?>
--EXPECT--
-- mixed
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 2.1.5 a
  b@example.com: rejected, 452 4.2.2 b full
  c@example.com: rejected, 550 5.1.1 c
retryable: b; in doubt: ; partial
bool(true)
-- all taken
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 a
  b@example.com: accepted, 250 b
  c@example.com: accepted, 250 c
retryable: ; in doubt: ; whole
bool(true)
-- b was refused by RCPT
accepted: code 250, attempts 1, new connection
  a@example.com: rejected, 451 a later
  b@example.com: rejected, 550 who
  c@example.com: accepted, 250 c
retryable: a; in doubt: ; partial
bool(true)
-- all refused
SmtpMail\MessageRejectedException: code 450, stage commit, rejected, transient
  a@example.com: rejected, 550 a
  b@example.com: rejected, 450 b
  c@example.com: rejected, 550 c
retryable: b; in doubt: ; partial
bool(true)
-- one verdict too many
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 a
  b@example.com: accepted, 250 b
  c@example.com: accepted, 250 c
retryable: ; in doubt: ; whole
bool(false)
-- chunks
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 a
  b@example.com: rejected, 552 b full
  c@example.com: accepted, 250 c
retryable: ; in doubt: ; partial
bool(true)
