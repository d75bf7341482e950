--TEST--
AUTH: when only unknown mechanisms are offered, the exception tells them
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH NTLM GSSAPI
DRAIN
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
$e = attempt($mail);
echo implode(' ', $e->offered), "\n";
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
NTLM GSSAPI
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH NTLM GSSAPI
DRAIN
