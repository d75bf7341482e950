--TEST--
SmtpMail: not cloned, not serialised, not used unconstructed; its password is shown nowhere
--EXTENSIONS--
smtpmail
--FILE--
<?php
function attempt(callable $do): void
{
    try {
        $do();
        echo "no refusal\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
class Unready extends SmtpMail
{
    public string $host = 'of the subclass';
    public function __construct()
    {
    }
}
$client = new SmtpMail('mx.example', username: 'user', password: 'hunter2', options: ['passphrase' => 'hunter2']);
attempt(fn () => clone $client);
attempt(fn () => serialize($client));
attempt(fn () => unserialize('O:8:"SmtpMail":0:{}'));
attempt(fn () => $client->__construct());
attempt(fn () => $client->nothing());

ob_start();
var_dump($client, (array) $client, SmtpMail::fromDsn('smtps://user:hunter2@mx.example'));
print_r($client);
var_export($client);
echo json_encode($client);
$dump = ob_get_clean();
var_dump(str_contains($dump, 'hunter2'), str_contains($dump, 'mx.example'));
var_dump($client);

echo "-- unconstructed\n";
$unready = new Unready();
var_dump($unready);
$message = new SmtpMail\Message('a@example.com', 'b@example.com');
foreach (['send' => [$message], 'verify' => [], 'connect' => [], 'close' => [], 'isConnected' => [], 'getServerInfo' => [],
    'getTranscript' => [], 'setLogger' => [null]] as $method => $args) {
    echo $method, ' ';
    attempt(fn () => $unready->$method(...$args));
}
echo "-- arguments\n";
attempt(fn () => new SmtpMail(password: fn (bool $renew) => 'token'));
attempt(fn () => new SmtpMail(password: 'hunter2'));
attempt(fn () => new SmtpMail(host: ''));
attempt(fn () => new SmtpMail(host: "a\r\nb"));
attempt(fn () => new SmtpMail(port: -1));
attempt(fn () => new SmtpMail(port: 65536));
attempt(fn () => new SmtpMail(username: "a\0b", password: 'x'));
attempt(fn () => $client->setLogger('no such function'));
attempt(fn () => $client->setLogger(null, 8));
attempt(fn () => $client->setLogger(null, -1));
var_dump($client->setLogger(null) === $client, $client->isConnected(), $client->getServerInfo(), $client->getTranscript());
--EXPECT--
Error: Trying to clone an uncloneable object of class SmtpMail
Exception: Serialization of 'SmtpMail' is not allowed
Exception: Unserialization of 'SmtpMail' is not allowed
Error: SmtpMail::__construct() has been called already
Error: Call to undefined method SmtpMail::nothing()
bool(false)
bool(true)
object(SmtpMail)#1 (4) {
  ["host"]=>
  string(10) "mx.example"
  ["port"]=>
  int(587)
  ["tls"]=>
  enum(SmtpMail\Tls::Auto)
  ["username"]=>
  string(4) "user"
}
-- unconstructed
object(Unready)#4 (1) {
  ["host"]=>
  string(15) "of the subclass"
}
send Error: SmtpMail::__construct() has not been called
verify Error: SmtpMail::__construct() has not been called
connect Error: SmtpMail::__construct() has not been called
close Error: SmtpMail::__construct() has not been called
isConnected Error: SmtpMail::__construct() has not been called
getServerInfo Error: SmtpMail::__construct() has not been called
getTranscript Error: SmtpMail::__construct() has not been called
setLogger Error: SmtpMail::__construct() has not been called
-- arguments
ValueError: username is missing: a password alone is no login
ValueError: username is missing: a password alone is no login
ValueError: SmtpMail::__construct(): Argument #1 ($host) must be a non-empty string without NUL, CR or LF
ValueError: SmtpMail::__construct(): Argument #1 ($host) must be a non-empty string without NUL, CR or LF
ValueError: SmtpMail::__construct(): Argument #2 ($port) must be between 0 and 65535
ValueError: SmtpMail::__construct(): Argument #2 ($port) must be between 0 and 65535
ValueError: SmtpMail::__construct(): Argument #4 ($username) must be a non-empty string without NUL, CR or LF
TypeError: SmtpMail::setLogger(): Argument #1 ($logger) must be a valid callback or null, function "no such function" not found or invalid function name
ValueError: SmtpMail::setLogger(): Argument #2 ($redact) must be a combination of the SmtpMail::REDACT_* constants
ValueError: SmtpMail::setLogger(): Argument #2 ($redact) must be a combination of the SmtpMail::REDACT_* constants
bool(true)
bool(false)
NULL
string(0) ""
