--TEST--
Batch: the client's logger and progress callback work for its connections; what they throw ends the run alone; exit() in a source
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$mails = 0;
$lines = [];
$throws = 'progress';
$mail = SmtpMail::fromDsn('memory://', ['progress' => function (int $sent) use (&$mails, &$throws) {
    if ($throws === 'progress') {
        $throws = '';
        throw new LogicException('thrown by progress');
    }
    return $sent > 0 || ++$mails !== 2;
}]);
$mail->setLogger(function (string $direction, string $line) use (&$lines, &$throws) {
    $lines[] = "$direction $line";
    if ($throws === 'logger') {
        $throws = '';
        throw new LogicException('thrown by the logger');
    }
});
$batch = $mail->batch(1);
foreach (['a', 'b', 'c'] as $tag) {
    $batch->add(test_message("$tag@example.com"), $tag);
}
$show = function ($tag, $outcome) { echo $tag, ' ', get_class($outcome), "\n"; };
failure(fn () => $batch->run($show));
$throws = 'logger';
failure(fn () => $batch->run($show));
$batch->run($show);
echo count(preg_grep('/^> MAIL FROM/', $lines)), ' ', count($mail->getMessages()), "\n";

foreach ($mail->sendAll((function () {
    yield 'first' => test_message();
    echo "exit\n";
    exit;
})(), 1) as $tag => $outcome) {
    $show($tag, $outcome);
}
echo "not reached\n";
?>
--EXPECT--
LogicException: thrown by progress
LogicException: thrown by the logger
a SmtpMail\Result
b SmtpMail\CancelledException
c SmtpMail\Result
3 2
exit
