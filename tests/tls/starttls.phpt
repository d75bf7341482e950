--TEST--
STARTTLS: EHLO again after the handshake, and only its extensions count
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 1
S: 250-AUTH X-BEFORE
S: 250 STARTTLS
C: STARTTLS
S: 220 go ahead
TLS
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
DATA
S: 250 ok
C: QUIT
S: 221 bye
SCRIPT);
$mail = new SmtpMail(...$server->client(arguments: [
	'host' => 'localhost', 'username' => 'user', 'password' => 'pass', 'tls' => SmtpMail\Tls::StartTls,
]));
$result = attempt($mail);
echo $result->tlsVersion, ' ', implode(' ', array_keys($mail->getServerInfo()->extensions)), "\n";
unset($mail);
echo $server->transcript();
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
TLSv1.3 AUTH
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 1
S: 250-AUTH X-BEFORE
S: 250 STARTTLS
C: STARTTLS
S: 220 go ahead
TLS
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN
C: AUTH PLAIN AHVzZXIAcGFzcw==
S: 235 ok
C: MAIL FROM:<from@example.com>
S: 250 ok
C: RCPT TO:<to@example.com>
S: 250 ok
C: DATA
S: 354 go
C: (message)
S: 250 ok
C: QUIT
S: 221 bye
