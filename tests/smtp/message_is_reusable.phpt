--TEST--
A Message sent twice is the same mail twice
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['mails' => 2]));
$mail = new SmtpMail(...$server->client());
$message = test_message();
$mail->send($message);
$mail->send($message);
unset($mail);
[$first, $second] = $server->messages();
var_dump($first === $second, $first === (string) $message, substr_count($first, 'Message-ID:'));
?>
--EXPECT--
bool(true)
bool(true)
int(1)
