--TEST--
Options: peerFingerprint is demanded beside the chain, or in place of it where verifyPeer is off
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (!extension_loaded('openssl')) {
	die('skip needs ext/openssl');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

function fingerprint(string $cert, string $algorithm = 'sha256'): string
{
	$pem = file_get_contents(test_cert($cert));
	if ($algorithm !== 'spki-sha256') {
		return openssl_x509_fingerprint($pem, $algorithm);
	}
	$public = openssl_pkey_get_details(openssl_pkey_get_public($pem))['key'];
	return hash('sha256', base64_decode(preg_replace('/-----.*?-----/', '', $public)));
}

function colons(string $hex): string
{
	return strtoupper(implode(':', str_split($hex, 2)));
}

$bad = str_repeat('00', 32);
$good = fingerprint('localhost');
$cases = [
	'sha256' => ['localhost', ['peerFingerprint' => $good]],
	'colons' => ['localhost', ['peerFingerprint' => colons($good)]],
	'sha512' => ['localhost', ['peerFingerprint' => ['sha512' => fingerprint('localhost', 'sha512')]]],
	'key' => ['localhost', ['peerFingerprint' => ['spki-sha256' => fingerprint('localhost', 'spki-sha256')]]],
	'one of two' => ['localhost', ['peerFingerprint' => [$bad, $good]]],
	'one of two, by name' => ['localhost', ['peerFingerprint' => ['sha256' => [$good, $bad]]]],
	'wrong' => ['localhost', ['peerFingerprint' => $bad]],
	'key of another' => ['localhost', ['peerFingerprint' => ['sha256' => $good, 'spki-sha256' => $bad]]],
	'right, unknown issuer' => ['untrusted', ['peerFingerprint' => fingerprint('untrusted')]],
	'right, wrong name' => ['wronghost', ['peerFingerprint' => fingerprint('wronghost')]],
	'right, nothing verified' => ['wronghost', ['peerFingerprint' => fingerprint('wronghost'), 'verifyPeer' => false, 'verifyPeerName' => false]],
	'wrong, nothing verified' => ['wronghost', ['peerFingerprint' => $good, 'verifyPeer' => false, 'verifyPeerName' => false]],
];
foreach ($cases as $name => [$cert, $options]) {
	foreach ([SmtpMail\Tls::Implicit, SmtpMail\Tls::StartTls] as $tls) {
		$implicit = $tls === SmtpMail\Tls::Implicit;
		$server = smtp_server(smtp_script(['starttls' => !$implicit]), ['cert' => $cert, 'implicit' => $implicit]);
		$mail = new SmtpMail(...$server->client($options, ['host' => 'localhost', 'tls' => $tls]));
		echo "$name: ";
		$e = attempt($mail);
		unset($mail);
		if ($e instanceof Throwable) {
			$found = array_filter(['sha256', 'spki-sha256'], fn ($kind) => str_contains($e->getMessage(), "its own is $kind " . fingerprint($cert, $kind)));
			echo '  tells ', implode($found) ?: 'something else', '; ';
			echo preg_match('/^C: (AUTH|MAIL)/m', $server->transcript()) ? "!! more was said\n" : "nothing was said\n";
		}
	}
}
$dsn = "smtp://localhost?peer_fingerprint=$bad,$good&timeout=5";
echo get_class(SmtpMail::fromDsn($dsn)), ' ', get_class(SmtpMail::fromDsn("smtp://localhost?peer_fingerprint[spki-sha256]=$good")), "\n";
foreach ([
	'', '00', "$good!", 5, [], ['md5' => $good], ['sha1' => sha1('')], ['sha256' => 'ff'], ['sha512' => $good],
	['sha256' => []], ['sha256' => [5]], [[[$good]]], str_replace('0', 'g', "0$good"),
] as $value) {
	failure(fn () => new SmtpMail('localhost', options: ['peerFingerprint' => $value]));
}
failure(fn () => SmtpMail::fromDsn('smtp://localhost?peer_fingerprint[sha1]=' . sha1('')));
?>
--EXPECT--
sha256: accepted: code 250, attempts 1, new connection
sha256: accepted: code 250, attempts 1, new connection
colons: accepted: code 250, attempts 1, new connection
colons: accepted: code 250, attempts 1, new connection
sha512: accepted: code 250, attempts 1, new connection
sha512: accepted: code 250, attempts 1, new connection
key: accepted: code 250, attempts 1, new connection
key: accepted: code 250, attempts 1, new connection
one of two: accepted: code 250, attempts 1, new connection
one of two: accepted: code 250, attempts 1, new connection
one of two, by name: accepted: code 250, attempts 1, new connection
one of two, by name: accepted: code 250, attempts 1, new connection
wrong: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells sha256; nothing was said
wrong: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells sha256; nothing was said
key of another: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells spki-sha256; nothing was said
key of another: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells spki-sha256; nothing was said
right, unknown issuer: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells something else; nothing was said
right, unknown issuer: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells something else; nothing was said
right, wrong name: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells something else; nothing was said
right, wrong name: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells something else; nothing was said
right, nothing verified: accepted: code 250, attempts 1, new connection
right, nothing verified: accepted: code 250, attempts 1, new connection
wrong, nothing verified: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells sha256; nothing was said
wrong, nothing verified: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  tells sha256; nothing was said
SmtpMail SmtpMail
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a sha256 of 64 hexadecimal digits, in pairs that may have colons between them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a sha256 of 64 hexadecimal digits, in pairs that may have colons between them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a sha256 of 64 hexadecimal digits, in pairs that may have colons between them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be of type string|array, int given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be one fingerprint at least
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a fingerprint by sha256, sha512 or spki-sha256, and "md5" is none of them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a fingerprint by sha256, sha512 or spki-sha256, and "sha1" is none of them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a sha256 of 64 hexadecimal digits, in pairs that may have colons between them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a sha512 of 128 hexadecimal digits, in pairs that may have colons between them
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be one fingerprint at least
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be of type string|array<string, string|list<string>>, array given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be of type string|array<string, string|list<string>>, array given
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "peerFingerprint" must be a sha256 of 64 hexadecimal digits, in pairs that may have colons between them
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) option "peer_fingerprint" must be a fingerprint by sha256, sha512 or spki-sha256, and "sha1" is none of them
