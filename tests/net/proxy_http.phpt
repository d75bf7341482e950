--TEST--
CONNECT through an HTTP proxy, with login and TLS; this machine is not local behind a proxy
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/proxy.inc';

foreach (['whole', 'byte'] as $mode) {
	$server = smtp_server(http_script('mx.test:25', 'user:pass word') . smtp_script(), ['mode' => $mode]);
	attempt(new SmtpMail(...through($server, 'http', [], [], 'user:pass%20word@')));
	echo $server->transcript() === '' ? "nothing\n" : '';
}
$server = smtp_server(http_script('[2001:db8::1]:2525') . smtp_script());
echo attempt(new SmtpMail(...through($server, 'http', [], ['host' => '2001:db8::1', 'port' => 2525])))->remote, "\n";

// STARTTLS and TLS from the first byte run inside of the tunnel, against the server's name.
$server = smtp_server(http_script('localhost:587') . smtp_script(['starttls' => true, 'auth' => 'PLAIN']));
$login = ['username' => 'crazymus@example.com', 'password' => 'the auth code'];
attempt(new SmtpMail(...through($server, 'http', [], ['host' => 'localhost', 'port' => 587, 'tls' => SmtpMail\Tls::Auto] + $login)));
$server = smtp_server(http_script('localhost:465') . "TLS\n" . smtp_script());
attempt(new SmtpMail(...through($server, 'http', [], ['host' => 'localhost', 'port' => 465, 'tls' => SmtpMail\Tls::Auto])));
$server = smtp_server(http_script('wrong.test:465') . "TLS\n");
attempt(new SmtpMail(...through($server, 'http', [], ['host' => 'wrong.test', 'port' => 465, 'tls' => SmtpMail\Tls::Auto])));

// The proxy may be anywhere, so neither mail nor password goes in the clear.
$server = smtp_server(http_script('127.0.0.1:25') . smtp_script());
attempt(new SmtpMail(...through($server, 'http', [], ['host' => '127.0.0.1', 'tls' => SmtpMail\Tls::Auto])));
$server = smtp_server(http_script('127.0.0.1:25') . smtp_script(['offer' => 'PLAIN']));
attempt(new SmtpMail(...through($server, 'http', [], ['host' => '127.0.0.1', 'tls' => SmtpMail\Tls::None] + $login)));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
[2001:db8::1]:2525
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
SmtpMail\TlsException: code 0, stage starttls, not_sent, permanent
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
