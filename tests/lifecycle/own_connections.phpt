--TEST--
Clients never share a connection: not across users, nor where one wants TLS and the other does not
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// Both are at the same address; what each says is seen on connections of its own.
$script = '';
foreach (['one', 'two'] as $user) {
	$script .= "--- $user\n" . smtp_script(['auth' => 'PLAIN', 'user' => $user, 'password' => "secret of $user", 'mails' => 2, 'quit' => false]) . "STALL\n";
}
$server = smtp_server($script);
$clients = [];
foreach (['one', 'two'] as $user) {
	$clients[$user] = new SmtpMail(...$server->client(arguments: ['username' => $user, 'password' => "secret of $user"]));
	$clients[$user]->send(test_message());
	$clients[$user]->send(test_message());
}
echo $server->connections(), " connections\n";
preg_match_all('/^C: AUTH PLAIN (.*)$/m', $server->transcript(), $auth);
echo implode("\n", array_map(fn ($blob) => strtr(base64_decode($blob), "\0", ' '), $auth[1])), "\n";

$tls = smtp_script(['starttls' => true]);
$server = smtp_server("---\n" . smtp_script(['quit' => false]) . "STALL\n---\n$tls");
$clear = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::None]));
$safe = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::StartTls]));
echo var_export($clear->send(test_message())->tlsVersion, true), "\n";
echo substr($safe->send(test_message())->tlsVersion, 0, 4), "\n";
unset($safe);
echo $server->connections(), " connections\n";
?>
--EXPECT--
2 connections
 one secret of one
 two secret of two
NULL
TLSv
2 connections
