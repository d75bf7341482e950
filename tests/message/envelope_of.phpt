--TEST--
getEnvelope(): who sends, who receives, and what is missing
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Message};

function show(Message $message): void
{
    try {
        $e = $message->getEnvelope();
        echo $e->sender?->address ?? '<>', ' -> ', implode(' ', array_map(fn ($r) => $r->address->address, $e->recipients)), "\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
show(new Message('a@example.com', 'b@example.com'));
show((new Message('a@example.com', 'b@example.com'))->sender('s@example.com'));
show((new Message('a@example.com', 'b@example.com'))->sender('s@example.com')->returnPath('r@example.com'));
show((new Message('a@example.com', 'b@example.com'))->returnPath(null));
show((new Message(to: 'b@example.com'))->from('a@example.com', 'a2@example.com')->sender('a2@example.com'));
show((new Message('a@example.com', ['b@example.com', 'B@EXAMPLE.com', 'b@EXAMPLE.com']))->cc('c@example.com', 'b@example.com')->bcc('C <c@example.com>', 'd@example.com'));
show((new Message('a@example.com', 'b@example.com'))->to()->bcc('d@example.com'));
show(new Message(to: 'b@example.com'));
show((new Message(to: 'b@example.com'))->from('a@example.com', 'a2@example.com'));
show(new Message('a@example.com'));
foreach ([fn () => (new SmtpMail('127.0.0.1', 1))->send(new Message('a@example.com')),
    fn () => (new SmtpMail('127.0.0.1', 1))->send(new Message(to: 'b@example.com')),
    fn () => (new SmtpMail('127.0.0.1', 1))->send(new Message(), new SmtpMail\Envelope('a@example.com', ['b@example.com'])),
    fn () => (string) new Message(),
    fn () => (new Message())->priority(0), fn () => (new Message())->priority(6), fn () => (new Message())->to(null), fn () => (new Message())->sender(null),
    fn () => new Message(to: null), fn () => new Message([]), fn () => (new Message())->date('now'), fn () => (new Message())->messageId('no id'),
    fn () => (new Message())->messageId('')] as $do) {
    try {
        $do();
        echo "taken\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
--EXPECT--
a@example.com -> b@example.com
s@example.com -> b@example.com
r@example.com -> b@example.com
<> -> b@example.com
a2@example.com -> b@example.com
a@example.com -> b@example.com B@EXAMPLE.com c@example.com d@example.com
a@example.com -> d@example.com
the message has no From address
the message has several From addresses: one of them must be given to sender()
the message has no recipient
ValueError: the message has no recipient
ValueError: the message has no From address
ValueError: the message has no From
ValueError: the message has no From
ValueError: SmtpMail\Message::priority(): Argument #1 ($priority) must be between 1 (highest) and 5 (lowest)
ValueError: SmtpMail\Message::priority(): Argument #1 ($priority) must be between 1 (highest) and 5 (lowest)
TypeError: SmtpMail\Message::to(): Argument #1 must be of type SmtpMail\Address|SmtpMail\Group|string, null given
TypeError: SmtpMail\Message::sender(): Argument #1 ($address) must be of type SmtpMail\Address|string, null given
TypeError: SmtpMail\Message::__construct(): Argument #2 ($to) must be of type SmtpMail\Address|array|string, null given
TypeError: SmtpMail\Message::__construct(): Argument #1 ($from) must be of type SmtpMail\Address|string, array given
TypeError: SmtpMail\Message::date(): Argument #1 ($date) must be of type DateTimeInterface, string given
ValueError: SmtpMail\Message::messageId(): Argument #1 ($id) is refused: "no id" is no Message-ID; it looks like <left@right>
ValueError: SmtpMail\Message::messageId(): Argument #1 ($id) is refused: "" is no Message-ID; it looks like <left@right>
