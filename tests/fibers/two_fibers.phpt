--TEST--
setWaiter(): several fibers send at a time, and the loop that runs their servers too is never blocked
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/fibers.inc';

$loop = new Loop();
$fibers = $servers = [];
for ($i = 0; $i < 3; $i++) {
	$servers[$i] = new LoopServer($loop);
	$fibers[$i] = $loop->start(function () use ($servers, $i) {
		$mail = $servers[$i]->mail();
		$text = $i === 2 ? str_repeat(str_repeat('x', 70) . "\n", 60000) : "text $i\n";
		$first = $mail->send(new SmtpMail\Message('a@example.com', 'b@example.com', 's', $text));
		$second = $mail->send(test_message());
		$mail->close();
		return $first->getCode() . ' ' . $second->getCode() . ' ' . var_export($second->reusedConnection, true);
	});
}
$loop->run();
foreach ($fibers as $i => $fiber) {
	echo $fiber->getReturn(), ', mails ', $servers[$i]->mails, ': ', implode(' ', $servers[$i]->commands), "\n";
}
var_dump($loop->waits > 20);
?>
--EXPECT--
250 250 true, mails 2: EHLO MAIL RCPT DATA MAIL RCPT DATA QUIT
250 250 true, mails 2: EHLO MAIL RCPT DATA MAIL RCPT DATA QUIT
250 250 true, mails 2: EHLO MAIL RCPT DATA MAIL RCPT DATA QUIT
bool(true)
