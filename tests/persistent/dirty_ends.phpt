--TEST--
Persistent: a connection on which something was broken off is closed, and the next request is well
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

$ways = [
	'exception in the progress callback' => 'throw new Exception("stop");',
	'exit in it' => 'exit("gone");',
	'false from it' => 'return false;',
	'fatal error in it' => 'class_exists("Oops"); eval("class Iterated implements Traversable {}");',
	'max_execution_time in it' => 'set_time_limit(1); while (true) { continue; }',
	'memory limit in it' => 'ini_set("memory_limit", "8M"); str_repeat("x", 100000000);',
	'none, but a fatal error while the client is there' => null,
];
// One good mail, then one that is broken off behind DATA's reply.
$begun = "C: MAIL FROM:*\nC: RCPT TO:*\nC: DATA\nS: 250 OK\nS: 250 OK\nS: 354 go\nDRAIN\n";
$whole = smtp_script(['quit' => false]);
$script = '';
foreach ($ways as $code) {
	$script .= "---\n$whole" . ($code === null ? implode("\n", array_slice(explode("\n", $whole), -9)) : $begun);
}
$server = smtp_server("$script---\n" . smtp_script(['mails' => 3]));
$client = '(' . var_export($server->client(), true) . ')';
$fpm = new Fpm();
foreach ($ways as $way => $code) {
	echo "$way\n  ", $fpm->run("echo request($client);"), "\n";
	$code === null
		? $fpm->run("\$mail = new SmtpMail(...['options' => ['persistent' => true] + {$client}['options']] + $client); \$mail->send(mail_of()); eval('class Iterated implements Traversable {}');")
		: $fpm->run("echo request($client, ['progress' => function () { $code }]);");
	echo '  ', $fpm->run('echo smtpmail_stats()["parked"], " parked";'), "\n";
}
echo "what ends in order is kept, whatever ends the request\n";
echo '  ', $fpm->run("\$c = $client; echo request(\$c); exit;"), "\n";
echo '  ', strtok($fpm->run("\$c = $client; echo request(\$c); throw new Exception('uncaught');"), "\n"), "\n";
echo '  ', $fpm->run("echo request($client);"), "\n";
$fpm->stop();
echo implode("\n", preg_grep('/connection|EHLO|message|unfinished|QUIT|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
exception in the progress callback
  accepted, new, attempts 1
  0 parked
exit in it
  accepted, new, attempts 1
  0 parked
false from it
  accepted, new, attempts 1
  0 parked
fatal error in it
  accepted, new, attempts 1
  0 parked
max_execution_time in it
  accepted, new, attempts 1
  0 parked
memory limit in it
  accepted, new, attempts 1
  0 parked
none, but a fatal error while the client is there
  accepted, new, attempts 1
  0 parked
what ends in order is kept, whatever ends the request
  accepted, new, attempts 1
  accepted, reused, attempts 1
  accepted, reused, attempts 1
--- connection 1
C: EHLO client.test
C: (message)
--- connection 2
C: EHLO client.test
C: (message)
--- connection 3
C: EHLO client.test
C: (message)
--- connection 4
C: EHLO client.test
C: (message)
--- connection 5
C: EHLO client.test
C: (message)
--- connection 6
C: EHLO client.test
C: (message)
--- connection 7
C: EHLO client.test
C: (message)
C: (message)
!! unexpected: QUIT\r\n
--- connection 8
C: EHLO client.test
C: (message)
C: (message)
C: (message)
C: QUIT
