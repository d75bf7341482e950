--TEST--
A client that its own logger refers to is collected
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: QUIT\nS: 221 bye");
$mail = new SmtpMail(...$server->client());
$mail->setLogger(function () use ($mail) {
});
$mail->connect();
$weak = WeakReference::create($mail);
unset($mail);
var_dump($weak->get() !== null);
gc_collect_cycles();
var_dump($weak->get());
echo $server->transcript();
?>
--EXPECT--
bool(true)
NULL
S: 220 mx.test
C: EHLO client.test
S: 250 mx.test
C: QUIT
S: 221 bye
