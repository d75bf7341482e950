--TEST--
Groups in To and Cc: written as groups, their members are recipients
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Group, Message};

function fields(Message $message): string
{
    preg_match('/^To:.*?(?=^Message-ID)/ms', $message, $found);
    return $found[0];
}
function recipients(Message $message): string
{
    return implode(' ', array_map(fn ($r) => $r->address->address, $message->getEnvelope()->recipients));
}
function attempt(callable $do): void
{
    try {
        $do();
        echo "taken\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$friends = new Group('Friends', ['Ann <ann@example.com>', 'bob@example.com']);
$message = (new Message('me@example.com'))->to('first@example.com', $friends, new Address('last@example.com', 'Last'))
    ->cc(new Group('Zoë & Co', ['zoe@exämple.org' => 'Zoë']), new Group('Nobody, really'), new Group('Others', ['ann@example.com']));
echo fields($message), recipients($message), "\n";
echo fields((clone $message)->cc('c@example.com'));
// What is written reads as what it was.
$to = preg_replace('/^To: |\r\n$/', '', fields((clone $message)->cc()));
var_dump(Address::parseList($to) == Address::parseList('first@example.com, Friends: Ann <ann@example.com>, bob@example.com;, Last <last@example.com>'));

$hidden = (new Message('me@example.com'))->to(new Group('Undisclosed recipients'))->bcc('secret@example.com');
echo fields($hidden), recipients($hidden), "\n";
attempt(fn () => (new Message('me@example.com'))->to(new Group('Undisclosed recipients'))->getEnvelope());
$long = new Group('A group of many', array_map(fn ($i) => "somebody.number$i@example.com", range(1, 5)));
echo fields((new Message('me@example.com'))->to($long, 'and@example.com'));

$before = (string) $message;
attempt(fn () => $message->from($friends));
attempt(fn () => $message->bcc($friends));
attempt(fn () => $message->replyTo('a@example.com', $friends));
attempt(fn () => $message->sender($friends));
attempt(fn () => $message->to($friends, 'nonsense'));
attempt(fn () => $message->to('a@example.com', []));
attempt(fn () => $message->cc(null));
attempt(fn () => $message->to('Friends: ann@example.com;'));
attempt(fn () => $message->to('ann@example.com, bob@example.com'));
attempt(fn () => new Message('me@example.com', $friends));
var_dump((string) $message === $before);
$message->to()->cc();
attempt(fn () => $message->getEnvelope());
echo fields($message);
--EXPECT--
To: first@example.com, Friends: Ann <ann@example.com>, bob@example.com;,
 Last <last@example.com>
Cc: =?UTF-8?B?Wm/DqyAmIENv?= :
 =?UTF-8?Q?Zo=C3=AB?= <zoe@xn--exmple-cua.org>;, "Nobody, really":;, Others:
 ann@example.com;
first@example.com ann@example.com bob@example.com last@example.com zoe@exämple.org
To: first@example.com, Friends: Ann <ann@example.com>, bob@example.com;,
 Last <last@example.com>
Cc: c@example.com
bool(true)
To: Undisclosed recipients:;
secret@example.com
ValueError: the message has no recipient
To: A group of many: somebody.number1@example.com,
 somebody.number2@example.com, somebody.number3@example.com,
 somebody.number4@example.com, somebody.number5@example.com;,
 and@example.com
TypeError: SmtpMail\Message::from(): Argument #1 must be of type SmtpMail\Address|string, SmtpMail\Group given
TypeError: SmtpMail\Message::bcc(): Argument #1 must be of type SmtpMail\Address|string, SmtpMail\Group given
TypeError: SmtpMail\Message::replyTo(): Argument #2 must be of type SmtpMail\Address|string, SmtpMail\Group given
TypeError: SmtpMail\Message::sender(): Argument #1 ($address) must be of type SmtpMail\Address|string, SmtpMail\Group given
ValueError: SmtpMail\Message::to(): Argument #2 is refused: invalid address "nonsense": it has no @
TypeError: SmtpMail\Message::to(): Argument #2 must be of type SmtpMail\Address|SmtpMail\Group|string, array given
TypeError: SmtpMail\Message::cc(): Argument #1 must be of type SmtpMail\Address|SmtpMail\Group|string, null given
ValueError: SmtpMail\Message::to(): Argument #1 is refused: invalid address "Friends: ann@example.com;": one address expected, and no group
ValueError: SmtpMail\Message::to(): Argument #1 is refused: invalid address "ann@example.com, bob@example.com": one address expected; give several as an array
TypeError: SmtpMail\Message::__construct(): Argument #2 ($to) must be of type SmtpMail\Address|array|string, SmtpMail\Group given
bool(true)
ValueError: the message has no recipient
To: undisclosed-recipients:;
