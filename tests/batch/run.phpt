--TEST--
Batch: tags and outcomes; an error in the middle ends nothing; what a callback throws ends the run alone
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$show = function ($tag, $r) {
    echo '  ', is_object($tag) ? get_class($tag) : var_export($tag, true), ' ', $r instanceof Throwable ? get_class($r) . ' ' . $r->getCode() : $r->outcome->value,
        ' ', ($r->result ?? $r)->recipients[0]->recipient, "\n";
};
$mail = SmtpMail::fromDsn('fault://', ['rules' => 'rcpt once: 550 5.1.1 No such user']);
$before = smtpmail_stats();
$batch = $mail->batch(1);
echo implode(' ', [$batch->add(test_message('a@example.com'), 'one'), $batch->add(test_message('b@example.com'), new stdClass()),
    $batch->add(test_message('c@example.com')), $batch->add(test_message('x@example.com'), 4, new SmtpMail\Envelope('s@example.com', ['d@example.com']))]), "\n";
echo count($batch), " to do\n", $batch->run($show), " accepted, ", count($batch), " left, again ", $batch->run($show), "\n";
foreach ($mail->getMessages() as [$message, $envelope]) {
    echo $envelope->sender, ' ', $envelope->recipients[0]->address, "\n";
}
$after = smtpmail_stats();
foreach (['sent', 'rejected', 'connections', 'reused'] as $key) {
    echo $key, ' ', $after[$key] - $before[$key], "\n";
}

echo "-- kept for the iterator\n";
$batch->add(test_message(), 'e');
$batch->add(test_message(), 'f');
echo $batch->run(), ' ', count($batch), "\n";
foreach ($batch as $tag => $result) {
    echo $tag, ' ', $result->getCode(), ' ', count($batch), "\n";
}

echo "-- refused\n";
failure(fn () => $batch->add(new SmtpMail\Message('a@example.com')));
failure(fn () => $batch->add('x'));
failure(fn () => $batch->run('no function'));
failure(fn () => $batch->run(null, -1));
failure(fn () => $batch->run(null, NAN));
failure(fn () => $batch->tick(-1));
failure(fn () => $mail->batch(0));
failure(fn () => $mail->batch(1001));
failure(fn () => $mail->sendAll([], 0));
failure(fn () => $mail->sendAll(1));
failure(fn () => clone $batch);
failure(fn () => serialize($batch));
failure(fn () => new SmtpMail\Batch());
failure(fn () => (new ReflectionClass('SmtpMail\Batch'))->newInstanceWithoutConstructor());
failure(fn () => new SmtpMail('localhost', options: ['maxConnections' => 0]));
failure(fn () => new SmtpMail('localhost', options: ['maxPerSecond' => -0.5]));
var_dump(SmtpMail::fromDsn('null://', ['maxConnections' => 2])->batch(5));

echo "-- from inside\n";
$batch->add(test_message(), 'g');
$batch->add(test_message(), 'h');
try {
    $batch->run(function ($tag) use ($batch, $mail) {
        foreach ([fn () => $batch->run(), fn () => $batch->tick(), fn () => $mail->send(test_message())] as $do) {
            failure($do);
        }
        $batch->add(test_message(), 'added inside');
        throw new LogicException("thrown for $tag");
    });
} catch (LogicException $e) {
    echo $e->getMessage(), ', ', count($batch), " left\n";
}
$batch->run($show);

echo "-- cancelled\n";
$ids = [$batch->add(test_message(), 'i'), $batch->add(test_message(), 'j')];
var_dump($batch->cancel($ids[0]), $batch->cancel($ids[0]), $batch->cancel(0));
$batch->run($show);
var_dump($batch->cancel($ids[1]));
$batch->add(test_message(), $batch);
unset($batch, $e);
var_dump(gc_collect_cycles() > 0);
?>
--EXPECTF--
1 2 3 4
4 to do
  'one' SmtpMail\RecipientsRejectedException 550 a@example.com
  stdClass accepted b@example.com
  NULL accepted c@example.com
  4 accepted d@example.com
3 accepted, 0 left, again 0
from@example.com b@example.com
from@example.com c@example.com
s@example.com d@example.com
sent 3
rejected 1
connections 1
reused 3
-- kept for the iterator
2 2
e 250 1
f 250 0
-- refused
ValueError: the message has no recipient
TypeError: SmtpMail\Batch::add(): Argument #1 ($message) must be of type SmtpMail\Message, string given
TypeError: SmtpMail\Batch::run(): Argument #1 ($onResult) must be a valid callback or null, function "no function" not found or invalid function name
ValueError: SmtpMail\Batch::run(): Argument #2 ($deadline) must be a number of seconds, 0 or more, and finite
ValueError: SmtpMail\Batch::run(): Argument #2 ($deadline) must be a number of seconds, 0 or more, and finite
ValueError: SmtpMail\Batch::tick(): Argument #1 ($timeout) must be a number of seconds, 0 or more, and finite
ValueError: SmtpMail::batch(): Argument #1 ($connections) must be between 1 and 1000
ValueError: SmtpMail::batch(): Argument #1 ($connections) must be between 1 and 1000
ValueError: SmtpMail::sendAll(): Argument #2 ($connections) must be between 1 and 1000
TypeError: SmtpMail::sendAll(): Argument #1 ($messages) must be of type Traversable|array, int given
Error: Trying to clone an uncloneable object of class SmtpMail\Batch
Exception: Serialization of 'SmtpMail\Batch' is not allowed
Error: Call to private SmtpMail\Batch::__construct() from global scope
ReflectionException: Class SmtpMail\Batch is an internal class marked as final that cannot be instantiated without invoking its constructor
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "maxConnections" must be between 1 and 1000
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "maxPerSecond" must be a number of mails a second, up to a million; 0 is no limit
object(SmtpMail\Batch)#%d (3) {
  ["connections"]=>
  int(2)
  ["unfinished"]=>
  int(0)
  ["finished"]=>
  int(0)
}
-- from inside
Error: SmtpMail\Batch is busy: a callback of its own, or another fiber, called it
Error: SmtpMail\Batch is busy: a callback of its own, or another fiber, called it
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
thrown for g, 2 left
  'h' accepted to@example.com
  'added inside' accepted to@example.com
-- cancelled
bool(true)
bool(false)
bool(false)
  'i' SmtpMail\CancelledException 0 to@example.com
  'j' accepted to@example.com
bool(false)
bool(true)
