--TEST--
progress: told how much has gone, also when only the end is missing, and never after it
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$seen = [];
$progress = function (int $sent, ?int $total) use (&$seen): bool {
	$seen[] = [$sent, $total];
	return true;
};
$server = smtp_server(smtp_script(['mails' => 3]));
$mail = new SmtpMail(...$server->client(['progress' => $progress]));
$message = test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 3000));
$result = attempt($mail, $message);
[$first, $last] = [$seen[0], $seen[count($seen) - 1]];
var_dump($first === [0, $message->getSize()], $last === [$result->bytes, $message->getSize()]);
$sent = array_column($seen, 0);
$sorted = $sent;
sort($sorted);
var_dump(count($seen) > 3, $sent === $sorted, count(array_unique($sent)) === count($sent));

// A stream whose length nobody knows: the total is null.
[$read, $write] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($write, 'to be attached');
fclose($write);
$seen = [];
$message = test_message()->attach(SmtpMail\Attachment::fromStream($read, 'a.txt'));
attempt($mail, $message);
echo count(array_unique(array_column($seen, 1), SORT_REGULAR)), " total for all calls\n";

$seen = [];
attempt($mail);
echo count($seen) > 0 ? "called again\n" : "not called\n";
unset($mail);
echo count($server->messages()), " messages\n";
echo implode("\n", preg_grep('/!!/', explode("\n", $server->transcript())));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
accepted: code 250, attempts 1, reused connection
1 total for all calls
accepted: code 250, attempts 1, reused connection
called again
3 messages
