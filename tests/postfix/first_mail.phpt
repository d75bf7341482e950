--TEST--
Postfix: the first mail of the manual, AUTH LOGIN over implicit TLS
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_POSTFIX') === false) {
	die('skip no Postfix: bin/test starts one');
}
?>
--FILE--
<?php
require __DIR__ . '/postfix.inc';

$to = postfix_recipient();
$code = smtpmail_send(
	to: $to,
	subject: '这是邮件标题',
	text: '这是邮件内容',
	from: 'crazymus@example.com',
	options: postfix_options('login', [
		'host' => 'smtp.qq.com',
		'resolve' => ['smtp.qq.com' => '127.0.0.1'],
		'tls' => SmtpMail\Tls::Implicit,
	]),
);
if ($code === 250) {
	echo "sent\n";
} else {
	echo smtpmail_reply_text($code), "\n";
}
[$head, $body] = explode("\n\n", postfix_original(postfix_mail($to)), 2);
echo $head, "\n\n", base64_decode($body), "\n";
?>
--EXPECTF--
sent
Date: %s
From: crazymus@example.com
To: test.%x@example.com
Subject: =?UTF-8?B?6L+Z5piv6YKu5Lu25qCH6aKY?=
Message-ID: <%x@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

这是邮件内容
