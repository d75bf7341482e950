--TEST--
Replies are read whole, line by line and byte by byte alike
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach ([false, true] as $implicit) {
	foreach (['whole', 'line', 'byte'] as $mode) {
		$server = smtp_server(smtp_script(['auth' => 'LOGIN', 'rcpt' => ['250 ok', '550 no']]), ['mode' => $mode, 'implicit' => $implicit]);
		$mail = new SmtpMail(...$server->client(arguments: [
			'username' => 'crazymus@example.com', 'password' => 'the auth code',
			'tls' => $implicit ? SmtpMail\Tls::Implicit : SmtpMail\Tls::Auto,
		]));
		$result = $mail->send(test_message(['a@example.com', 'b@example.com']));
		unset($mail);
		echo $mode, ' ', $result->queueId, ' ', count($result->accepted), ' ', count($server->messages()),
			str_contains($server->transcript(), '!!') ? $server->transcript() : '', "\n";
	}
}
?>
--EXPECT--
whole ABC123 1 1
line ABC123 1 1
byte ABC123 1 1
whole ABC123 1 1
line ABC123 1 1
byte ABC123 1 1
