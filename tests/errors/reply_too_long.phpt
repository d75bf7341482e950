--TEST--
Replies: a line or a reply without end is cut off, in bounded memory
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$floods = [
	'one line' => 'SEND 1048576 x',
	'endless reply' => 'SEND 100000000 220-more\r\n',
	'dripping without end' => "S: 220-mx.test\nSEND 5000 220-x\\r\\n\nSEND 10000000 y",
	'endless reply to EHLO' => "S: 220 mx.test\nC: EHLO client.test\nSEND 100000000 250-X-MORE\\r\\n",
];
foreach ($floods as $name => $flood) {
	$server = smtp_server("$flood\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	$before = memory_get_peak_usage();
	echo "$name: ";
	$e = attempt($mail);
	var_dump(memory_get_peak_usage() - $before < 1000000, strlen($e->getMessage()) < 1000, strlen($e->getTranscript()) < 200000);
	// The core's memory is none of PHP's. The first flood has brought all that is needed once.
	$now = resident();
	var_dump($now - ($first ??= $now) < 1024);
}

/* KiB, where the system says so; valgrind's own are none of ours. */
function resident(): int
{
	$status = getenv('USE_ZEND_ALLOC') === '0' ? '' : (string) @file_get_contents('/proc/self/status');
	return preg_match('/^VmHWM:\s+(\d+)/m', $status, $found) ? (int) $found[1] : 0;
}
?>
--EXPECT--
one line: SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
bool(true)
bool(true)
bool(true)
bool(true)
endless reply: SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
bool(true)
bool(true)
bool(true)
bool(true)
dripping without end: SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
bool(true)
bool(true)
bool(true)
bool(true)
endless reply to EHLO: SmtpMail\ProtocolException: code 0, stage ehlo, not_sent, permanent
bool(true)
bool(true)
bool(true)
bool(true)
