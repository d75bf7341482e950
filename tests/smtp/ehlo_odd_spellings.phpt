--TEST--
EHLO: keywords in any case, AUTH with an equals sign, SIZE without a number, odd blanks
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test hello [127.0.0.1], nice to meet you
S: 250-size
S: 250-auth=plain login
S: 250-Pipelining
S: 250-X-SOMETHING with  parameters
S: 250 
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: MAIL FROM:<from@example.com>*
C: RCPT TO:<to@example.com>
C: DATA
S: 250 ok
S: 250 ok
S: 354 go
DATA
S: 250 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
attempt($mail);
$info = $mail->getServerInfo();
var_dump($info->name, $info->maxSize, $info->supports('PIPELINING'), $info->supports('pipelining'), $info->supports('CHUNKING'));
print_r($info->authMechanisms);
unset($mail);
echo preg_replace('/SIZE=\d+/', 'SIZE=n', implode("\n", preg_grep('/^(C|!)/', explode("\n", $server->transcript())))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
string(7) "mx.test"
NULL
bool(true)
bool(true)
bool(false)
Array
(
    [0] => plain
    [1] => login
)
C: EHLO client.test
C: AUTH PLAIN AHVzZXIAcGFzcw==
C: MAIL FROM:<from@example.com> SIZE=n
C: RCPT TO:<to@example.com>
C: DATA
C: (message)
C: QUIT
