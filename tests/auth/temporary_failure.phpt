--TEST--
AUTH: 454 is a transient refusal
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN
C: AUTH PLAIN *
S: 454 4.7.0 Temporary authentication failure
DRAIN
SCRIPT);
$e = attempt(new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass'])));
var_dump($e->isRetrySafe());
echo $server->connections(), " connection\n";
?>
--EXPECT--
SmtpMail\AuthenticationException: code 454, stage auth, not_sent, transient
bool(true)
1 connection
