--TEST--
Transports by DSN: calls in any order, from inside, at the same time; objects that go away or show themselves
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

class Unready extends SmtpMail
{
    public function __construct()
    {
    }
}
failure(fn () => (new Unready())->getMessages());
failure(fn () => clone SmtpMail::fromDsn('memory://'));
var_dump(SmtpMail::fromDsn('failover(fault://u:hunter2@first memory://)'));

echo "--- any order\n";
foreach (['null://', 'memory://', 'fault://', 'failover(memory://a null://b)', 'roundrobin(null://a memory://b)'] as $dsn) {
    $mail = SmtpMail::fromDsn($dsn);
    $mail->close();
    $mail->close();
    $mail->connect();
    $mail->connect();
    $message = test_message();
    $mail->send($message);
    $mail->send($message);
    $mail->close();
    $mail->send($message);
    echo $dsn, ': ', $mail->isConnected() ? 'connected' : 'not connected', ', ', count($mail->getMessages()) > 0 ? 'some' : 'no', " messages\n";
}

echo "--- from inside\n";
$mail = SmtpMail::fromDsn('memory://');
$mail->setLogger(function () use (&$mail) {
    $mail->setLogger(null);
    $mail->send(test_message());
});
failure(fn () => $mail->send(test_message()));
var_dump(count($mail->getMessages()));

echo "--- at the same time\n";
$mail = SmtpMail::fromDsn('memory://');
$mail->setLogger(function ($direction, $line) { if (str_starts_with($line, 'MAIL')) Fiber::suspend(); });
$fiber = new Fiber(fn () => attempt($mail));
$fiber->start();
failure(fn () => $mail->send(test_message()));
failure(fn () => $mail->close());
$fiber->resume();
var_dump(count($mail->getMessages()), $fiber->isTerminated());

echo "--- an exception on the way\n";
$mail = SmtpMail::fromDsn('failover(fault://a fault://b)');
$mail->setLogger(function ($direction, $line) { if (str_starts_with($line, 'DATA')) throw new DomainException('enough'); });
failure(fn () => $mail->send(test_message()));
$mail->setLogger(null);
var_dump(count($mail->getMessages()), $mail->send(test_message())->remote);

echo "--- a cycle\n";
$mail->setLogger(function () use ($mail) {});
unset($mail, $fiber);
var_dump(gc_collect_cycles() > 0);
?>
--EXPECTF--
Error: SmtpMail::__construct() has not been called
Error: Trying to clone an uncloneable object of class SmtpMail
object(SmtpMail)#%d (4) {
  ["host"]=>
  string(13) "first, memory"
  ["port"]=>
  int(0)
  ["tls"]=>
  enum(SmtpMail\Tls::Auto)
  ["username"]=>
  string(1) "u"
}
--- any order
null://: connected, no messages
memory://: connected, some messages
fault://: connected, some messages
failover(memory://a null://b): connected, some messages
roundrobin(null://a memory://b): connected, some messages
--- from inside
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
int(0)
--- at the same time
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
accepted: code 250, attempts 1, new connection
int(1)
bool(true)
--- an exception on the way
DomainException: enough
int(0)
string(1) "a"
--- a cycle
bool(true)
