--TEST--
CR, LF and NUL in any argument: ValueError, and not one connection
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('S: 220 mx.test');
$evil = ["a@b.example\r\nRCPT TO:<evil@example.com>", "a@b.example\n", "a\r@b.example", "a\0@b.example", "\"a\r\nb\"@c.example"];
$try = function (callable $call) {
	try {
		$call();
		return 'no exception';
	} catch (Throwable $e) {
		return get_class($e);
	}
};
$send = fn (array $arguments) => $try(fn () => smtpmail_send(...$arguments + [
	'to' => 'to@example.com', 'subject' => 's', 'text' => 't', 'from' => 'from@example.com', 'options' => $server->options()]));
$seen = [];
foreach ($evil as $address) {
	foreach (['to', 'from', 'cc', 'bcc', 'replyTo'] as $name) {
		$seen[$name][] = $send([$name => $address]);
	}
}
foreach (["s\r\nX: y", "s\nX", "s\rX", "s\0X"] as $text) {
	$seen['subject'][] = $send(['subject' => $text]);
	$seen['header'][] = $send(['headers' => ['X-Test' => $text]]);
	$seen['header name'][] = $send(['headers' => [$text => 'y']]);
	foreach (['localDomain', 'username', 'host', 'peerName'] as $option) {
		$seen[$option][] = $send(['options' => [$option => $text, 'password' => 'p'] + $server->options()]);
	}
	$seen['password'][] = $send(['options' => ['username' => 'u', 'password' => $text] + $server->options()]);
}
foreach ($seen as $name => $classes) {
	echo $name, ': ', implode(' ', array_unique($classes)), "\n";
}
echo $server->connections(), " connections\n";
?>
--EXPECT--
to: ValueError
from: ValueError
cc: ValueError
bcc: ValueError
replyTo: ValueError
subject: ValueError
header: ValueError
header name: ValueError
localDomain: ValueError
username: ValueError
host: ValueError
peerName: ValueError
password: ValueError
0 connections
