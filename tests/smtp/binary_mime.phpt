--TEST--
BINARYMIME: Encoding::Binary goes as it is where the server takes it, and is encoded elsewhere
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Attachment, Encoding, Need};

$octets = "\0\r\n.\n\r" . implode(array_map('chr', range(0, 255))) . str_repeat('x', 2000);
$message = test_message()->attach(Attachment::fromString($octets, 'a.bin')->encoding(Encoding::Binary));
$all = ['BINARYMIME', 'CHUNKING', 'PIPELINING', 'SIZE'];
$runs = [[$all, Need::Prefer, true], [$all, Need::Never, false], [['BINARYMIME', 'SIZE'], Need::Prefer, false], [['CHUNKING', 'SIZE'], Need::Prefer, false]];
foreach ($runs as [$extensions, $need, $bdat]) {
	$server = smtp_server(smtp_script(['extensions' => $extensions, 'bdat' => $bdat]));
	$mail = new SmtpMail(...$server->client(['binaryMime' => $need]));
	$result = attempt($mail, $message);
	unset($mail);
	preg_match('/^C: (MAIL.*)$/m', $server->transcript(), $m);
	$got = $server->messages()[0];
	preg_match('/SIZE=(\d+)/', $m[1], $size);
	echo implode(',', $extensions), " $need->name: ", preg_replace('/\d+/', 'N', $m[1]), ', ', preg_match_all('/!!/', $server->transcript()), " faults\n";
	var_dump(str_contains($got, "Encoding: binary\r\n\r\n$octets\r\n--"), strlen($got) === $result->bytes, (int) $size[1] === $result->bytes);
}
echo "-- required and absent\n";
$server = smtp_server(smtp_script(['extensions' => ['BINARYMIME'], 'mails' => 0]));
$mail = new SmtpMail(...$server->client(['binaryMime' => Need::Require]));
$e = attempt($mail, $message);
echo $e->capability, ': ', $e->getMessage(), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
BINARYMIME,CHUNKING,PIPELINING,SIZE Prefer: MAIL FROM:<from@example.com> SIZE=N BODY=BINARYMIME, 0 faults
bool(true)
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
BINARYMIME,CHUNKING,PIPELINING,SIZE Never: MAIL FROM:<from@example.com> SIZE=N, 0 faults
bool(false)
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
BINARYMIME,SIZE Prefer: MAIL FROM:<from@example.com> SIZE=N, 0 faults
bool(false)
bool(true)
bool(true)
accepted: code 250, attempts 1, new connection
CHUNKING,SIZE Prefer: MAIL FROM:<from@example.com> SIZE=N, 0 faults
bool(false)
bool(true)
bool(true)
-- required and absent
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
BINARYMIME: the server lacks BINARYMIME with CHUNKING, which is required
