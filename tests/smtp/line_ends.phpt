--TEST--
Content: CR and LF, alone or together, leave as CRLF or encoded, never bare
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$text = "one\rtwo\nthree\r\nfour\n\rfive\r\r\n.\r.\nsix";
$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client());
attempt($mail, test_message()->text($text));
unset($mail);
var_dump(str_contains($server->transcript(), '!!'));
$message = $server->messages()[0];
[$head, $body] = explode("\r\n\r\n", $message, 2);
preg_match('/Content-Transfer-Encoding: (\S+)/i', $head, $encoding);
$decoded = match ($encoding[1] ?? '7bit') {
	'base64' => base64_decode($body),
	'quoted-printable' => quoted_printable_decode($body),
	default => $body,
};
$normal = fn ($s) => preg_replace('/\r\n|\r|\n/', "\n", rtrim($s));
var_dump($normal($decoded) === $normal($text));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
bool(false)
bool(true)
