--TEST--
roundrobin(): mails are spread, and fall over
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function spread(string $dsn, int $count): array
{
    $mail = SmtpMail::fromDsn($dsn);
    $by = [];
    for ($i = 0; $i < $count; $i++) {
        $remote = $mail->send(test_message())->remote;
        $by[$remote] = ($by[$remote] ?? 0) + 1;
    }
    ksort($by);
    echo json_encode($by), ', ', count($mail->getMessages()), " taken\n";
    return $by;
}
spread('roundrobin(memory://a memory://b memory://c)', 9);
$by = spread('roundrobin(memory://a fault://b?scenario=refused memory://c)', 9) + ['b' => 0];
var_dump($by['b']);
spread('failover(roundrobin(memory://a memory://b) memory://c)', 6);
spread('failover(roundrobin(fault://a?scenario=refused fault://b?scenario=unreachable) memory://c)', 4);
$seen = [];
for ($i = 0; $i < 60; $i++) {
    $seen[SmtpMail::fromDsn('roundrobin(null://a null://b)')->send(test_message())->remote] = true;
}
ksort($seen);
echo 'begins with ', implode(' or ', array_keys($seen)), "\n";
?>
--EXPECTF--
{"a":3,"b":3,"c":3}, 9 taken
{"a":%d,"c":%d}, 9 taken
int(0)
{"a":3,"b":3}, 6 taken
{"c":4}, 4 taken
begins with a or b
