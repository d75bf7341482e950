--TEST--
No name server to be reached: transient, where an unknown host is permanent
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/resolver.inc';
resolver_skip();
?>
--FILE--
<?php
require __DIR__ . '/../inc/resolver.inc';

resolver_run(resolver_absent(), <<<'CODE'
	$mail = new SmtpMail('mx.example', 25, SmtpMail\Tls::None);
	$e = failure(fn () => $mail->connect());
	var_dump(str_contains($e->getMessage(), 'mx.example'));
	attempt($mail);
	// What is known needs nobody: pins, literals, this machine.
	foreach (['pinned.example', '127.0.0.1', 'localhost', 'a.localhost'] as $host) {
		$server = smtp_server(smtp_script());
		attempt(new SmtpMail(...$server->client(['resolve' => ['pinned.example' => '127.0.0.1']], ['host' => $host])));
	}
	CODE);
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage resolve, not_sent, transient
bool(true)
SmtpMail\ConnectionException: code 0, stage resolve, not_sent, transient
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
