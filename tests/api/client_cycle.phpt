--TEST--
SmtpMail: a logger that holds the client is a cycle that the collector finds
--EXTENSIONS--
smtpmail
--FILE--
<?php
class Mailer extends SmtpMail
{
    public function __destruct()
    {
        echo "gone\n";
    }
}
$client = new Mailer();
$client->setLogger(function () use ($client) {});
unset($client);
echo "collecting\n";
gc_collect_cycles();
echo "collected\n";

$client = new Mailer();
$client->setLogger(function () use ($client) {})->setLogger(null);
unset($client);
echo "done\n";
--EXPECT--
collecting
gone
collected
gone
done
