--TEST--
Batches that end early: what was under way is cancelled, or awaited and told; exit() and fork
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
    die('skip no pcntl_fork()');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

set_error_handler(function (int $level, string $text) { echo "warning: $text\n"; return true; });
$source = function () {
    foreach (['a', 'b', 'c', 'd'] as $key) {
        yield $key => test_message("$key@example.com");
    }
};
echo "-- break\n";
$server = smtp_server(smtp_script(['mails' => 2, 'extensions' => ['8BITMIME'], 'quit' => false]) . "DRAIN\n");
$mail = new SmtpMail(...$server->client());
foreach ($mail->sendAll($source(), 1) as $key => $result) {
    echo "$key {$result->outcome->value}\n";
    break;
}
echo count($server->messages()) >= 1 ? "arrived\n" : "lost\n";

echo "-- a batch whose mails were taken, and nobody asked\n";
$mail = SmtpMail::fromDsn('memory://');
$batch = $mail->batch(1);
$batch->add(test_message(), 'counted');
$batch->run();
$batch->add(test_message(), 'taken');
while ($batch->tick() > 0);
$batch->add(test_message(), 'never run');
unset($batch);
echo count($mail->getMessages()), " arrived\n";

echo "-- one that is taken by a server that is silent then\n";
$mail = SmtpMail::fromDsn('fault://?scenario=in_doubt');
$batch = $mail->batch(1);
$batch->add(test_message(), 'doubtful');
try {
    $batch->run(null, 1000);
} finally {
    foreach ($batch as $tag => $outcome) {
        echo $tag, ' ', get_class($outcome), "\n";
    }
}
$server = smtp_server(str_replace('S: 250 2.0.0', "KILL USR1 1\nDRAIN\nS: 250 2.0.0", smtp_script(['extensions' => ['8BITMIME']])));
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, fn () => throw new LogicException('thrown by a signal handler'));
$all = (new SmtpMail(...$server->client(['timeout' => ['reply' => 1]])))->sendAll(['only' => test_message()], 1);
try {
    foreach ($all as $outcome) {
        echo "not reached\n";
    }
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
unset($all);

$mail = SmtpMail::fromDsn('memory://');
echo "-- fork\n";
$batch = $mail->batch(1);
$batch->add(test_message(), 'x');
$pid = pcntl_fork();
if ($pid === 0) {
    foreach ([fn () => $batch->run(), fn () => $batch->add(test_message()), fn () => $batch->tick(), fn () => $batch->getStream()] as $do) {
        failure($do);
    }
    exit(0);
}
pcntl_waitpid($pid, $status);
echo $batch->run(fn () => null), "\n";

echo "-- exit\n";
$batch->add(test_message(), 'y');
$batch->add(test_message(), 'z');
register_shutdown_function(function () use ($batch) {
    echo count($batch), " left, ", $batch->run(fn () => null), " sent\n";
});
$batch->run(function () { echo "exit\n"; exit; });
?>
--EXPECT--
-- break
a accepted
arrived
-- a batch whose mails were taken, and nobody asked
warning: main(): 1 mail had been taken by the server when they were dropped, and nobody was told: taken
2 arrived
-- one that is taken by a server that is silent then
doubtful SmtpMail\InDoubtException
thrown by a signal handler
warning: main(): 1 mail may have been taken by the server when they were dropped, and nobody was told: only
-- fork
Error: SmtpMail\Batch belongs to the process that made it
Error: SmtpMail\Batch belongs to the process that made it
Error: SmtpMail\Batch belongs to the process that made it
Error: SmtpMail\Batch belongs to the process that made it
1
-- exit
exit
1 left, 1 sent
