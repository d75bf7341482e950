--TEST--
Persistent: in one process the next object takes the connection; two objects at a time have two
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function parked(): void
{
	echo smtpmail_stats()['parked'], " parked\n";
}
$server = smtp_server("---\n" . smtp_script(['mails' => 2, 'quit' => false]) . "---\n" . smtp_script(['mails' => 2]) . "---\n" . smtp_script());
$client = $server->client(['persistent' => true]);
attempt(new SmtpMail(...$client));
parked();
$first = new SmtpMail(...$client);
parked();
var_dump($first->isConnected(), $first->getTranscript());
attempt($first);
echo "a second one meanwhile, for which there is no room later\n";
$second = new SmtpMail(...$client);
var_dump($second->isConnected());
attempt($second);
unset($second);
parked();
unset($first);
parked();
echo "close() means it\n";
$third = new SmtpMail(...$client);
attempt($third);
$third->close();
unset($third);
parked();
echo "and without the option nothing is kept\n";
attempt(new SmtpMail(...['options' => ['persistent' => false] + $client['options']] + $client));
parked();
unset($client);
echo implode("\n", preg_grep('/connection|QUIT|EHLO|message|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
1 parked
0 parked
bool(true)
string(0) ""
accepted: code 250, attempts 1, reused connection
a second one meanwhile, for which there is no room later
bool(false)
accepted: code 250, attempts 1, new connection
1 parked
1 parked
close() means it
accepted: code 250, attempts 1, reused connection
0 parked
and without the option nothing is kept
accepted: code 250, attempts 1, new connection
0 parked
--- connection 1
C: EHLO client.test
C: (message)
C: (message)
--- connection 2
C: EHLO client.test
C: (message)
C: (message)
C: QUIT
--- connection 3
C: EHLO client.test
C: (message)
C: QUIT
!! unexpected: QUIT\r\n
