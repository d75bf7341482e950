--TEST--
SIZE: counts the line end that a last line without one is given
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['extensions' => ['SIZE']]));
$message = test_message()->text('no line end');
$mail = new SmtpMail(...$server->client());
$result = $mail->send($message);
unset($mail);
preg_match('/SIZE=(\d+)/', $server->transcript(), $declared);
$octets = strlen($server->messages()[0]);
var_dump((int) $declared[1] - $octets, $message->getSize() - $octets, $result->bytes - $octets);
?>
--EXPECT--
int(0)
int(0)
int(0)
