--TEST--
Thousands of commands in flight to a server that answers each at length before it reads on
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$count = 4000;
$replies = [];
$addresses = [];
for ($i = 0; $i < $count; $i++) {
	$replies[] = "C: RCPT TO:<r$i@example.com>\nS: 250 2.1.5 OK " . str_repeat('x', 400);
	$addresses[] = "r$i@example.com";
}
$script = "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 PIPELINING\nC: MAIL FROM:*\nS: 250 OK\n" . implode("\n", $replies)
	. "\nC: DATA\nS: 354 go\nDATA\nS: 250 OK\n";
$server = smtp_server($script, ['mode' => 'line', 'limit' => 300]);
$result = (new SmtpMail(...$server->client(['timeout' => ['command' => 250]])))->send(test_message(), new SmtpMail\Envelope('from@example.com', $addresses));
echo $result->outcome->value, ' ', count($result->recipients), ' ', count($result->rejected), "\n";
echo count($server->messages()), "\n";
?>
--EXPECT--
accepted 4000 0
1
