--TEST--
LMTP: whose verdict was lost is in doubt, whatever the others have got; nothing is sent twice
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$message = test_message(['a@example.com', 'b@example.com', 'c@example.com']);
$runs = ["S: 250 a\nCLOSE", "S: 250 a\nS: 450 b\nRST", "S: 550 a\nSTALL", 'CLOSE', "S: 250 a\nS: 354 what\nDRAIN", "S: 250 a\nS: 421 bye\nCLOSE"];
foreach ($runs as $end) {
	echo '-- ', strtr($end, "\n", ' '), "\n";
	$script = smtp_script(['lmtp' => true, 'rcpt' => ['250 ok', '250 ok', '250 ok'], 'final' => [], 'quit' => false]);
	$server = smtp_server($script . $end);
	$mail = new SmtpMail(...$server->client(['lmtp' => true, 'timeout' => ['reply' => 0.5]]));
	try {
		$result = $mail->send($message);
		echo "result {$result->outcome->value} {$result->getCode()}:";
	} catch (SmtpMail\InDoubtException $e) {
		$result = $e->result;
		echo 'exception ', get_class($e->getPrevious()), ' ', var_export($e->isRetrySafe(), true), " {$e->getCode()}:";
	}
	foreach ($result->recipients as $recipient) {
		echo ' ', $recipient->outcome->value;
	}
	echo '; ', count($result->inDoubt()), ' in doubt, ', count($result->retryable()), " to be retried\n";
	unset($mail);
	echo count($server->messages()), ' message, ', $server->connections(), " connection\n";
}
?>
--EXPECT--
-- S: 250 a CLOSE
result accepted 250: accepted in_doubt in_doubt; 2 in doubt, 0 to be retried
1 message, 1 connection
-- S: 250 a S: 450 b RST
result accepted 250: accepted rejected in_doubt; 1 in doubt, 1 to be retried
1 message, 1 connection
-- S: 550 a STALL
exception SmtpMail\TimeoutException false 0: rejected in_doubt in_doubt; 2 in doubt, 0 to be retried
1 message, 1 connection
-- CLOSE
exception SmtpMail\ConnectionException false 0: in_doubt in_doubt in_doubt; 3 in doubt, 0 to be retried
1 message, 1 connection
-- S: 250 a S: 354 what DRAIN
result accepted 250: accepted in_doubt in_doubt; 2 in doubt, 0 to be retried
1 message, 1 connection
-- S: 250 a S: 421 bye CLOSE
result accepted 250: accepted rejected in_doubt; 1 in doubt, 1 to be retried
1 message, 1 connection
