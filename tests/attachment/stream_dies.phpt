--TEST--
A fatal error in a stream of user code, while sending, signing and writing: nothing is lost but the mail
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/user_stream.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\nDRAIN", ['grace' => 1]);
$die = fn () => UserStream::of(function (int $n): string {
    $n < 5 || eval('function twice() {} function twice() {}');
    return str_repeat('x', 8192);
});
$message = fn () => test_message()->attach(SmtpMail\Attachment::fromStream($die(), 'a.bin'));
register_shutdown_function(function () use ($server, $message) {
    echo count($server->messages()), " messages\n";
    (string) $message();
    echo "not reached\n";
});
(new SmtpMail(...$server->client()))->send($message());
echo "not reached\n";
?>
--EXPECTF--
Fatal error: Cannot redeclare %s
0 messages

Fatal error: Cannot redeclare %s
