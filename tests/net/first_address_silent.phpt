--TEST--
A first address that never answers: the second gets its turn at once
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY !== 'Linux' || trim((string) shell_exec('id -u')) !== '0' || trim((string) shell_exec('unshare -m echo yes 2>/dev/null')) !== 'yes') {
	die('skip only root may give a process names of its own');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script());
// The same port of another address of this machine, whose queue is full.
$context = stream_context_create(['socket' => ['backlog' => 0]]);
$hole = stream_socket_server("tcp://127.0.0.77:{$server->port}", $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
for ($i = 0; $i < 4; $i++) {
	$fillers[] = @stream_socket_client("tcp://127.0.0.77:{$server->port}", $errno, $error, 0.05, STREAM_CLIENT_CONNECT);
	$fillers[] = @stream_socket_client("tcp://127.0.0.77:{$server->port}", $errno, $error, 1, STREAM_CLIENT_ASYNC_CONNECT);
}
$hosts = __DIR__ . '/first_address_silent.hosts';
$run = function (string $names, array $options) use ($server, $hosts) {
	file_put_contents($hosts, $names);
	$code = 'require ' . var_export(__DIR__ . '/../inc/smtp.inc', true) . ';
		$result = attempt(new SmtpMail(...' . var_export($server->client($options, ['host' => 'two.test']), true) . '));
		echo $result instanceof SmtpMail\Result ? strtok($result->remote, ":") . "\n" : "";';
	$php = getenv('TEST_PHP_EXECUTABLE') . ' ' . getenv('TEST_PHP_EXTRA_ARGS');
	passthru('unshare -m sh -c ' . escapeshellarg('mount --bind ' . escapeshellarg($hosts) . " /etc/hosts; exec $php -r " . escapeshellarg($code)));
};
$run("127.0.0.77 two.test\n127.0.0.1 two.test\n", []);
$run("127.0.0.77 two.test\n", ['timeout' => ['connect' => 0.5]]);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/first_address_silent.hosts');
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
127.0.0.1
SmtpMail\TimeoutException: code 0, stage connect, not_sent, transient
