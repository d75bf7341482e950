--TEST--
Postfix: dots, bare CR and LF, long lines and 5 MB arrive as they were sent
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_POSTFIX') === false) {
	die('skip no Postfix: bin/test starts one');
}
?>
--FILE--
<?php
require __DIR__ . '/postfix.inc';

$bodies = [
	'dots' => ".\n..\n.\n.hidden\n\n.",
	'bare' => "a\rb\nc\r\nd\n\re\r\r\n.\r.\nf",
	'smuggling' => "a\n.\nMAIL FROM:<evil@example.com>\r.\rb\r\n.\rc\n.\r\nd",
	'long' => str_repeat('x', 5000) . "\n" . str_repeat('ü', 5000) . "\n.\n" . str_repeat('. ', 3000),
	'large' => str_repeat(str_repeat('0123456789', 7) . "\n.\n", 70000),
];
$mail = postfix_client('tls', SmtpMail\Tls::Implicit);
foreach ($bodies as $name => $text) {
	$to = postfix_recipient();
	$message = (new SmtpMail\Message('crazymus@example.com', $to, $name))->text($text);
	$mail->send($message);
	$got = postfix_original(postfix_mail($to));
	// A last line without its end is given one.
	$made = rtrim(str_replace("\r\n", "\n", (string) $message), "\n");
	echo $name, ' ', rtrim($got, "\n") === $made ? 'as made' : 'CHANGED', ', ';
	[$head, $body] = explode("\n\n", $got, 2);
	preg_match('/^Content-Transfer-Encoding: (\S+)/mi', $head, $encoding);
	$decoded = match (strtolower($encoding[1] ?? '7bit')) {
		'base64' => base64_decode($body),
		'quoted-printable' => quoted_printable_decode(str_replace("\n", "\r\n", $body)),
		default => $body,
	};
	$normal = fn (string $s) => rtrim(preg_replace('/\r\n|\r|\n/', "\n", $s), "\n");
	echo $normal($decoded) === $normal($text) ? 'as meant' : 'NOT AS MEANT', "\n";
}
?>
--EXPECT--
dots as made, as meant
bare as made, as meant
smuggling as made, as meant
long as made, as meant
large as made, as meant
