--TEST--
Logger: the levels of redaction
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach ([0, SmtpMail::REDACT_SECRETS, SmtpMail::REDACT_SECRETS | SmtpMail::REDACT_BODY | SmtpMail::REDACT_RECIPIENTS] as $redact) {
	$server = smtp_server(smtp_script(['auth' => 'PLAIN', 'extensions' => ['8BITMIME']]));
	$mail = new SmtpMail(...$server->client(arguments: ['username' => 'crazymus@example.com', 'password' => 'the auth code']));
	$log = '';
	$mail->setLogger(function ($direction, $line) use (&$log) {
		$log .= "$direction $line\n";
	}, $redact);
	$mail->send(test_message()->text("a line of the body\n"));
	$seen = [];
	foreach (['password' => base64_encode("\0crazymus@example.com\0the auth code"), 'recipient' => 'to@example.com', 'body' => 'a line of the body'] as $what => $text) {
		$seen[] = $what . (str_contains($log, $text) ? ' seen' : ' hidden');
	}
	echo $redact, ': ', implode(', ', $seen), "\n";
	// The transcript does not follow the logger.
	var_dump(str_contains($mail->getTranscript(), base64_encode("\0crazymus@example.com\0the auth code")));
	unset($mail);
}
?>
--EXPECT--
0: password seen, recipient seen, body seen
bool(false)
1: password hidden, recipient seen, body seen
bool(false)
7: password hidden, recipient hidden, body hidden
bool(false)
