--TEST--
A host with several addresses: the next one is tried, IPv4 after IPv6
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY !== 'Linux' || trim((string) shell_exec('id -u')) !== '0') {
	die('skip only root may give a process names of its own');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// In a mount namespace: addresses that nobody else sees.
$hosts = __DIR__ . '/second_address.hosts';
file_put_contents($hosts, "127.0.0.1 localhost\n::1 both.test\n127.0.0.1 both.test\n127.0.0.9 none.test\n::1 none.test\n");
foreach (['both.test', 'none.test'] as $host) {
	$server = smtp_server(smtp_script(), ['connections' => 1]);
	$arguments = var_export($server->client([], ['host' => $host]), true);
	$code = 'require ' . var_export(__DIR__ . '/../inc/smtp.inc', true) . ";
		\$mail = new SmtpMail(...$arguments);
		\$e = attempt(\$mail);
		echo preg_match('/^\\* cannot connect to .*\[::1\]/m', \$mail->getTranscript()), ' ',
			\$e instanceof SmtpMail\\Result ? strtok(\$e->remote, ':') : 'nowhere', \"\\n\";";
	$php = getenv('TEST_PHP_EXECUTABLE') . ' ' . getenv('TEST_PHP_EXTRA_ARGS');
	passthru('unshare -m sh -c ' . escapeshellarg('mount --bind ' . escapeshellarg($hosts) . " /etc/hosts; exec $php -r " . escapeshellarg($code)));
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/second_address.hosts');
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
1 127.0.0.1
SmtpMail\ConnectionException: code 0, stage connect, not_sent, transient
1 nowhere
