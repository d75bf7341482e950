--TEST--
Logger: each line with its direction and stage; secrets and content left out
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['auth' => 'PLAIN', 'extensions' => ['8BITMIME']]));
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'crazymus@example.com', 'password' => 'the auth code']));
$mail->setLogger(function (string $direction, string $line, SmtpMail\Stage $stage) {
	echo "$stage->value $direction $line\n";
});
$mail->send(test_message());
$mail->setLogger(null);
echo "--\n";
$mail->close();
?>
--EXPECTF--
connect * connected to 127.0.0.1:%d
greeting < 220 mx.test ESMTP
ehlo > EHLO client.test
ehlo < 250-mx.test
ehlo < 250-8BITMIME
ehlo < 250 AUTH PLAIN
auth > AUTH PLAIN [secret]
auth < 235 2.7.0 Authentication successful
mail > MAIL FROM:<from@example.com>
mail < 250 2.1.0 OK
rcpt > RCPT TO:<to@example.com>
rcpt < 250 2.1.5 OK
data > DATA
data < 354 go ahead
content > [%d octets]
content > .
commit < 250 2.0.0 OK: queued as ABC123
--
