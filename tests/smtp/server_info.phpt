--TEST--
verify() connects, authenticates, sends nothing and tells what the server can do
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test ESMTP ready
C: EHLO client.test
S: 250-mx.test greets client.test
S: 250-SIZE 73400320
S: 250-PIPELINING
S: 250-AUTH PLAIN LOGIN
S: 250 8BITMIME
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: QUIT
S: 221 bye
SCRIPT, ['implicit' => true]);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass', 'tls' => SmtpMail\Tls::Implicit]));
var_dump($mail->getServerInfo());
$info = $mail->verify();
var_dump($info->greeting, $info->name, $info->extensions, $info->authMechanisms, $info->maxSize, $info->tlsVersion);
var_dump($info->supports('SIZE'), $info->supports('STARTTLS'), $info->certificateExpires > new DateTimeImmutable);
$certificate = openssl_x509_parse(file_get_contents(test_cert('localhost')));
var_dump(str_starts_with($info->tlsCipher, 'TLS_'), $info->certificateExpires->getTimestamp() === $certificate['validTo_time_t']);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
NULL
string(19) "mx.test ESMTP ready"
string(7) "mx.test"
array(4) {
  ["SIZE"]=>
  string(8) "73400320"
  ["PIPELINING"]=>
  string(0) ""
  ["AUTH"]=>
  string(11) "PLAIN LOGIN"
  ["8BITMIME"]=>
  string(0) ""
}
array(2) {
  [0]=>
  string(5) "PLAIN"
  [1]=>
  string(5) "LOGIN"
}
int(73400320)
string(7) "TLSv1.3"
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
TLS
S: 220 mx.test ESMTP ready
C: EHLO client.test
S: 250-mx.test greets client.test
S: 250-SIZE 73400320
S: 250-PIPELINING
S: 250-AUTH PLAIN LOGIN
S: 250 8BITMIME
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: QUIT
S: 221 bye
