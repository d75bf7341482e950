--TEST--
A $result that cannot hold a Result is refused before anything is sent; an empty last line of a reply counts
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

class Holder
{
	public ?int $number = null;
	public ?SmtpMail\Result $result = null;
}
$holder = new Holder;
$server = smtp_server(str_replace('S: 250 2.0.0 OK: queued as ABC123', "S: 250-first\nS: 250-\nS: 250 ", smtp_script()));
$send = fn (&$result) => smtpmail_send('to@example.com', 'x', 'text', from: 'from@example.com',
	options: $server->options(), result: $result);
failure(fn () => $send($holder->number));
echo $server->connections(), " connections\n";
$server = smtp_server(str_replace('S: 250 2.0.0 OK: queued as ABC123', "S: 250-first\nS: 250-\nS: 250 ", smtp_script()));
echo smtpmail_send('to@example.com', 'x', 'text', from: 'from@example.com', options: $server->options(), result: $holder->result), "\n";
var_dump($holder->result->reply->lines === ['first', '', '']);
try {
	ini_set('smtpmail.default_dsn', "smtp://127.0.0.1:1\0evil");
	smtpmail_send('to@example.com', 'x', from: 'from@example.com');
} catch (ValueError $e) {
	echo get_class($e), "\n";
}
?>
--EXPECT--
TypeError: Cannot assign SmtpMail\Result to reference held by property Holder::$number of type ?int
0 connections
250
bool(true)
ValueError
