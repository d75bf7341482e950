--TEST--
progress: every kind of callable; it may use another client, not its own; a cycle through it is collected
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

final class Watcher
{
	public static array $seen = [];
	public ?SmtpMail $mail = null;
	public function client(SmtpServer $server): SmtpMail
	{
		return new SmtpMail(...$server->client(['progress' => [$this, 'hidden']]));
	}
	private function hidden(int $sent, ?int $total): bool
	{
		self::$seen['private'] = true;
		return true;
	}
	public function __call(string $name, array $arguments): bool
	{
		self::$seen[$name] = true;
		return true;
	}
	public static function open(int $sent, ?int $total): bool
	{
		self::$seen['static'] = true;
		return true;
	}
	public function __destruct()
	{
		echo "watcher gone\n";
	}
}
$watcher = new Watcher();
foreach ([null, [$watcher, 'magic'], 'Watcher::open', ['Watcher', 'open']] as $progress) {
	$server = smtp_server(smtp_script());
	$mail = $progress === null ? $watcher->client($server) : new SmtpMail(...$server->client(['progress' => $progress]));
	$mail->send(test_message());
	unset($mail);
}
echo implode(' ', array_keys(Watcher::$seen)), "\n";

$server = smtp_server(smtp_script());
$own = null;
$own = new SmtpMail(...$server->client(['progress' => function (int $sent) use (&$own) {
	if ($sent === 0) {
		$other = smtp_server(smtp_script());
		echo 'another client: ', (new SmtpMail(...$other->client()))->send(test_message())->getCode(), "\n";
		failure(fn () => $own->send(test_message()));
	}
}]));
attempt($own);
$own = null;

$watcher->mail = $watcher->client($server);
unset($watcher, $progress);
echo "collecting\n";
gc_collect_cycles();
foreach (['no_such_function', ['Watcher', 'hidden'], 1, null] as $bad) {
	failure(fn () => new SmtpMail(options: ['progress' => $bad]));
}
failure(fn () => SmtpMail::fromDsn('smtp://localhost?progress=strlen'));
?>
--EXPECT--
private magic static
another client: 250
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
accepted: code 250, attempts 1, new connection
collecting
watcher gone
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "progress" must be of type callable, string given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "progress" must be of type callable, array given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "progress" must be of type callable, int given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "progress" must be of type callable, null given
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) option "progress" must be the text of a value of type callable
