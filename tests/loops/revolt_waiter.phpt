--TEST--
The waiter for Revolt in docs/fibers.md: send() and sendAll() in fibers of its loop
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_LOOPS') === false) {
	die('skip SMTPMAIL_TEST_LOOPS is not set: bin/loops installs event loops');
}
if (!is_file(__DIR__ . '/../../docs/fibers.md')) {
	die('skip the manual is not here');
}
?>
--FILE--
<?php
require getenv('SMTPMAIL_TEST_LOOPS');
require __DIR__ . '/../inc/smtp.inc';

preg_match('/^use Revolt.*?(?=^```)/ms', file_get_contents(__DIR__ . '/../../docs/fibers.md'), $code);
function client($server): SmtpMail
{
	$mail = new SmtpMail(...$server->client());
	eval($GLOBALS['code'][0]);
	return $mail;
}

$one = smtp_server(smtp_script());
$many = smtp_server(smtp_script(['mails' => 3, 'extensions' => ['8BITMIME']]));
$ended = [];
Revolt\EventLoop::queue(function () use ($one, &$ended) {
	$ended[] = 'send() ' . client($one)->send(test_message())->getCode();
});
Revolt\EventLoop::queue(function () use ($many, &$ended) {
	foreach (client($many)->sendAll([test_message(), test_message(), test_message()], 1) as $i => $outcome) {
		$ended[] = "$i " . $outcome->getCode();
	}
});
Revolt\EventLoop::run();
sort($ended);
echo implode(', ', $ended), "\n";
?>
--EXPECT--
0 250, 1 250, 2 250, send() 250
