--TEST--
A logger may be a private method, a static one, a function or an object, as where it was set
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function logs(string $direction, string $line, SmtpMail\Stage $stage): void
{
	Watch::$seen['function'] = $stage->value;
}

class Watch
{
	public static array $seen = [];

	public function watch(SmtpMail $mail): void
	{
		$mail->setLogger([$this, 'own']);
	}

	public static function watchStatically(SmtpMail $mail): void
	{
		$mail->setLogger([self::class, 'ofClass']);
	}

	private function own(string $direction, string $line, SmtpMail\Stage $stage): void
	{
		self::$seen['private'] = $stage->value;
	}

	private static function ofClass(string $direction, string $line, SmtpMail\Stage $stage): void
	{
		self::$seen['static'] = $stage->value;
	}

	public function __invoke(string $direction, string $line, SmtpMail\Stage $stage): void
	{
		self::$seen['object'] = $stage->value;
	}

	public function __call(string $name, array $arguments): void
	{
		self::$seen[$name] = $arguments[2]->value;
	}
}
$sets = [fn ($mail) => (new Watch)->watch($mail), Watch::watchStatically(...), fn ($mail) => $mail->setLogger('logs'),
	fn ($mail) => $mail->setLogger(new Watch), fn ($mail) => $mail->setLogger([new Watch, 'magic'])];
foreach ($sets as $set) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: QUIT\nS: 221 bye");
	$mail = new SmtpMail(...$server->client());
	$set($mail);
	$mail->connect();
	$mail->setLogger(null);
}
ksort(Watch::$seen);
print_r(Watch::$seen);
?>
--EXPECT--
Array
(
    [function] => ehlo
    [magic] => ehlo
    [object] => ehlo
    [private] => ehlo
    [static] => ehlo
)
