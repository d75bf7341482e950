--TEST--
AUTH LOGIN over implicit TLS: the whole dialogue of a first mail
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 newxmesmtplogicsvrszc5-0.qq.com XMail Esmtp QQ Mail Server.
C: EHLO client.test
S: 250-newxmesmtplogicsvrszc5-0.qq.com
S: 250-PIPELINING
S: 250-SIZE 73400320
S: 250-AUTH LOGIN PLAIN XOAUTH XOAUTH2
S: 250-AUTH=LOGIN
S: 250-MAILCOMPRESS
S: 250-SMTPUTF8
S: 250 8BITMIME
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: Y3JhenltdXNAZXhhbXBsZS5jb20=
S: 334 UGFzc3dvcmQ6
C: dGhlIGF1dGggY29kZQ==
S: 235 Authentication successful
C: MAIL FROM:<crazymus@example.com> SIZE=*
C: RCPT TO:<291445576@example.com>
C: DATA
S: 250 OK.
S: 250 OK
S: 354 End data with <CR><LF>.<CR><LF>.
DATA
S: 250 OK: queued as.
C: QUIT
S: 221 Bye.
SCRIPT, ['implicit' => true]);
$authCode = 'the auth code';
$code = smtpmail_send(
	to: '291445576@example.com',
	subject: '这是邮件标题',
	text: '这是邮件内容',
	from: 'crazymus@example.com',
	options: $server->options([
		'host' => 'smtp.qq.com',
		'tls' => SmtpMail\Tls::Implicit,
		'resolve' => ['smtp.qq.com' => '127.0.0.1'],
		'username' => 'crazymus@example.com',
		'password' => $authCode,
		'authMechanisms' => [SmtpMail\AuthMechanism::Login],
	]),
);
if ($code === 250) {
	echo "sent\n";
} else {
	echo smtpmail_reply_text($code), "\n";
}
echo $server->transcript();
[$head, $body] = explode("\r\n\r\n", $server->messages()[0], 2);
echo $head, "\n", base64_decode($body), "\n";
?>
--EXPECTF--
sent
TLS
S: 220 newxmesmtplogicsvrszc5-0.qq.com XMail Esmtp QQ Mail Server.
C: EHLO client.test
S: 250-newxmesmtplogicsvrszc5-0.qq.com
S: 250-PIPELINING
S: 250-SIZE 73400320
S: 250-AUTH LOGIN PLAIN XOAUTH XOAUTH2
S: 250-AUTH=LOGIN
S: 250-MAILCOMPRESS
S: 250-SMTPUTF8
S: 250 8BITMIME
C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: Y3JhenltdXNAZXhhbXBsZS5jb20=
S: 334 UGFzc3dvcmQ6
C: dGhlIGF1dGggY29kZQ==
S: 235 Authentication successful
C: MAIL FROM:<crazymus@example.com> SIZE=%d
C: RCPT TO:<291445576@example.com>
C: DATA
S: 250 OK.
S: 250 OK
S: 354 End data with <CR><LF>.<CR><LF>.
C: (message)
S: 250 OK: queued as.
C: QUIT
S: 221 Bye.
Date: %s
From: crazymus@example.com
To: 291445576@example.com
Subject: =?UTF-8?B?6L+Z5piv6YKu5Lu25qCH6aKY?=
Message-ID: <%x@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64
这是邮件内容
