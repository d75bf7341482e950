--TEST--
A fatal error in the logger, in the middle of a sending: the server sees the link end, no mail
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL FROM:*\nDRAIN");
$mail = new SmtpMail(...$server->client());
$mail->setLogger(function ($direction, $line, $stage) {
    if ($stage === SmtpMail\Stage::MailFrom) {
        eval('function twice() {} function twice() {}');
    }
});
register_shutdown_function(function () use ($server) {
    echo count($server->messages()), " messages\n";
});
$mail->send(test_message());
echo "not reached\n";
?>
--EXPECTF--
Fatal error: Cannot redeclare %s
0 messages
