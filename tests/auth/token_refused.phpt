--TEST--
AUTH: a closure that gives no usable token, throws or exits ends the attempt before AUTH
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

final class Broken extends Exception
{
}

$SCRIPT = "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 AUTH XOAUTH2 OAUTHBEARER\nDRAIN";
$closures = [
	'empty' => fn (bool $renew) => '',
	'CR' => fn (bool $renew) => "token\r",
	'LF' => fn (bool $renew) => "token\nMAIL FROM:<a@b>",
	'^A' => fn (bool $renew) => "token\1\1",
	'NUL' => fn (bool $renew) => "to\0ken",
	'space' => fn (bool $renew) => 'Bearer token',
	'beyond ASCII' => fn (bool $renew) => 'tökén',
	'too long' => fn (bool $renew) => str_repeat('x', 8193),
	'null' => fn (bool $renew) => null,
	'array' => fn (bool $renew) => ['token'],
	'throws' => fn (bool $renew) => throw new Broken('no token today'),
	'sends' => function (bool $renew) use (&$mail) {
		$mail->send(test_message());
	},
];
foreach ($closures as $name => $closure) {
	$server = smtp_server($SCRIPT);
	$mail = new SmtpMail(...$server->client([], ['username' => 'user', 'password' => $closure]));
	echo "$name: ";
	try {
		$mail->send(test_message());
		echo "SENT\n";
	} catch (SmtpMail\SmtpMailException $e) {
		echo get_class($e), ': ', $e->stage->value, ' ', $e->outcome->value, ': ', $e->getMessage(), "\n";
	} catch (Throwable $e) {
		echo get_class($e), ': ', $e->getMessage(), "\n";
	}
	// The client is free again, and has no connection.
	var_dump($mail->isConnected());
	$mail = null;
	if (preg_match('/AUTH [^XO]|MAIL|C: AUTH|!!/', $server->transcript())) {
		echo $server->transcript();
	}
}
// An exception of the closure is what smtpmail_send() throws, too.
$server = smtp_server($SCRIPT);
failure(fn () => smtpmail_send('to@example.com', 'subject', 'text', from: 'from@example.com',
	options: $server->options(['username' => 'user', 'password' => $closures['throws']])));
$server = smtp_server($SCRIPT);
register_shutdown_function(function () use ($server) {
	echo "shutdown\n", str_contains($server->transcript(), 'C: AUTH') ? $server->transcript() : "no AUTH\n";
});
$mail = new SmtpMail(...$server->client([], ['username' => 'user', 'password' => function (bool $renew) {
	exit("exit\n");
}]));
try {
	$mail->connect();
} finally {
	echo "not reached by exit()\n";
}
?>
--EXPECT--
empty: SmtpMail\AuthenticationException: auth not_sent: the token is empty
bool(false)
CR: SmtpMail\AuthenticationException: auth not_sent: the token has a space, a control character or an octet beyond ASCII
bool(false)
LF: SmtpMail\AuthenticationException: auth not_sent: the token has a space, a control character or an octet beyond ASCII
bool(false)
^A: SmtpMail\AuthenticationException: auth not_sent: the token has a space, a control character or an octet beyond ASCII
bool(false)
NUL: SmtpMail\AuthenticationException: auth not_sent: the token has a space, a control character or an octet beyond ASCII
bool(false)
space: SmtpMail\AuthenticationException: auth not_sent: the token has a space, a control character or an octet beyond ASCII
bool(false)
beyond ASCII: SmtpMail\AuthenticationException: auth not_sent: the token has a space, a control character or an octet beyond ASCII
bool(false)
too long: SmtpMail\AuthenticationException: auth not_sent: the token is longer than 8192 octets
bool(false)
null: TypeError: SmtpMail: the token closure must return a string, null returned
bool(false)
array: TypeError: SmtpMail: the token closure must return a string, array returned
bool(false)
throws: Broken: no token today
bool(false)
sends: Error: SmtpMail is busy: a callback of its own, or another fiber, called it
bool(false)
Broken: no token today
exit
shutdown
no AUTH
