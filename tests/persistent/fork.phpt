--TEST--
Persistent: the child of a fork has nothing of what its parent has parked, and says nothing on it
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
	die('skip no pcntl_fork()');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['mails' => 3]));
$client = $server->client(['persistent' => true]);
attempt(new SmtpMail(...$client));
foreach (['looks', 'leaves', 'makes one'] as $what) {
	$pid = pcntl_fork();
	if ($pid === 0) {
		$bad = $what === 'looks' && smtpmail_stats()['parked'] !== 0;
		$bad = $bad || ($what === 'makes one' && (new SmtpMail(...$client))->isConnected());
		exit($bad ? 1 : 0);
	}
	pcntl_waitpid($pid, $status);
	echo "the child $what: ", pcntl_wexitstatus($status), "\n";
}
attempt(new SmtpMail(...$client));
echo "taken out when the fork comes\n";
$mail = new SmtpMail(...$client);
$pid = pcntl_fork();
if ($pid === 0) {
	unset($mail);
	exit(smtpmail_stats()['parked']);
}
pcntl_waitpid($pid, $status);
echo pcntl_wexitstatus($status), " parked in the child\n";
attempt($mail);
unset($mail);
echo smtpmail_stats()['parked'], " parked in the parent\n";
$mail = new SmtpMail(...$client);
$mail->close();
echo implode("\n", preg_grep('/EHLO|QUIT|RSET|message|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
the child looks: 0
the child leaves: 0
the child makes one: 0
accepted: code 250, attempts 1, reused connection
taken out when the fork comes
0 parked in the child
accepted: code 250, attempts 1, reused connection
1 parked in the parent
C: EHLO client.test
C: (message)
C: (message)
C: (message)
C: QUIT
