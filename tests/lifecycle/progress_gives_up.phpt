--TEST--
progress: false or an exception gives up before the final dot, however late; nothing is delivered
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$message = test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 3000));
$size = $message->getSize();
$ways = [
	'false at once' => fn ($sent) => false,
	'false when only the end is missing' => fn ($sent) => $sent < $size,
	'exception in the middle' => fn ($sent) => $sent > 0 ? throw new DomainException('no more') : true,
	'exception at the end' => fn ($sent) => $sent === $size ? throw new DomainException('no end') : true,
];
foreach ($ways as $name => $progress) {
	echo "$name\n  ";
	$script = smtp_script();
	$server = smtp_server(substr($script, 0, strpos($script, "\nDATA") + 1) . 'DRAIN');
	$mail = new SmtpMail(...$server->client(['progress' => $progress]));
	attempt($mail, $message);
	var_dump($mail->isConnected());
	$said = explode("\n", trim($server->transcript()));
	echo '  ', count($server->messages()), ' messages, ', in_array('C: .', $said, true) ? 'a dot' : 'no dot', "\n";
}

// Null is no refusal, and smtpmail_send() takes the option too.
foreach ([null, false] as $answer) {
	$server = smtp_server($answer === null ? smtp_script() : substr($script, 0, strpos($script, "\nDATA") + 1) . 'DRAIN');
	echo @smtpmail_send('to@example.com', 'subject', 'text', from: 'from@example.com',
		options: $server->options(['progress' => fn () => $answer]), result: $result), ' ', $result->outcome->value, "\n";
}
echo error_get_last()['message'], "\n";
?>
--EXPECT--
false at once
  SmtpMail\CancelledException: code 0, stage content, not_sent, permanent
bool(false)
  0 messages, no dot
false when only the end is missing
  SmtpMail\CancelledException: code 0, stage content, not_sent, permanent
bool(false)
  0 messages, no dot
exception in the middle
  DomainException: no more
bool(false)
  0 messages, no dot
exception at the end
  DomainException: no end
bool(false)
  0 messages, no dot
250 accepted
0 not_sent
smtpmail_send(): cancelled by the progress callback
