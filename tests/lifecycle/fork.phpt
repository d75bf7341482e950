--TEST--
After a fork the child leaves the parent's connection alone
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

$server = smtp_server(smtp_script(['mails' => 2]));
$mail = new SmtpMail(...$server->client());
attempt($mail);
foreach (['close', 'destroy'] as $how) {
	$pid = pcntl_fork();
	if ($pid === 0) {
		$connected = $mail->isConnected();
		$how === 'close' ? $mail->close() : null;
		unset($mail);
		exit($connected ? 1 : 0);
	}
	pcntl_waitpid($pid, $status);
	echo "$how: ", pcntl_wexitstatus($status), "\n";
}
attempt($mail);
unset($mail);
echo implode("\n", preg_grep('/QUIT|RSET|message|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECTF--
accepted: code 250, attempts 1, new connection
close: 0
destroy: 0
accepted: code 250, attempts 1, reused connection
C: (message)
C: (message)
C: QUIT
