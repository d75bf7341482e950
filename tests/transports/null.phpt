--TEST--
null://: accepts everything and sends nothing, but the message is made as for any server
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Attachment, Message};

foreach (['null://', 'null://null', 'NULL://default/'] as $dsn) {
    $mail = SmtpMail::fromDsn($dsn);
    attempt($mail);
    var_dump($mail->getMessages());
}
failure(fn () => $mail->send(new Message('from@example.com', [], 'nobody')));
failure(fn () => $mail->send(Message::fromRaw("From: a@b\n\n" . str_repeat('x', 1000)), new SmtpMail\Envelope(null, ['to@example.com'])));

$file = __DIR__ . '/null.tmp';
file_put_contents($file, str_repeat('x', 100000));
$message = test_message()->attachFromPath($file);
file_put_contents($file, 'short');
attempt($mail, $message);
unlink($file);
attempt($mail, $message);
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/null.tmp');
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
array(0) {
}
accepted: code 250, attempts 1, new connection
array(0) {
}
accepted: code 250, attempts 1, new connection
array(0) {
}
ValueError: the message has no recipient
ValueError: the raw mail cannot be sent: line 3 is longer than 998 octets
accepted: code 250, attempts 1, reused connection
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
