--TEST--
Content: lines that begin with dots, at the edges and alone
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$bodies = ['.', "..\n", ".\n.\n..\n...\n", "a\n.b\n.", "\n.\n", '', "\n"];
foreach ($bodies as $text) {
	$server = smtp_server(smtp_script());
	$message = test_message()->text($text);
	$mail = new SmtpMail(...$server->client());
	$mail->send($message);
	unset($mail);
	// A last line without its end is given one.
	$expected = (string) $message;
	$expected .= str_ends_with($expected, "\r\n") ? '' : "\r\n";
	var_dump($server->messages() === [$expected], str_contains($server->transcript(), '!!'));
}
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
