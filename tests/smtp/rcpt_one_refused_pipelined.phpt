--TEST--
RCPT: a refused recipient does not stop the others (pipelined)
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['rcpt' => ['250 2.1.5 ok', '550 5.1.1 no such user', '452 4.2.2 full']]));
$mail = new SmtpMail(...$server->client());
$result = attempt($mail, test_message(['a@example.com', 'b@example.com', 'c@example.com']));
var_dump($result->isPartial());
echo 'accepted: ', implode(' ', array_map(strval(...), $result->accepted)), "\n";
foreach ($result->rejected as $rejected) {
	echo 'rejected: ', $rejected->recipient, ' ', $rejected->reply->code, ' ', $rejected->reply->enhanced, "\n";
}
foreach ($result->retryable() as $retryable) {
	echo 'retryable: ', $retryable->recipient, "\n";
}
unset($mail);
echo $server->transcript();
?>
--EXPECTF--
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 2.1.5 ok
  b@example.com: rejected, 550 5.1.1 no such user
  c@example.com: rejected, 452 4.2.2 full
bool(true)
accepted: a@example.com
rejected: b@example.com 550 5.1.1
rejected: c@example.com 452 4.2.2
retryable: c@example.com
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 73400320
S: 250-8BITMIME
S: 250-PIPELINING
S: 250 ENHANCEDSTATUSCODES
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
C: RCPT TO:<c@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 ok
S: 550 5.1.1 no such user
S: 452 4.2.2 full
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: QUIT
S: 221 bye
