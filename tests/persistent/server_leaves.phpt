--TEST--
Persistent: a server that closes, resets or restarts between requests costs nothing
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

$one = smtp_script(['quit' => false]);
$server = smtp_server("---\n{$one}CLOSE\n---\n{$one}RST\n---\n{$one}S: 421 4.4.2 idle\nCLOSE\n---\n$one" . "C: MAIL FROM:*\nCLOSE\n---\n" . smtp_script(['mails' => 2]));
$client = var_export($server->client(), true);
$fpm = new Fpm();
foreach (['CLOSE', 'RST', '421'] as $how) {
	echo "$how: ", $fpm->run("echo request($client);"), "\n";
	// Until it can be seen.
	for ($i = 0; $fpm->run('echo smtpmail_stats()["parked"];') !== '0' && $i < 500; $i++) {
		time_nanosleep(0, 10_000_000);
	}
}
echo 'in the middle: ', $fpm->run("echo request($client);"), ', then ', $fpm->run("echo request($client);"), "\n";
echo 'and again: ', $fpm->run("echo request($client);"), "\n";
$fpm->stop();
echo implode("\n", preg_grep('/connection|QUIT|message|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
CLOSE: accepted, new, attempts 1
RST: accepted, new, attempts 1
421: accepted, new, attempts 1
in the middle: accepted, new, attempts 1, then accepted, new, attempts 2
and again: accepted, reused, attempts 1
--- connection 1
C: (message)
--- connection 2
C: (message)
--- connection 3
C: (message)
--- connection 4
C: (message)
--- connection 5
C: (message)
C: (message)
C: QUIT
