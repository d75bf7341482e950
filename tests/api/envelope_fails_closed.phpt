--TEST--
Envelope: a wish that cannot be carried out ends the sending before any connection
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{CapabilityException, DsnReturn, Envelope, Message, Notify, Recipient};

$message = new Message('a@example.com', 'b@example.com');
$to = ['b@example.com'];
$client = new SmtpMail('127.0.0.1', 1);
$wishes = [
    new Envelope(null, $to, envelopeId: 'x'), new Envelope(null, $to, return: DsnReturn::Full),
    new Envelope(null, $to, requireTls: true), new Envelope(null, $to, priority: 0),
    new Envelope(null, $to, holdFor: 5), new Envelope(null, $to, deliverBy: 5),
    new Envelope(null, [...$to, new Recipient('c@example.com', [Notify::Never])]),
    new Envelope(null, [new Recipient('b@example.com', originalRecipient: 'rfc822;b@example.com')]),
];
foreach ($wishes as $envelope) {
    try {
        $client->send($message, $envelope);
    } catch (CapabilityException $e) {
        echo "$e->capability {$e->stage->value} {$e->outcome->value} ", var_export($e->isRetrySafe(), true), ': ', $e->getMessage(), "\n";
    }
}
var_dump($client->getTranscript());
--EXPECT--
DSN ehlo not_sent false: envelopeId of the envelope needs the extension DSN, which this version cannot use
DSN ehlo not_sent false: return of the envelope needs the extension DSN, which this version cannot use
REQUIRETLS ehlo not_sent false: requireTls of the envelope needs the extension REQUIRETLS, which this version cannot use
MT-PRIORITY ehlo not_sent false: priority of the envelope needs the extension MT-PRIORITY, which this version cannot use
FUTURERELEASE ehlo not_sent false: holdFor of the envelope needs the extension FUTURERELEASE, which this version cannot use
DELIVERBY ehlo not_sent false: deliverBy of the envelope needs the extension DELIVERBY, which this version cannot use
DSN ehlo not_sent false: notify of the recipient needs the extension DSN, which this version cannot use
DSN ehlo not_sent false: originalRecipient of the recipient needs the extension DSN, which this version cannot use
string(0) ""
