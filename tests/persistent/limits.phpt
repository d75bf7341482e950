--TEST--
Persistent: max_idle, max_persistent, maxMessages and maxAge hold over requests
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/fpm.inc';
fpm_skip();
?>
--FILE--
<?php
require __DIR__ . '/../inc/fpm.inc';

/** $mails: of each connection, in their order. */
function play(array $ini, array $options, array $mails, callable $between): void
{
	$script = '';
	foreach ($mails as $count) {
		$script .= "---\n" . smtp_script(['mails' => $count]);
	}
	$server = smtp_server($script);
	$fpm = new Fpm($ini);
	$client = var_export($server->client($options), true);
	for ($i = 0; $i < array_sum($mails); $i++) {
		echo '  ', $fpm->run("echo request($client), ', ', smtpmail_stats()['parked'], ' parked';"), "\n";
		$between($fpm);
	}
	$fpm->stop();
	echo implode("\n", preg_grep('/!!/', explode("\n", $server->transcript())));
}
$nothing = function (): void {
};
echo "maxMessages 2\n";
play([], ['maxMessages' => 2], [2, 1], $nothing);
echo "maxAge\n";
play([], ['maxAge' => 1e-9], [1, 1], $nothing);
echo "max_persistent 0\n";
play(['smtpmail.max_persistent' => 0], [], [1, 1], $nothing);
echo "max_idle 1\n";
play(['smtpmail.max_idle' => 1], [], [1, 1], function (Fpm $fpm): void {
	// A request that does nothing sweeps.
	for ($i = 0; $fpm->run('echo smtpmail_stats()["parked"];') !== '0' && $i < 500; $i++) {
		time_nanosleep(0, 20_000_000);
	}
});
echo "two of a kind, max_persistent 2\n";
$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "---\n" . smtp_script(['quit' => false]));
$fpm = new Fpm(['smtpmail.max_persistent' => 2, 'smtpmail.persistent' => 1]);
$client = var_export($server->client(), true);
$fpm->show("\$a = new SmtpMail(...$client); \$b = new SmtpMail(...$client); echo outcome(fn () => \$a->send(mail_of())), '; ', outcome(fn () => \$b->send(mail_of()));");
$fpm->show('echo smtpmail_stats()["parked"], " parked";');
$fpm->stop();
?>
--EXPECT--
maxMessages 2
  accepted, new, attempts 1, 1 parked
  accepted, reused, attempts 1, 0 parked
  accepted, new, attempts 1, 1 parked
maxAge
  accepted, new, attempts 1, 0 parked
  accepted, new, attempts 1, 0 parked
max_persistent 0
  accepted, new, attempts 1, 0 parked
  accepted, new, attempts 1, 0 parked
max_idle 1
  accepted, new, attempts 1, 1 parked
  accepted, new, attempts 1, 1 parked
two of a kind, max_persistent 2
accepted, new, attempts 1; accepted, new, attempts 1
2 parked
