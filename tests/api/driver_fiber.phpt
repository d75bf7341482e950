--TEST--
A logger may suspend its fiber; the client is busy meanwhile, and the message cannot be changed
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client());
$message = test_message();
$mail->setLogger(fn ($direction, $line, $stage) => $stage === SmtpMail\Stage::MailFrom ? Fiber::suspend($line) : null);
$fiber = new Fiber(fn () => $mail->send($message));
$line = $fiber->start();
foreach ([fn () => $mail->send($message), fn () => $mail->isConnected(), fn () => $mail->close(), fn () => $message->subject('changed')] as $do) {
    try {
        $do();
        echo "no refusal\n";
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
var_dump(str_contains($mail->getTranscript(), 'EHLO'), $mail->getServerInfo()->name);
while (!$fiber->isTerminated()) {
    $fiber->resume();
}
var_dump($fiber->getReturn()->getCode());
$message->subject('changed afterwards');
unset($mail);
echo count($server->messages()), " message\n";
?>
--EXPECT--
SmtpMail is busy: a callback of its own, or another fiber, called it
SmtpMail is busy: a callback of its own, or another fiber, called it
SmtpMail is busy: a callback of its own, or another fiber, called it
SmtpMail\Message is being sent and cannot be changed
bool(true)
string(7) "mx.test"
int(250)
1 message
