--TEST--
A client cannot be used from its own logger
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client());
$once = true;
$mail->setLogger(function ($direction, $line, $stage) use (&$mail, &$once) {
	if ($once && $stage === SmtpMail\Stage::Ehlo) {
		$once = false;
		foreach (['send', 'close', 'connect'] as $method) {
			try {
				$method === 'send' ? $mail->send(test_message()) : $mail->$method();
				echo "$method: no exception\n";
			} catch (Throwable $e) {
				echo $method, ': ', get_class($e), "\n";
			}
		}
	}
});
attempt($mail);
unset($mail);
echo count($server->messages()), " message\n";
?>
--EXPECT--
send: Error
close: Error
connect: Error
accepted: code 250, attempts 1, new connection
1 message
