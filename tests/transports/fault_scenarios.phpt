--TEST--
fault://: each scenario through the classes and through smtpmail_send()
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function known_scenarios(): array
{
    try {
        SmtpMail::fromDsn('fault://?scenario=');
    } catch (ValueError $e) {
        preg_match('/must be one of (.*)/', $e->getMessage(), $m);
        return explode(', ', $m[1]);
    }
}
foreach (known_scenarios() as $scenario) {
    $query = $scenario === 'tls_failed' ? '&tls=implicit' : '';
    $dsn = "fault://user:secret@fault?scenario=$scenario$query";
    $mail = SmtpMail::fromDsn($dsn);
    printf('%-20s ', $scenario);
    try {
        $result = $mail->send(test_message(['a@example.com', 'b@example.com']));
        echo $result->outcome->value, ' for ', count($result->accepted);
    } catch (SmtpMail\SmtpMailException $e) {
        $e = $e instanceof SmtpMail\InDoubtException ? $e->getPrevious() : $e;
        echo substr(get_class($e), 9), ' ', $e->outcome->value, ' at ', $e->stage->value, $e->isRetrySafe() ? ', again' : '';
    }
    $code = @smtpmail_send(['a@example.com', 'b@example.com'], 's', 't', from: 'from@example.com', dsn: $dsn);
    echo ': ', $code, ', ', count($mail->getMessages()), " taken\n";
}
?>
--EXPECT--
accepted             accepted for 2: 250, 1 taken
rejected             MessageRejectedException rejected at commit: 554, 0 taken
rejected_sender      SenderRejectedException rejected at mail: 550, 0 taken
rejected_recipients  RecipientsRejectedException rejected at rcpt: 550, 0 taken
partial              accepted for 1: 250, 1 taken
temporary            SenderRejectedException rejected at mail, again: 451, 0 taken
temporary_content    MessageRejectedException rejected at commit, again: 451, 0 taken
greylisted_then_ok   accepted for 1: 250, 1 taken
full                 MessageRejectedException rejected at commit, again: 452, 0 taken
refused              ConnectionException not_sent at connect, again: 0, 0 taken
unreachable          TimeoutException not_sent at connect, again: 0, 0 taken
greeting_421         ConnectionException not_sent at greeting, again: 421, 0 taken
closing_421          SenderRejectedException rejected at mail, again: 421, 0 taken
idle_421             accepted for 2: 250, 1 taken
stale_once           accepted for 2: 250, 1 taken
auth_refused         AuthenticationException not_sent at auth: 535, 0 taken
auth_temporary       AuthenticationException not_sent at auth, again: 454, 0 taken
tls_failed           TlsException not_sent at tls: 0, 0 taken
in_doubt             TimeoutException in_doubt at commit: -1, 1 taken
in_doubt_closed      ConnectionException in_doubt at commit: -1, 1 taken
in_doubt_lost        ConnectionException in_doubt at commit: -1, 0 taken
lost_before_content  ConnectionException not_sent at data, again: 0, 0 taken
lost_inside_content  ConnectionException not_sent at content, again: 0, 0 taken
slow                 accepted for 2: 250, 1 taken
timeout              TimeoutException not_sent at mail, again: 0, 0 taken
timeout_content      TimeoutException not_sent at content, again: 0, 0 taken
nonsense             ProtocolException not_sent at mail: 0, 0 taken
