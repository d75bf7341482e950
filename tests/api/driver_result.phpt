--TEST--
Result and ServerInfo: what a server said, as properties and as JSON
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
    S: 220 mx.test hello
    C: EHLO client.test
    S: 250-mx.test
    S: 250-SIZE 1000000
    S: 250-AUTH PLAIN X-OWN
    S: 250 enhancedstatuscodes
    C: MAIL FROM:*
    S: 250 2.1.0 fine
    C: RCPT TO:<a@example.com>
    S: 250 2.1.5 fine
    C: RCPT TO:<b@example.com>
    S: 452 4.5.3 too many
    C: RCPT TO:<c@example.com>
    S: 550-5.1.1 no such
    S: 550 5.1.1 user
    C: DATA
    S: 354 go
    DATA
    S: 250 2.0.0 Ok: queued as ABC123
    SCRIPT);
$mail = new SmtpMail(...$server->client());
$message = new SmtpMail\Message('f@example.com', ['a@example.com' => 'A', 'b@example.com' => '', 'c@example.com' => '']);
$result = $mail->send($message);
var_dump($result->getCode(), $result->isPartial(), $result->queueId, $result->messageId === $message->getMessageId());
var_dump($result->bytes === $message->getSize(), $result->attempts, $result->reusedConnection, $result->tlsVersion);
echo implode(' ', array_keys($result->timings)), ' ', implode(' ', array_unique(array_map('get_debug_type', $result->timings))), "\n";
echo $result->reply, "\n", implode(',', $result->accepted), "\n";
foreach ($result->rejected as $r) {
    echo $r->recipient, ' ', $r->outcome->value, ' ', str_replace("\n", ' / ', $r->reply), ' ', $r->reply->stage->value, ' ',
        json_encode([$r->reply->isPositive(), $r->reply->isTransient(), $r->reply->isPermanent(), $r->reply->enhanced, $r->reply->lines]), "\n";
}
echo implode(',', array_map(fn ($r) => $r->recipient, $result->retryable())), ' ', count($result->inDoubt()), "\n";
$json = json_decode(json_encode($result), true);
echo implode(' ', array_keys($json)), "\n", json_encode($json['recipients'][2]), ' ', $json['outcome'], ' ', $json['code'], "\n";
$info = $mail->getServerInfo();
echo "$info->greeting | $info->name | ", json_encode([$info->extensions, $info->authMechanisms, $info->maxSize, $info->tlsVersion, $info->certificateExpires]), "\n";
var_dump($info->supports('size'), $info->supports('EnhancedStatusCodes'), $info->supports('PIPELINING'));
?>
--EXPECT--
int(250)
bool(true)
string(6) "ABC123"
bool(true)
bool(true)
int(1)
bool(false)
NULL
resolve connect tls auth envelope content commit float
250 2.0.0 Ok: queued as ABC123
A <a@example.com>
b@example.com rejected 452 4.5.3 too many rcpt [false,true,false,"4.5.3",["too many"]]
c@example.com rejected 550 5.1.1 no such / user rcpt [false,false,true,"5.1.1",["no such","user"]]
b@example.com 0
code outcome reply messageId queueId remote tlsVersion reusedConnection bytes attempts timings recipients
{"recipient":{"address":"c@example.com","name":""},"outcome":"rejected","reply":"550 5.1.1 no such\nuser"} accepted 250
mx.test hello | mx.test | [{"SIZE":"1000000","AUTH":"PLAIN X-OWN","ENHANCEDSTATUSCODES":""},["PLAIN","X-OWN"],1000000,null,null]
bool(true)
bool(true)
bool(false)
