--TEST--
AUTH: PLAIN is taken before LOGIN when both are offered, in one line
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['auth' => 'PLAIN', 'offer' => 'LOGIN PLAIN']));
attempt(new SmtpMail(...$server->client(arguments: ['username' => 'crazymus@example.com', 'password' => 'the auth code'])));
echo preg_grep('/AUTH|235/', explode("\n", $server->transcript())) ? implode("\n", preg_grep('/AUTH|235/', explode("\n", $server->transcript()))) : '';
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
S: 250 AUTH LOGIN PLAIN
C: AUTH PLAIN AGNyYXp5bXVzQGV4YW1wbGUuY29tAHRoZSBhdXRoIGNvZGU=
S: 235 2.7.0 Authentication successful
