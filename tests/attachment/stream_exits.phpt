--TEST--
exit() in a stream of user code, in the middle of a mail: nothing is delivered
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/user_stream.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\nDRAIN", ['grace' => 1]);
register_shutdown_function(function () use ($server) {
    echo count($server->messages()), " messages\n";
});
$mail = new SmtpMail(...$server->client());
$stream = UserStream::of(fn (int $n) => $n < 9 ? str_repeat('x', 8192) : exit("exit\n"));
attempt($mail, test_message()->attach(SmtpMail\Attachment::fromStream($stream, 'a.bin')));
echo "not reached\n";
?>
--EXPECT--
exit
0 messages
