--TEST--
setWaiter(): a private method; a client that only its waiter holds is collected; the waiter sets another
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

class Sender
{
	public function __construct(public SmtpMail $mail)
	{
		$mail->setWaiter([$this, 'wait']);
	}

	private int $waits = 0;

	public function __destruct()
	{
		echo "gone\n";
	}

	private function wait($stream, bool $read, bool $write, float $timeout): bool
	{
		if (++$this->waits === 1) {
			$this->mail->setWaiter(null)->setWaiter($this->wait(...));
		}
		$reads = $read ? [$stream] : [];
		$writes = $write ? [$stream] : [];
		$none = null;
		return stream_select($reads, $writes, $none, (int) $timeout) > 0;
	}
}

/* A private method is no callable from here. */
try {
	new Sender(new SmtpMail('127.0.0.1', 1));
} catch (TypeError $e) {
	echo $e->getMessage(), "\n";
}
$server = smtp_server(smtp_script());
$sender = new Sender(new SmtpMail(...$server->client()));
attempt($sender->mail);
unset($sender);
gc_collect_cycles();
echo "collected\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
gone
gone
collected
