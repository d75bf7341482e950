--TEST--
RCPT: 452 and 552 for the recipients that are too many: they are refused for now, the others get the mail
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$to = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com'];
$replies = ['250 ok', '452 4.5.3 too many', '552 5.5.3 too many', '550 5.1.1 who'];
$server = smtp_server(smtp_script(['rcpt' => $replies, 'quit' => false]));
$mail = new SmtpMail(...$server->client());
$result = attempt($mail, test_message($to));
echo implode(' ', array_map(fn ($r) => $r->recipient->address, $result->retryable())), "\n";
var_dump($result->isPartial(), $result->getCode(), count($result->accepted), count($result->rejected));
echo "-- all of them\n";
foreach ([['452 a', '550 b'], ['550 a', '552 b'], ['550 a', '551 b']] as $replies) {
	$server = smtp_server(smtp_script(['rcpt' => $replies, 'data' => '554 none', 'mails' => 1, 'quit' => false]));
	$mail = new SmtpMail(...$server->client());
	$e = attempt($mail, test_message(['a@example.com', 'b@example.com']));
	var_dump(count($e->result->retryable()), $e->isRetrySafe());
	unset($e);
}
echo "-- 552 to the content is no such thing\n";
$server = smtp_server(smtp_script(['final' => '552 5.3.4 too big', 'quit' => false]));
$mail = new SmtpMail(...$server->client());
$e = attempt($mail);
var_dump(count($e->result->retryable()), $e->isRetrySafe());
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 ok
  b@example.com: rejected, 452 4.5.3 too many
  c@example.com: rejected, 552 5.5.3 too many
  d@example.com: rejected, 550 5.1.1 who
b@example.com c@example.com
bool(true)
int(250)
int(1)
int(3)
-- all of them
SmtpMail\RecipientsRejectedException: code 452, stage rcpt, rejected, transient
int(1)
bool(true)
SmtpMail\RecipientsRejectedException: code 552, stage rcpt, rejected, transient
int(1)
bool(true)
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
int(0)
bool(false)
-- 552 to the content is no such thing
SmtpMail\MessageRejectedException: code 552, stage commit, rejected, permanent
int(0)
bool(false)
