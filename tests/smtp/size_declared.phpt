--TEST--
SIZE: MAIL declares the octets of the message, before dots are doubled
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['extensions' => ['SIZE']]));
$message = test_message()->text(".dot\n..\n.\n");
$mail = new SmtpMail(...$server->client());
$result = attempt($mail, $message);
unset($mail);
preg_match('/SIZE=(\d+)/', $server->transcript(), $declared);
var_dump((int) $declared[1] === strlen((string) $message));
var_dump((int) $declared[1] === strlen($server->messages()[0]));
var_dump((int) $declared[1] === $result->bytes, $message->getSize() === $result->bytes);
var_dump($server->messages()[0] === (string) $message);
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
