--TEST--
AUTH: 504 leads to the next mechanism
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
C: AUTH PLAIN *
S: 504 5.5.4 not really
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: dXNlcg==
S: 334 UGFzc3dvcmQ6
C: cGFzcw==
S: 235 2.7.0 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
print_r($mail->verify()->authMechanisms);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
Array
(
    [0] => PLAIN
    [1] => LOGIN
)
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN LOGIN
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 504 5.5.4 not really
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: dXNlcg==
S: 334 UGFzc3dvcmQ6
C: cGFzcw==
S: 235 2.7.0 ok
C: QUIT
S: 221 bye
