--TEST--
Memory: an attachment of 64 MiB takes no more than one of 1 KiB, signed and encrypted or not
--EXTENSIONS--
openssl
smtpmail
--INI--
smtpmail.spool_memory=64K
--SKIPIF--
<?php
if (!is_writable('/proc/self/clear_refs')) {
	die('skip no /proc/self/clear_refs to measure with');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/dkim.inc';
require __DIR__ . '/../inc/smime.inc';
use SmtpMail\{Cipher, Message};

// Valgrind keeps memory of its own, which no limit is meant for, and takes its time.
$valgrind = getenv('USE_ZEND_ALLOC') === '0';
$limit = $valgrind ? PHP_INT_MAX : 1024;
$folder = test_folder();
foreach (['small' => 1 << 10, 'large' => $valgrind ? 4 << 20 : 64 << 20] as $name => $size) {
	ftruncate(fopen("$folder/$name", 'w'), $size);
}
$null = fopen('/dev/null', 'w');
$certificate = smime_certificate('alice');
foreach ([
	'plain' => fn (Message $m) => $m,
	'DKIM' => fn (Message $m) => $m->sign(dkim_signer('rsa'), dkim_signer('ed')),
	'S/MIME' => fn (Message $m) => $m->sign(smime_signer('alice')),
	'encrypted' => fn (Message $m) => $m->encryptFor($certificate),
	'all of it, CBC' => fn (Message $m) => $m->sign(smime_signer('bob'), dkim_signer('rsa'))
		->encryptFor($certificate)->cipher(Cipher::Aes256Cbc),
] as $name => $finish) {
	$server = smtp_server(str_replace("\nDATA\n", "\nSINK\n", smtp_script(['mails' => 3, 'extensions' => ['8BITMIME']])));
	$client = new SmtpMail(...$server->client());
	$peaks = [];
	// The first one also loads what all share.
	foreach (['small', 'small', 'large'] as $size) {
		$message = $finish(test_message()->attachFromPath("$folder/$size", contentType: 'application/octet-stream'));
		$peaks['writeTo()'][] = test_peak(function () use ($message, $null) {
			$message->writeTo($null);
		});
		$peaks['send()'][] = test_peak(function () use ($client, $message) {
			$client->send($message);
		});
	}
	unset($client);
	$sent = preg_match('/message of \d{7,} octets/', $server->transcript());
	echo $name, $sent ? '' : ': NOT SENT', "\n";
	foreach ($peaks as $how => [, $small, $large]) {
		echo "  $how: ", $large - $small < $limit ? 'no more' : 'MORE by ' . $large - $small . ' KiB', "\n";
	}
}
// What the measure itself is good for.
$before = test_peak(fn () => null);
$more = test_peak(fn () => strlen(str_repeat('x', 4 << 20))) - $before;
echo $more > 3 << 10 ? 'measured' : "NOT MEASURED: $more", "\n";
?>
--EXPECT--
plain
  writeTo(): no more
  send(): no more
DKIM
  writeTo(): no more
  send(): no more
S/MIME
  writeTo(): no more
  send(): no more
encrypted
  writeTo(): no more
  send(): no more
all of it, CBC
  writeTo(): no more
  send(): no more
measured
