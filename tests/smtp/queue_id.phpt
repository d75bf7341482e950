--TEST--
Result: the server's queue id is found in the usual replies, or not at all
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$replies = ['250 2.0.0 Ok: queued as 4XyZ12abc', '250 OK: queued as.', '250 OK id=1abcDE-000000-01', '250 thanks', '251 2.0.0 done'];
foreach ($replies as $reply) {
	$server = smtp_server(smtp_script(['final' => $reply]));
	$mail = new SmtpMail(...$server->client());
	$result = $mail->send(test_message());
	var_dump($result->queueId, $result->getCode(), $result->reply->code);
}
?>
--EXPECT--
string(9) "4XyZ12abc"
int(250)
int(250)
NULL
int(250)
int(250)
string(16) "1abcDE-000000-01"
int(250)
int(250)
NULL
int(250)
int(250)
NULL
int(250)
int(251)
