--TEST--
A fiber that is dropped inside the logger: the sending ends there, and nothing leaks
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL FROM:*\nDRAIN");
$mail = new SmtpMail(...$server->client());
$message = test_message();
$mail->setLogger(fn ($direction, $line, $stage) => $stage === SmtpMail\Stage::MailFrom ? Fiber::suspend() : null);
$fiber = new Fiber(fn () => $mail->send($message));
$fiber->start();
unset($fiber);
gc_collect_cycles();
var_dump($mail->isConnected());
$message->subject('free again');
unset($mail);
echo count($server->messages()), " messages\n";
?>
--EXPECT--
bool(false)
0 messages
