--TEST--
Batch with a server: getStream() and stream_select(), two batches at once, deadline, maxMessages, a 421
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$show = function ($tag, $r) {
    echo "  $tag: ", $r instanceof Throwable ? get_class($r) : $r->outcome->value, "\n";
};
function fill(SmtpMail\Batch $batch, string $name, int $count): SmtpMail\Batch
{
    for ($i = 1; $i <= $count; $i++) {
        $batch->add(test_message(), "$name$i");
    }
    return $batch;
}
$pipe = ['extensions' => ['8BITMIME']];
echo "-- select\n";
$servers = [smtp_server(smtp_script(['mails' => 3] + $pipe)), smtp_server(smtp_script(['mails' => 2] + $pipe))];
$batches = [];
foreach ($servers as $i => $server) {
    $batches[$i] = fill((new SmtpMail(...$server->client()))->batch(1), "b$i-", 3 - $i);
}
$streams = array_map(fn ($batch) => $batch->getStream(), $batches);
$ended = [];
$rounds = 0;
while ($streams && $rounds++ < 1000) {
    [$read, $write, $except] = [$streams, [], []];
    if (stream_select($read, $write, $except, 30) === 0) {
        exit('nothing happens');
    }
    foreach ($read as $i => $stream) {
        if ($batches[$i]->tick(0, function ($tag, $r) use (&$ended) { $ended[] = "$tag {$r->outcome->value}"; }) === 0) {
            unset($streams[$i]);
        }
    }
}
sort($ended);
echo implode(', ', $ended), "\n";
$stream = $batches[0]->getStream();
unset($batches, $read);
var_dump(is_resource($stream));
echo count($servers[0]->messages()), ' ', count($servers[1]->messages()), "\n";

echo "-- tick\n";
$server = smtp_server(smtp_script(['mails' => 2] + $pipe));
$batch = fill((new SmtpMail(...$server->client()))->batch(1), 't', 2);
for ($rounds = 0; $batch->tick(1) > 0 && $rounds < 1000; $rounds++);
foreach ($batch as $tag => $r) {
    $show($tag, $r);
}
unset($batch);

echo "-- deadline\n";
$server = smtp_server(str_replace('S: 250 2.0.0', "DRAIN\nS: 250 2.0.0", smtp_script($pipe)));
$batch = fill((new SmtpMail(...$server->client()))->batch(1), 'd', 2);
echo $batch->run($show, 1.0), "\n";
unset($batch);

echo "-- maxMessages\n";
$server = smtp_server(implode("--- next\n", array_fill(0, 3, smtp_script($pipe))));
$batch = fill((new SmtpMail(...$server->client(['maxMessages' => 1])))->batch(1), 'm', 3);
echo $batch->run(), ' over ';
unset($batch);
echo $server->connections(), "\n";

echo "-- maxPerSecond\n";
$server = smtp_server(smtp_script(['mails' => 3] + $pipe));
$batch = fill((new SmtpMail(...$server->client(['maxPerSecond' => 10])))->batch(1), 'p', 3);
$begun = (float) date_create()->format('U.u');
echo $batch->run(), ' ', (float) date_create()->format('U.u') - $begun >= 0.15 ? 'slowly' : 'too fast', "\n";
unset($batch);
?>
--EXPECT--
-- select
b0-1 accepted, b0-2 accepted, b0-3 accepted, b1-1 accepted, b1-2 accepted
bool(false)
3 2
-- tick
  t1: accepted
  t2: accepted
-- deadline
  d1: SmtpMail\InDoubtException
  d2: SmtpMail\CancelledException
0
-- maxMessages
3 over 3
-- maxPerSecond
3 slowly
