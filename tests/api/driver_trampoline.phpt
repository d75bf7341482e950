--TEST--
setLogger(): every kind of callable, also one that __call() answers
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

final class Log
{
    public static array $seen = [];
    public function __call(string $name, array $args): void
    {
        self::$seen[$name] ??= $args;
    }
    public static function __callStatic(string $name, array $args): void
    {
        self::$seen["static $name"] ??= $args;
    }
    public function __invoke(...$args): void
    {
        self::$seen['invoke'] ??= $args;
    }
}
function plain(...$args): void
{
    Log::$seen['plain'] ??= $args;
}
foreach ([[new Log(), 'magic'], 'Log::magic', new Log(), 'plain', plain(...), (new Log())->first(...)] as $logger) {
    $server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nDRAIN");
    $mail = new SmtpMail(...$server->client());
    $mail->setLogger($logger)->connect();
    $mail->close();
}
foreach (Log::$seen as $name => [$direction, $line, $stage]) {
    echo "$name: $direction ", get_debug_type($line), ' ', get_debug_type($stage), "\n";
}
?>
--EXPECT--
magic: * string SmtpMail\Stage
static magic: * string SmtpMail\Stage
invoke: * string SmtpMail\Stage
plain: * string SmtpMail\Stage
first: * string SmtpMail\Stage
