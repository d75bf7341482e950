--TEST--
failover(): the next server where it is proven that nothing was taken, and never a mail twice
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$scenarios = ['refused', 'unreachable', 'greeting_421', 'auth_refused', 'closing_421', 'temporary', 'timeout', 'lost_before_content', 'lost_inside_content',
    'rejected', 'rejected_sender', 'rejected_recipients', 'temporary_content', 'partial', 'in_doubt', 'in_doubt_closed', 'in_doubt_lost'];
foreach ($scenarios as $scenario) {
    $mail = SmtpMail::fromDsn("failover(fault://u:p@first?scenario=$scenario memory://second)");
    try {
        $result = $mail->send(test_message(['a@example.com', 'b@example.com']));
    } catch (SmtpMail\SmtpMailException $e) {
        $result = $e->result;
    }
    printf("%-20s %s by %s, attempts %d, %d taken\n", $scenario, $result->outcome->value, $result->remote, $result->attempts, count($mail->getMessages()));
}

echo "--- a dead server is left alone for a while, and its transcript is there\n";
$mail = SmtpMail::fromDsn('failover(fault://first?scenario=refused fault://second?scenario=accepted)?retry_period=60');
$mail->send(test_message());
echo $mail->getTranscript() === '' ? 'no' : 'a', ' transcript, ', substr_count($mail->getTranscript(), 'next server'), " failover\n";
$mail->send(test_message());
echo substr_count($mail->getTranscript(), 'next server'), " failover, both mails in one session\n";
$mail = SmtpMail::fromDsn('failover(fault://first?scenario=refused memory://second)?retry_period=0');
$mail->send(test_message());
echo $mail->send(test_message())->remote, ', ', substr_count($mail->getTranscript(), 'next server'), " failovers\n";

echo "--- over sockets\n";
$greeting = "S: 220 mx.test\nC: EHLO *\nS: 250 mx.test\nC: MAIL FROM:*\n";
$first = smtp_server($greeting . "S: 451 4.3.0 later\nC: QUIT\nS: 221 bye\n");
$second = smtp_server($greeting . "S: 250 ok\nC: RCPT TO:*\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 250 ok\nC: QUIT\nS: 221 bye\n");
[$a, $b] = [$first->client()['port'], $second->client()['port']];
$mail = SmtpMail::fromDsn("failover(smtp://127.0.0.1:1 smtp://127.0.0.1:$a smtp://localhost:$b?ip_version=4)?timeout[greeting]=30&timeout[command]=30");
$result = $mail->send(test_message());
echo $result->outcome->value, ', attempts ', $result->attempts, ', ', $result->remote === "127.0.0.1:$b" ? 'the last' : $result->remote, "\n";
var_dump($mail->isConnected(), $mail->getServerInfo()->name);
$mail->close();
var_dump($mail->isConnected());
echo count($first->messages()), ' and ', count($second->messages()), " messages\n", $first->transcript();

echo "--- all fail\n";
$mail = SmtpMail::fromDsn('failover(fault://a?scenario=temporary fault://b?scenario=refused fault://u:p@c?scenario=auth_refused)');
$e = attempt($mail);
echo $e->result->remote, ', attempts ', $e->result->attempts, "\n";
failure(fn () => $mail->verify());
var_dump(@smtpmail_send('to@example.com', 's', 't', from: 'from@example.com', dsn: 'failover(fault://?scenario=refused fault://?scenario=closing_421)'));
?>
--EXPECT--
refused              accepted by second, attempts 1, 1 taken
unreachable          accepted by second, attempts 1, 1 taken
greeting_421         accepted by second, attempts 1, 1 taken
auth_refused         accepted by second, attempts 1, 1 taken
closing_421          accepted by second, attempts 2, 1 taken
temporary            accepted by second, attempts 2, 1 taken
timeout              accepted by second, attempts 2, 1 taken
lost_before_content  accepted by second, attempts 2, 1 taken
lost_inside_content  accepted by second, attempts 2, 1 taken
rejected             rejected by first, attempts 1, 0 taken
rejected_sender      rejected by first, attempts 1, 0 taken
rejected_recipients  rejected by first, attempts 1, 0 taken
temporary_content    rejected by first, attempts 1, 0 taken
partial              accepted by first, attempts 1, 1 taken
in_doubt             in_doubt by first, attempts 1, 1 taken
in_doubt_closed      in_doubt by first, attempts 1, 1 taken
in_doubt_lost        in_doubt by first, attempts 1, 0 taken
--- a dead server is left alone for a while, and its transcript is there
a transcript, 1 failover
1 failover, both mails in one session
second, 1 failovers
--- over sockets
accepted, attempts 2, the last
bool(true)
string(7) "mx.test"
bool(false)
0 and 1 messages
S: 220 mx.test
C: EHLO [127.0.0.1]
S: 250 mx.test
C: MAIL FROM:<from@example.com>
S: 451 4.3.0 later
C: QUIT
S: 221 bye
--- all fail
SmtpMail\AuthenticationException: code 535, stage auth, not_sent, transient
c, attempts 1
no exception
int(421)
