--TEST--
A 421 to one mail of a batch is that mail's outcome, and the others go out; a sender refused for good is refused each time
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['mail once: 421 4.7.0 Too many connections', 'mail: 550 5.7.1 No'] as $rules) {
    $mail = SmtpMail::fromDsn('fault://', ['rules' => $rules]);
    $seen = [];
    foreach ($mail->sendAll(array_map(fn ($i) => test_message("to$i@example.com"), range(1, 6)), 3) as $outcome) {
        $seen[] = get_class($outcome) . ' ' . $outcome->getCode();
    }
    $seen = array_count_values($seen);
    ksort($seen);
    echo json_encode($seen, JSON_UNESCAPED_SLASHES), ' ', count($mail->getMessages()), "\n";
}
?>
--EXPECT--
{"SmtpMail\\Result 250":5,"SmtpMail\\SenderRejectedException 421":1} 5
{"SmtpMail\\SenderRejectedException 550":6} 0
