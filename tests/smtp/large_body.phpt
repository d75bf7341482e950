--TEST--
Content: 5 MB arrive octet for octet, in constant memory
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

/* Joined at once: growing a string step by step takes minutes where every step copies it. */
$lines = implode(array_map(
	fn($i) => ($i % 7 === 0 ? '.' : '') . "line $i " . str_repeat('x', $i % 60) . "\n",
	range(1, 118_000),
));
$server = smtp_server(smtp_script());
$message = test_message()->text($lines);
$mail = new SmtpMail(...$server->client());
$before = memory_get_usage();
$result = attempt($mail, $message);
var_dump(memory_get_usage() - $before < 100000);
unset($mail);
[, $body] = explode("\r\n\r\n", $server->messages()[0], 2);
var_dump($body === str_replace("\n", "\r\n", $lines));
var_dump($result->bytes === strlen($server->messages()[0]));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(true)
