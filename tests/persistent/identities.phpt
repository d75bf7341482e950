--TEST--
Persistent: another name, password, host, TLS policy or limit is another connection
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

$logins = [['u', 'p'], ['v', 'p'], ['u', 'q']];
$script = '';
foreach ($logins as [$user, $password]) {
	$script .= "---\n" . smtp_script(['auth' => 'PLAIN', 'user' => $user, 'password' => $password, 'quit' => false]);
}
for ($i = 0; $i < 4; $i++) {
	$script .= "---\n" . smtp_script(['auth' => 'PLAIN', 'user' => 'u', 'password' => 'p', 'quit' => false]);
}
$script .= "---\n" . smtp_script(['starttls' => true, 'auth' => 'PLAIN', 'user' => 'u', 'password' => 'p', 'mails' => 2]);
$server = smtp_server($script);
$fpm = new Fpm();
$ask = function (array $arguments, array $options = []) use ($server, $fpm): void {
	$tls = isset($arguments['tls']) ? "'tls' => SmtpMail\\Tls::{$arguments['tls']}, " : '';
	unset($arguments['tls']);
	$arguments += $server->client($options, ['username' => 'u', 'password' => 'p']);
	echo $fpm->run('echo request([' . $tls . '...' . var_export($arguments, true) . ']);'), "\n";
};
foreach ($logins as [$user, $password]) {
	$ask(['username' => $user, 'password' => $password]);
}
$ask([], ['timeout' => 20]);
$ask([], ['localDomain' => 'client.test', 'ipVersion' => 4]);
$ask(['host' => 'localhost'], ['resolve' => ['localhost' => '127.0.0.1']]);
$ask(['tls' => 'None']);
$ask(['tls' => 'StartTls', 'host' => 'localhost']);
$ask(['tls' => 'StartTls', 'host' => 'localhost']);
echo "a closure that gives tokens: never kept\n";
$closure = str_replace("'password' => 'p'", "'password' => fn () => 't'", var_export($server->client([], ['username' => 'u', 'password' => 'p']), true));
$token = smtp_server(str_replace('C: MAIL', "C: AUTH XOAUTH2 *\nS: 235 2.7.0 OK\nC: MAIL", smtp_script(['offer' => 'XOAUTH2'])));
$closure = str_replace((string) $server->port, (string) $token->port, $closure);
$fpm->show("echo smtpmail_stats()['parked'], ' parked, ', request($closure), ', ', smtpmail_stats()['parked'], ' parked';");
$fpm->stop();
echo implode("\n", preg_grep('/connection|AUTH PLAIN .|TLS$|message/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted, new, attempts 1
accepted, new, attempts 1
accepted, new, attempts 1
accepted, new, attempts 1
accepted, new, attempts 1
accepted, new, attempts 1
accepted, new, attempts 1
accepted, new, attempts 1
accepted, reused, attempts 1
a closure that gives tokens: never kept
8 parked, accepted, new, attempts 1, 8 parked
--- connection 1
C: AUTH PLAIN AHUAcA==
C: (message)
--- connection 2
C: AUTH PLAIN AHYAcA==
C: (message)
--- connection 3
C: AUTH PLAIN AHUAcQ==
C: (message)
--- connection 4
C: AUTH PLAIN AHUAcA==
C: (message)
--- connection 5
C: AUTH PLAIN AHUAcA==
C: (message)
--- connection 6
C: AUTH PLAIN AHUAcA==
C: (message)
--- connection 7
C: AUTH PLAIN AHUAcA==
C: (message)
--- connection 8
S: 250 STARTTLS
C: STARTTLS
TLS
C: AUTH PLAIN AHUAcA==
C: (message)
C: (message)
