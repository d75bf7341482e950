--TEST--
getTranscript(): the dialogue without secrets and content
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['auth' => 'LOGIN', 'extensions' => ['8BITMIME'], 'final' => '554 5.7.1 no']) );
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'crazymus@example.com', 'password' => 'the auth code']));
$e = attempt($mail, test_message()->text("a line of the body\n"));
$transcript = $e->getTranscript();
echo $transcript, "\n";
foreach (['the auth code', base64_encode('the auth code'), 'a line of the body'] as $secret) {
	var_dump(str_contains($transcript . $mail->getTranscript(), $secret));
}
?>
--EXPECTF--
SmtpMail\MessageRejectedException: code 554, stage commit, rejected, permanent
* connected to 127.0.0.1:%d
< 220 mx.test ESMTP
> EHLO client.test
< 250-mx.test
< 250-8BITMIME
< 250 AUTH LOGIN
> AUTH LOGIN
< 334 [secret]
> [secret]
< 334 [secret]
> [secret]
< 235 2.7.0 Authentication successful
> MAIL FROM:<from@example.com>
< 250 2.1.0 OK
> RCPT TO:<to@example.com>
< 250 2.1.5 OK
> DATA
< 354 go ahead
> [%d octets]
> .
< 554 5.7.1 no

bool(false)
bool(false)
bool(false)
