--TEST--
smtpmail_send() and smtpmail.default_dsn with every kind of DSN
--EXTENSIONS--
smtpmail
--INI--
smtpmail.default_dsn="fault://?scenario=in_doubt"
smtpmail.default_from=from@example.com
--FILE--
<?php
set_error_handler(function ($level, $message) { echo 'warning: ', substr($message, 0, 60), "\n"; return true; });
function send(?string $dsn = null, array $options = []): void
{
    try {
        echo $dsn ?? 'the default', ': ', smtpmail_send('to@example.com', 's', 't', dsn: $dsn, options: $options, result: $result), "\n";
    } catch (ValueError $e) {
        echo 'ValueError: ', $e->getMessage(), "\n";
    }
}
send();
send('null://');
send('memory://');
send('failover(fault://?scenario=refused null://)');
send('roundrobin(null:// null://)');
send('fault://', ['rules' => 'commit: 554 5.7.1 no']);
send('fault://', ['rules' => 'commit; 554']);
send('null://', ['timeout' => 5, 'verifyPeer' => false]);
send('null://', ['timeout' => 'x']);
ini_set('smtpmail.default_dsn', 'failover(null://');
send();
ini_set('smtpmail.default_dsn', 'failover(fault://?scenario=refused null://)');
send();
?>
--EXPECT--
the default: warning: smtpmail_send(): The mail may have been accepted, its final 
-1
null://: 250
memory://: 250
failover(fault://?scenario=refused null://): 250
roundrobin(null:// null://): 250
fault://: warning: smtpmail_send(): the server refused the message: 554 5.7.1 n
554
fault://: ValueError: the script of fault:// is refused: line 1: must be a step, a colon, and what happens there
null://: 250
null://: ValueError: smtpmail_send(): Argument #12 ($options) option "timeout" must be of type float, string given
the default: ValueError: smtpmail.default_dsn must have a ')' behind the members of a group
the default: 250
