--TEST--
Client, message and envelope lose their last variable in a callback: the mail goes on, nothing crashes
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

final class Loud
{
	public function __construct(public ?SmtpMail $mail = null)
	{
	}
	public function __destruct()
	{
		echo "destroyed\n";
		try {
			$this->mail?->send(test_message());
		} catch (Throwable $e) {
			echo get_class($e), ': ', $e->getMessage(), "\n";
		}
	}
}
$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client(['progress' => function () {
	unset($GLOBALS['mail'], $GLOBALS['message'], $GLOBALS['envelope']);
	gc_collect_cycles();
}]));
$message = test_message()->attach(SmtpMail\Attachment::fromString('a', 'a.txt'));
$envelope = $message->getEnvelope();
echo $mail->send($message, $envelope)->getCode(), "\n";
var_dump(isset($mail), count($server->messages()));

// A destructor that runs between two steps may not use the client that is at work.
$server = smtp_server(smtp_script());
$loud = new Loud();
$mail = new SmtpMail(...$server->client(['progress' => function () use (&$loud) {
	$loud = null;
}]));
$loud->mail = $mail;
attempt($mail);
unset($mail);
echo count($server->messages()), " message\n";

// At the end of the script objects go in any order.
$server = smtp_server(smtp_script(['mails' => 1, 'quit' => false]) . "STALL");
$kept = new SmtpMail(...$server->client());
$kept->send(test_message());
$kept->setLogger(fn () => $kept);
$cycle = new stdClass();
$cycle->self = [$cycle, $kept, $server];
echo "end\n";
?>
--EXPECT--
250
bool(false)
int(1)
destroyed
Error: SmtpMail is busy: a callback of its own, or another fiber, called it
accepted: code 250, attempts 1, new connection
1 message
end
