--TEST--
AUTH: LOGIN is used where nothing else is offered, whatever the prompts say
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH LOGIN
C: AUTH LOGIN
S: 334 Q2hpIHNlaT8=
C: dXNlcg==
S: 334 
C: cGFzcw==
S: 235 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
$mail->connect();
var_dump($mail->isConnected());
$mail->close();
var_dump($mail->isConnected());
echo $server->transcript();
?>
--EXPECT--
bool(true)
bool(false)
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH LOGIN
C: AUTH LOGIN
S: 334 Q2hpIHNlaT8=
C: dXNlcg==
S: 334 
C: cGFzcw==
S: 235 ok
C: QUIT
S: 221 bye
