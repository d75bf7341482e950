--TEST--
Postfix: DKIM signatures of a mail with an attachment of 200 MB
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_POSTFIX') === false) {
	die('skip no Postfix: bin/test starts one');
}
?>
--FILE--
<?php
require __DIR__ . '/postfix.inc';
require __DIR__ . '/../inc/dkim.inc';
use SmtpMail\Message;

// Valgrind would take hours for all of it.
$size = getenv('USE_ZEND_ALLOC') === '0' ? 2_000_000 : 200_000_000;
$large = dkim_folder() . '/large.bin';
$file = fopen($large, 'w');
for ($written = 0; $written < $size; $written += 1_000_000) {
	fwrite($file, random_bytes(1_000_000));
}
fclose($file);

$to = postfix_recipient();
$message = new Message('crazymus@example.com', $to, 'A large attachment', 'text');
$message->attachFromPath($large)->sign(dkim_signer('rsa'), dkim_signer('ed'));
$result = postfix_client('relay', SmtpMail\Tls::None)->send($message);
var_dump($result->reply->code, $result->bytes > $size * 4 / 3);

$delivered = postfix_file($to);
var_dump(filesize($delivered) > $size * 4 / 3);
echo dkim_file_verdict($delivered), "\n";

// The last octet of the attachment but one line.
$file = fopen($delivered, 'r+');
fseek($file, -300, SEEK_END);
$octet = fgetc($file);
fseek($file, -300, SEEK_END);
fwrite($file, $octet === 'A' ? 'B' : 'A');
fclose($file);
echo dkim_file_verdict($delivered), "\n";
unlink($delivered);
?>
--EXPECT--
int(250)
bool(true)
bool(true)
opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
