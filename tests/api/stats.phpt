--TEST--
smtpmail_stats(): what this process has done, in numbers; a child begins with none
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function delta(): void
{
	static $before = null;
	$now = smtpmail_stats();
	$before ??= array_fill_keys(array_keys($now), 0);
	$changed = [];
	foreach ($now as $key => $count) {
		if ($count !== $before[$key]) {
			$changed[] = "$key " . ($key === 'bytes' ? 'more' : '+' . $count - $before[$key]);
		}
	}
	$before = $now;
	echo '  ', implode(', ', $changed) ?: 'nothing', "\n";
}
echo implode(' ', array_keys(smtpmail_stats())), ' ', array_sum(smtpmail_stats()), "\n";

echo "two mails over one connection\n";
$server = smtp_server(smtp_script(['mails' => 2]));
$mail = new SmtpMail(...$server->client());
$octets = $mail->send(test_message())->bytes + $mail->send(test_message())->bytes;
unset($mail);
var_dump(smtpmail_stats()['bytes'] === $octets);
delta();

echo "refused\n";
$server = smtp_server(smtp_script(['final' => '550 5.7.1 no']));
failure(fn () => (new SmtpMail(...$server->client()))->send(test_message()));
delta();

echo "in doubt, by the function\n";
$server = smtp_server(str_replace('S: 250 2.0.0', "CLOSE\nS: 250 2.0.0", smtp_script()));
echo '  ', @smtpmail_send('to@example.com', 's', 't', from: 'from@example.com', options: $server->options()), "\n";
delta();

echo "no connection\n";
failure(fn () => (new SmtpMail('127.0.0.1', 1))->send(test_message()));
delta();

echo "healed: the kept connection was gone\n";
$server = smtp_server(str_replace("C: QUIT\nS: 221 bye", 'CLOSE', smtp_script()) . "--- again\n" . smtp_script());
$mail = new SmtpMail(...$server->client());
$mail->send(test_message());
$mail->send(test_message());
unset($mail);
delta();

echo "verify()\n";
$server = smtp_server("S: 220 mx.test\nC: EHLO *\nS: 250 mx.test\nC: QUIT\nS: 221 bye");
(new SmtpMail(...$server->client()))->verify();
delta();

ob_start();
phpinfo(INFO_MODULES);
preg_match('/^Mails rejected => (\d+)$/m', ob_get_clean(), $row);
echo $row[1], " rejected in phpinfo()\n";

if (function_exists('pcntl_fork')) {
	$pid = pcntl_fork();
	if ($pid === 0) {
		exit(array_sum(smtpmail_stats()) === 0 ? 0 : 1);
	}
	pcntl_waitpid($pid, $status);
	$ok = pcntl_wexitstatus($status) === 0;
} else {
	$ok = true;
}
var_dump($ok);
delta();
?>
--EXPECT--
sent rejected in_doubt connections reused tls_resumed bytes parked 0
two mails over one connection
bool(true)
  sent +2, connections +1, reused +1, bytes more
refused
SmtpMail\MessageRejectedException: code 550, stage commit, rejected, permanent
  rejected +1, connections +1, bytes more
in doubt, by the function
  -1
  in_doubt +1, connections +1, bytes more
no connection
SmtpMail\ConnectionException: code 0, stage connect, not_sent, transient
  nothing
healed: the kept connection was gone
  sent +2, connections +2, bytes more
verify()
  connections +1
1 rejected in phpinfo()
bool(true)
  nothing
