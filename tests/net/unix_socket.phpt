--TEST--
A server behind a local socket: plain text is safe there, and the path is the remote
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY === 'Windows') {
	die('skip no local sockets');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$path = sys_get_temp_dir() . '/smtpmail-' . getmypid() . '.sock';
$encoded = rawurlencode($path);
$clients = [
	fn () => new SmtpMail($path, username: 'crazymus@example.com', password: 'the auth code', options: ['localDomain' => 'client.test']),
	fn () => new SmtpMail("unix:$path", 465, username: 'crazymus@example.com', password: 'the auth code', options: ['localDomain' => 'client.test']),
	fn () => SmtpMail::fromDsn("smtp://crazymus%40example.com:the%20auth%20code@$encoded?local_domain=client.test"),
];
foreach ($clients as $make) {
	$server = smtp_server(smtp_script(['auth' => 'PLAIN']), ['bind' => $path]);
	$result = attempt($make());
	var_dump($result->remote === $path);
	unset($result);
	$server->transcript();
	unlink($path);
}
$e = failure(fn () => (new SmtpMail($path))->connect());
echo str_replace($path, 'PATH', $e->getMessage()), "\n";
foreach (['unix:/' . str_repeat('x', 108), "/a\nb", "/a\tb", 'unix:relative'] as $host) {
	failure(fn () => new SmtpMail($host));
}
failure(fn () => new SmtpMail($path, tls: SmtpMail\Tls::StartTls));
?>
--CLEAN--
<?php
array_map('unlink', glob(sys_get_temp_dir() . '/smtpmail-*.sock'));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
accepted: code 250, attempts 1, new connection
bool(true)
SmtpMail\ConnectionException: code 0, stage connect, not_sent, transient
cannot connect to PATH: No such file or directory
ValueError: host must be a path that a local socket can have
ValueError: SmtpMail::__construct(): Argument #1 ($host) must be a non-empty string without NUL, CR or LF
ValueError: host must be a path that a local socket can have
ValueError: host must be a host name or an IP address, and "unix:relative" is none
ValueError: peerName is missing: TLS over a local socket needs it
