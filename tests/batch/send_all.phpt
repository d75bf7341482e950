--TEST--
sendAll(): as lazy as its lanes, endless sources, wrong elements and exceptions behind what was sent, memory
--EXTENSIONS--
smtpmail
--INI--
memory_limit=64M
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$pulled = 0;
$endless = function (?int $until = null) use (&$pulled) {
    for ($pulled = 0; ; ) {
        if ($pulled === $until) {
            throw new LogicException('thrown by the generator');
        }
        $pulled++;
        yield "key $pulled" => test_message("to$pulled@example.com");
    }
};
$mail = SmtpMail::fromDsn('memory://');
$all = $mail->sendAll($endless(), 3);
echo "$pulled pulled before the loop\n";
$seen = 0;
foreach ($all as $key => $result) {
    if (++$seen === 50) {
        echo "$key ", $result->recipients[0]->recipient->address, ' ', $pulled - $seen <= 200 ? 'lazy' : "$pulled pulled", "\n";
        break;
    }
}
unset($all);
echo count($mail->getMessages()) >= 50 ? "kept\n" : "lost\n";

echo "-- a generator that throws\n";
try {
    foreach ($mail->sendAll($endless(3), 2) as $key => $result) {
        echo "$key $result->messageId\n" === "$key \n" ? "no id\n" : "$key\n";
    }
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
echo "-- wrong elements\n";
$good = test_message();
foreach ([['a' => 1], [7 => new SmtpMail\Message()], ['b' => [$good, null]], ['c' => [$good]], [8 => (new SmtpMail\Message('a@example.com'))]] as $wrong) {
    try {
        foreach ($mail->sendAll([5 => $good] + $wrong + ['after' => test_message()]) as $key => $result) {
            echo "$key: {$result->outcome->value}\n";
        }
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
echo "-- a source that cannot be read, and an envelope\n";
file_put_contents(__DIR__ . '/send_all.tmp', 'x');
$gone = test_message()->attachFromPath(__DIR__ . '/send_all.tmp');
unlink(__DIR__ . '/send_all.tmp');
foreach ($mail->sendAll(['gone' => $gone, 'there' => [$good, new SmtpMail\Envelope(null, ['env@example.com'])]]) as $key => $result) {
    echo "$key: ", get_class($result), "\n";
}
echo array_slice($mail->getMessages(), -1)[0][1]->recipients[0]->address, "\n";

echo "-- once\n";
$all = $mail->sendAll(new ArrayIterator([test_message(), test_message()]));
var_dump($all->key(), $all->valid());
$all->rewind();
$all->next();
failure(fn () => $all->rewind());
$all->next();
var_dump($all->valid(), $all->current(), $all->key());
failure(fn () => clone $all);

echo "-- memory\n";
$count = $start = 0;
foreach (SmtpMail::fromDsn('null://')->sendAll((function () use ($good) {
    for ($i = 0; $i < 20000; $i++) {
        yield clone $good;
    }
})()) as $result) {
    if (++$count === 500) {
        $start = memory_get_usage();
    }
}
echo $count, memory_get_usage() - $start < 65536 ? " in constant memory\n" : " grew\n";
?>
--EXPECTF--
0 pulled before the loop
key 50 to50@example.com lazy

Warning: main(): %d mails had been taken by the server when they were dropped, and nobody was told: key 51%s
kept
-- a generator that throws
key 1
key 2
key 3
thrown by the generator
-- wrong elements
5: accepted
TypeError: SmtpMail::sendAll(): the element with the key a must be of type SmtpMail\Message or array{SmtpMail\Message, SmtpMail\Envelope}, int given
5: accepted
ValueError: SmtpMail::sendAll(): the element with the key 7 is refused: the message has no From address
5: accepted
TypeError: SmtpMail::sendAll(): the element with the key b must be of type SmtpMail\Message or array{SmtpMail\Message, SmtpMail\Envelope}, array given
5: accepted
TypeError: SmtpMail::sendAll(): the element with the key c must be of type SmtpMail\Message or array{SmtpMail\Message, SmtpMail\Envelope}, array given
5: accepted
ValueError: SmtpMail::sendAll(): the element with the key 8 is refused: the message has no recipient
-- a source that cannot be read, and an envelope
gone: SmtpMail\SourceException
there: SmtpMail\Result
env@example.com
-- once
int(0)
bool(true)
Error: Each outcome is given once: the iteration cannot begin again
bool(false)
NULL
NULL
Error: Trying to clone an uncloneable object of class SmtpMail\BatchIterator
-- memory
20000 in constant memory
