--TEST--
A stream of user code that throws in the middle of a mail: its exception, and nothing is delivered
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/user_stream.inc';
use SmtpMail\Attachment;

$session = "S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\n";
$server = smtp_server("{$session}C: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\nDRAIN\n--- 2\n" . smtp_script(['extensions' => []]));
$mail = new SmtpMail(...$server->client());
$message = fn (Closure $give) => test_message()->attach(Attachment::fromStream(UserStream::of($give), 'a.bin'));
attempt($mail, $message(fn (int $n) => $n < 5 ? str_repeat('x', 8192) : throw new DomainException("read $n")));
echo "-- what it may not do\n";
$busy = $message(function (int $n) use (&$busy, $mail): string {
    if ($n > 1) {
        return '';
    }
    failure(fn () => $mail->send(test_message()));
    failure(fn () => $busy->subject('another'));
    return 'text';
});
attempt($mail, $busy);
unset($mail);
var_dump(count($server->messages()), str_contains($server->messages()[0], base64_encode('text')));
?>
--EXPECT--
DomainException: read 5
-- what it may not do
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
Error: SmtpMail\Message is being sent and cannot be changed
accepted: code 250, attempts 1, new connection
int(1)
bool(true)
