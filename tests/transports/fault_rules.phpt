--TEST--
fault://: scripts from a file, from options, over several mails; their time is not waited for
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

echo "--- a file\n";
$file = __DIR__ . '/fault_rules.tmp';
file_put_contents($file, "# refused once, then taken\nrcpt once: 450 4.2.0 Try later, please\n\nmail 2: delay 30s, 250 2.1.0 two | lines\n");
$mail = SmtpMail::fromDsn("fault://?script=$file");
$e = attempt($mail);
echo $e->reply, "\n";
attempt($mail);
attempt($mail);
echo substr_count($mail->getTranscript(), '250-2.1.0 two'), ' ', substr_count($mail->getTranscript(), '250 lines'), "\n";

echo "--- options\n";
$mail = SmtpMail::fromDsn('fault://', ['rules' => "commit once: take, close\nehlo: 250 mx.test | SIZE 100000 | PIPELINING"]);
attempt($mail);
attempt($mail);
echo count($mail->getMessages()), ' taken, ', $mail->getServerInfo()->name, ', ', $mail->getServerInfo()->maxSize, "\n";

echo "--- a reused connection that is closed\n";
$mail = SmtpMail::fromDsn('fault://?scenario=stale_once');
attempt($mail);
attempt($mail);

echo "--- time\n";
$begun = time();
$result = attempt(SmtpMail::fromDsn('fault://', ['rules' => 'commit: delay 500, accept']));
var_dump($result->timings['commit'] >= 500 && $result->timings['commit'] < 530);
attempt(SmtpMail::fromDsn('fault://?timeout=100', ['rules' => 'commit: take, delay 500, accept']));
attempt(SmtpMail::fromDsn('fault://', ['rules' => 'mail: stall', 'timeout' => ['command' => 3000]]));
var_dump(time() - $begun < 60);

echo "--- what the logger sees\n";
$mail = SmtpMail::fromDsn('fault://u:secret@mx?scenario=partial');
$mail->setLogger(function ($direction, $line) { if ($direction === '>') echo strtok($line, ' '), "\n"; });
attempt($mail, test_message(['a@example.com', 'b@example.com']));
[[, $envelope]] = $mail->getMessages();
echo count($envelope->recipients), ' ', $envelope->recipients[0]->address, "\n";
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/fault_rules.tmp');
?>
--EXPECTF--
--- a file
SmtpMail\RecipientsRejectedException: code 450, stage rcpt, rejected, transient
450 4.2.0 Try later, please
accepted: code 250, attempts 1, reused connection
accepted: code 250, attempts 1, reused connection
1 1
--- options
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
accepted: code 250, attempts 1, new connection
2 taken, mx.test, 100000
--- a reused connection that is closed
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 2, new connection
--- time
accepted: code 250, attempts 1, new connection
bool(true)
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
SmtpMail\TimeoutException: code 0, stage mail, not_sent, transient
bool(true)
--- what the logger sees
EHLO
AUTH
MAIL
RCPT
RCPT
DATA
[%d
.
accepted: code 250, attempts 1, new connection
  a@example.com: accepted, 250 2.1.5 Ok
  b@example.com: rejected, 550 5.1.1 No such user
1 a@example.com
