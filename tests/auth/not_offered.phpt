--TEST--
AUTH: credentials and no AUTH in the reply to EHLO is an error, nothing is sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
DRAIN
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
$e = attempt($mail);
var_dump($e->offered, $e->mechanism);
unset($mail, $e);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
array(0) {
}
NULL
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 PIPELINING
DRAIN
