--TEST--
Transports by DSN: what is malformed is refused, with nothing of a secret in it
--EXTENSIONS--
smtpmail
--FILE--
<?php
$file = __DIR__ . '/refused.tmp';
file_put_contents($file, "mail: close\nhunter2: close\n");
$dsns = [
    'null://u:hunter2@x', 'null://x:1', 'null://?timeout=1', 'null://?tls=none', 'memory://?script=x', 'memory://?x=1', 'null:///path', 'fault://x:25',
    'fault://?scenario=x', 'fault://?scenario=partial&scenario=partial', 'fault://?scenario=partial&rules=', 'fault://?script=', 'fault://?script=%00',
    'fault://?script=/nowhere', 'fault://?script=' . __DIR__, 'fault://?script[]=x', "fault://?script=$file", 'fault://?rules=rcpt:%20250%20ok%0Acommit',
    'fault://?rules=mail', 'smtp://mx.example?scenario=partial', 'smtp://mx.example?format=eml', 'smtp://mx.example?retry_period=1',
    'failover()', 'failover(', 'failover(smtp://a', 'failover(smtp://a)x', 'failover(smtp://u:hunter2@a smtp://u:hunter2%@b)', 'failover(mx.example)',
    'failover(smtp://a)?retry_period=x', 'failover(smtp://a)?retry_period=-1', 'failover(smtp://a)?retry_period[]=1', 'failover(smtp://a)?nonsense=1',
    'failover(null://)?nonsense=1', 'roundrobin(smtps://a)?tls=none', 'failover(failover(failover(failover(failover(null://)))))', 'failover://a', 'smtp(a)',
];
foreach ($dsns as $dsn) {
    try {
        SmtpMail::fromDsn($dsn);
        echo 'TAKEN: ', $dsn, "\n";
    } catch (ValueError $e) {
        $message = str_replace('SmtpMail::fromDsn(): Argument #1 ($dsn) ', '', $e->getMessage());
        echo str_contains($message, 'hunter2') ? 'TOLD: ' : '', preg_replace('/(one of accepted).*/', '$1 and so on', $message), "\n";
    }
}
echo "--- options for all members\n";
foreach ([['nonsense' => 1], ['timeout' => 'x'], ['host' => 'x'], ['scenario' => 'x'], ['scenario' => 1]] as $options) {
    try {
        SmtpMail::fromDsn('failover(smtp://a fault://)', $options);
        echo "TAKEN\n";
    } catch (ValueError $e) {
        echo preg_replace('/(one of accepted).*/', '$1 and so on', $e->getMessage()), "\n";
    }
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/refused.tmp');
?>
--EXPECT--
must not have a user or port: there is no network
must not have a user or port: there is no network
option "timeout" is for servers, and null:// has no network
option "tls" is for servers, and null:// has no network
has the unknown option "script"
has the unknown option "x"
must not have a path or fragment: '/', '?' and '#' in a password are encoded as %2F, %3F and %23
must not have a port: fault:// has no network
option "scenario" must be one of accepted and so on
must not have an option twice
must not have more than one of the options "script", "scenario" and "rules"
option "script" must be the path of a regular file
option "script" must be the path of a regular file
option "script" must be the path of a regular file
option "script" must be the path of a regular file
option "script" must be of type string
the script of fault:// is refused: line 2: must begin with connect, greeting, ehlo, helo, starttls, tls, auth, mail, rcpt, data, content, commit, idle, rset or quit
the script of fault:// is refused: line 2: must be a step, a colon, and what happens there
the script of fault:// is refused: line 1: must be a step, a colon, and what happens there
has the unknown option "scenario"
has the unknown option "format"
has the unknown option "retry_period"
must have members in a group
must have a ')' behind the members of a group
must have a ')' behind the members of a group
must have nothing but a query behind the ')' of a group
has a '%' that two hexadecimal digits do not follow
must begin with smtp:// or smtps://, or with another scheme that is known
option "retry_period" must be a number of seconds, 0 or more, and finite
option "retry_period" must be a number of seconds, 0 or more, and finite
option "retry_period" must be a number of seconds, 0 or more, and finite
has the unknown option "nonsense"
has the unknown option "nonsense"
must not ask smtps:// for another kind of TLS
must not have groups more than four deep
must begin with smtp:// or smtps://, or with another scheme that is known
must begin with smtp:// or smtps://, or with another scheme that is known
--- options for all members
SmtpMail::fromDsn(): Argument #2 ($options) has the unknown option "nonsense"
SmtpMail::fromDsn(): Argument #2 ($options) option "timeout" must be of type float, string given
SmtpMail::fromDsn(): Argument #2 ($options) option "host" is for where neither a DSN nor parameters name the server
SmtpMail::fromDsn(): Argument #2 ($options) option "scenario" must be one of accepted and so on
SmtpMail::fromDsn(): Argument #2 ($options) option "scenario" must be of type string
