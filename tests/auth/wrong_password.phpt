--TEST--
AUTH: 535 ends the attempt at once, without another mechanism
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH LOGIN PLAIN
C: AUTH PLAIN *
S: 535 5.7.8 Authentication credentials invalid
DRAIN
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'wrong']));
$e = attempt($mail);
var_dump($e->mechanism, $e->offered, $e->reply->enhanced, (string) $e->reply, $e->isRetrySafe());
unset($mail, $e);
echo $server->transcript();
echo $server->connections(), " connection\n";
?>
--EXPECT--
SmtpMail\AuthenticationException: code 535, stage auth, not_sent, permanent
enum(SmtpMail\AuthMechanism::Plain)
array(2) {
  [0]=>
  string(5) "LOGIN"
  [1]=>
  string(5) "PLAIN"
}
string(5) "5.7.8"
string(44) "535 5.7.8 Authentication credentials invalid"
bool(false)
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH LOGIN PLAIN
C: AUTH PLAIN AHVzZXIAd3Jvbmc=
S: 535 5.7.8 Authentication credentials invalid
DRAIN
1 connection
