--TEST--
Postfix: S/MIME as the openssl command verifies and decrypts it; what is changed on the way fails
--EXTENSIONS--
openssl
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
require __DIR__ . '/../inc/smime.inc';
require __DIR__ . '/../inc/dkim.inc';
use SmtpMail\{Attachment, Cipher, Encoding, Message};

$parts = [
	['type' => 'text/plain', 'name' => null, 'content' => "Grüße \n\n.\nFrom 🎉\n \n"],
	['type' => 'text/html', 'name' => null, 'content' => "<p>Grüße</p>\n"],
	['type' => 'application/octet-stream', 'name' => 'Größe.bin', 'content' => random_bytes(20000)],
];
$message = new Message('Zoë <crazymus@example.com>', 'to@example.com', 'Grüße', $parts[0]['content'], $parts[1]['content']);
$message->attach(Attachment::fromString($parts[2]['content'], $parts[2]['name']));

/** What came of |entity|, false where openssl refused the step before. */
function compared(string|false $entity): string
{
	if ($entity === false) {
		return 'refused';
	}
	$text = fn (array $part) => str_starts_with($part['type'], 'text/')
		? ['content' => str_replace("\r\n", "\n", $part['content'])] + $part : $part;
	return array_map($text, mime_parts($entity)) == $GLOBALS['parts'] ? 'as given' : 'NOT AS GIVEN';
}
function show_type(string $mail): void
{
	preg_match('/^Content-Type: ((?:.*\n[ \t])*.*)/m', $mail, $type);
	echo '  ', preg_replace(['/\s+/', '/"=_\w+"/'], [' ', '...'], $type[1]), "\n";
}

foreach ([['alice'], ['bob'], ['alice', 'bob']] as $names) {
	$mail = postfix_pass((clone $message)->sign(...array_map('smime_signer', $names)));
	echo 'signed by ', implode(' and ', $names), "\n";
	show_type($mail);
	echo '  ', compared(smime_verify($mail, $signers)), ", $signers\n";
	preg_match('/boundary="(.*)"/', $mail, $outer);
	[$head, $signed, $signature] = explode($end = "--$outer[1]\n", $mail, 3);
	foreach ([
		'text' => [$head, smime_changed($signed), $signature],
		'type' => [$head, str_replace('text/html', 'text/plain', $signed), $signature],
		'certificate' => [$head, $signed, smime_changed($signature)],
		'signature' => [$head, $signed, smime_changed($signature, last: true)],
	] as $name => $now) {
		echo "  changed $name: ", compared(smime_verify(implode($end, $now))), "\n";
	}
}

foreach ([Cipher::Aes256Gcm, Cipher::Aes256Cbc] as $cipher) {
	foreach ([['alice'], ['bob'], ['alice', 'bob']] as $names) {
		$certificates = array_map('smime_certificate', $names);
		$encrypted = (clone $message)->encryptFor(...$certificates)->cipher($cipher);
		$mail = postfix_pass($encrypted);
		echo 'encrypted for ', implode(' and ', $names), ', ', smime_cipher($mail), "\n";
		show_type($mail);
		foreach ($names as $name) {
			echo "  $name: ", compared(smime_decrypt($mail, $name)), "\n";
		}
		// Without a certificate openssl tries the key on every recipient and tells no failure of RSA.
		$tried = smime_cms($mail, '-decrypt', '-inkey', smime_folder() . '/eve.key');
		echo '  eve: ', compared(smime_decrypt($mail, 'eve')), ', ', str_contains($tried, 'Content-') ? 'READ' : 'nothing', "\n";
		if ($cipher === Cipher::Aes256Gcm) {
			echo '  changed: ', compared(smime_decrypt(smime_changed($mail), $names[0])), "\n";
		}
		$mail = postfix_pass($encrypted->sign(smime_signer('alice'), dkim_signer('rsa')));
		$inner = smime_decrypt($mail, $names[0]);
		echo '  and signed: ', compared(smime_verify($inner, $signers)), ", $signers; ", dkim_verdict($mail), "\n";
		$mail = smime_changed($mail);
		$inner = smime_decrypt($mail, $names[0]);
		echo '  changed: ', $inner === false ? 'refused' : compared(smime_verify($inner)), '; ', dkim_verdict($mail), "\n";
	}
}

echo "8bit\n";
$parts = [['type' => 'text/plain', 'name' => null, 'content' => str_repeat("Grüße \t\n", 100)]];
$eight = new Message('crazymus@example.com', 'to@example.com', 'Subject');
$eight->text($parts[0]['content'], encoding: Encoding::EightBit)->sign(smime_signer('bob'));
$mail = postfix_pass($eight, ['dkim' => dkim_signer('ed')]);
preg_match_all('/^Content-Transfer-Encoding: (.*)/m', $mail, $encodings);
echo '  ', compared(smime_verify($mail)), ', ', implode(' ', $encodings[1]), '; ', dkim_verdict($mail), "\n";
?>
--EXPECT--
signed by alice
  multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=...
  as given, alice
  changed text: refused
  changed type: refused
  changed certificate: refused
  changed signature: refused
signed by bob
  multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=...
  as given, bob
  changed text: refused
  changed type: refused
  changed certificate: refused
  changed signature: refused
signed by alice and bob
  multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=...
  as given, alice bob
  changed text: refused
  changed type: refused
  changed certificate: refused
  changed signature: refused
encrypted for alice, aes-256-gcm
  application/pkcs7-mime; smime-type=authEnveloped-data; name="smime.p7m"
  alice: as given
  eve: refused, nothing
  changed: refused
  and signed: as given, alice; opendkim: rsa pass; dkimpy: rsa pass
  changed: refused; opendkim: rsa fail; dkimpy: rsa fail
encrypted for bob, aes-256-gcm
  application/pkcs7-mime; smime-type=authEnveloped-data; name="smime.p7m"
  bob: as given
  eve: refused, nothing
  changed: refused
  and signed: as given, alice; opendkim: rsa pass; dkimpy: rsa pass
  changed: refused; opendkim: rsa fail; dkimpy: rsa fail
encrypted for alice and bob, aes-256-gcm
  application/pkcs7-mime; smime-type=authEnveloped-data; name="smime.p7m"
  alice: as given
  bob: as given
  eve: refused, nothing
  changed: refused
  and signed: as given, alice; opendkim: rsa pass; dkimpy: rsa pass
  changed: refused; opendkim: rsa fail; dkimpy: rsa fail
encrypted for alice, aes-256-cbc
  application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
  alice: as given
  eve: refused, nothing
  and signed: as given, alice; opendkim: rsa pass; dkimpy: rsa pass
  changed: refused; opendkim: rsa fail; dkimpy: rsa fail
encrypted for bob, aes-256-cbc
  application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
  bob: as given
  eve: refused, nothing
  and signed: as given, alice; opendkim: rsa pass; dkimpy: rsa pass
  changed: refused; opendkim: rsa fail; dkimpy: rsa fail
encrypted for alice and bob, aes-256-cbc
  application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
  alice: as given
  bob: as given
  eve: refused, nothing
  and signed: as given, alice; opendkim: rsa pass; dkimpy: rsa pass
  changed: refused; opendkim: rsa fail; dkimpy: rsa fail
8bit
  as given, 8bit 8bit base64; opendkim: ed pass; dkimpy: ed pass
