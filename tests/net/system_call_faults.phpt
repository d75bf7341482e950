--TEST--
System calls that fail, one at a time: interruptions are nothing, and errors end as the server saw it
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY !== 'Linux' || trim((string) shell_exec('strace -f -o /dev/null -e trace=connect -e inject=connect:error=EINTR echo yes 2>/dev/null')) !== 'yes') {
	die('skip no strace that can inject faults');
}
if (getenv('USE_ZEND_ALLOC') === '0') {
	die('skip strace does not go with valgrind');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$harmless = ['EINTR', 'EAGAIN'];
$faults = [
	'connect' => ['EINTR', 'ENOBUFS', 'ENETUNREACH'],
	'socket' => ['EMFILE', 'ENOMEM'],
	'sendto' => ['EINTR', 'EAGAIN', 'EPIPE', 'ECONNRESET', 'ENOBUFS'],
	'recvfrom' => ['EINTR', 'EAGAIN', 'ECONNRESET', 'ENOMEM'],
	'poll' => ['EINTR', 'ENOMEM'],
];
$php = getenv('TEST_PHP_EXECUTABLE') . ' ' . getenv('TEST_PHP_EXTRA_ARGS');
$runs = $injected = 0;
foreach ($faults as $call => $errors) {
	foreach ($errors as $error) {
		foreach ([1, 2, 3, 5] as $when) {
			if ($when > 1 && in_array($call, ['connect', 'socket'], true)) {
				continue;
			}
			$server = smtp_server(smtp_script(['quit' => false]), ['grace' => 1]);
			$code = 'require ' . var_export(__DIR__ . '/../inc/smtp.inc', true) . ';
				$options = ' . var_export($server->client(['timeout' => ['total' => 20]]), true) . ';
				try { echo (new SmtpMail(...$options))->send(test_message())->outcome->value; }
				catch (SmtpMail\SmtpMailException $e) { echo $e->outcome->value; }';
			$log = tempnam(sys_get_temp_dir(), 'smtpmail');
			$outcome = shell_exec("timeout 60 strace -f -o $log -e trace=$call -e inject=$call:error=$error:when=$when $php -r " . escapeshellarg($code));
			$hit = str_contains((string) file_get_contents($log), 'INJECTED');
			unlink($log);
			$delivered = count($server->messages());
			$true = match ($outcome) {
				'accepted' => $delivered === 1,
				'not_sent' => $delivered === 0 && !(in_array($error, $harmless, true)),
				'in_doubt' => !in_array($error, $harmless, true),
				default => false,
			};
			echo $true ? '' : "$call $error $when: " . var_export($outcome, true) . ", $delivered delivered\n";
			$runs++;
			$injected += $hit;
		}
	}
}
echo "$runs runs\n";
var_dump($injected > 30);
?>
--EXPECT--
49 runs
bool(true)
