--TEST--
smtp-sink: a line that says nothing at the end of the reply to EHLO
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_SERVERS') === false) {
	die('skip no servers: bin/test starts them');
}
?>
--FILE--
<?php
require __DIR__ . '/servers.inc';

$server = new Server('smtp-sink');
$mail = $server->client('plain', password: null);
$info = $mail->verify();
echo implode(' ', array_keys($info->extensions)), ' / ', implode(' ', $info->authMechanisms), "\n";
var_dump(str_contains($mail->getTranscript(), "\n< 250 \n"));
$result = $mail->send($message = server_made(), server_envelope());
echo $result->reply, "\n";
// It keeps one more line of its own than it reads.
$kept = $server->mails($message->getMessageId())[0];
var_dump(str_contains($kept, rtrim(str_replace("\r\n", "\n", (string) $message), "\n") . "\n"));
?>
--EXPECT--
PIPELINING 8BITMIME AUTH XCLIENT XFORWARD ENHANCEDSTATUSCODES DSN / PLAIN LOGIN
bool(true)
250 2.0.0 Ok
bool(true)
