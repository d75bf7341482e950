--TEST--
Handshake: whatever comes in place of TLS, the error says what it was, and nothing was sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$alert = fn (int $code) => sprintf('RAW \x15\x03\x03\x00\x02\x02\x%02x' . "\nDRAIN", $code);
// what the server does when the client has begun the handshake; words of the message
$cases = [
	'closes' => ['CLOSE', 'the server closed it'],
	'resets' => ['RST', 'lost during the TLS handshake'],
	'speaks plain' => ["S: 250 hello\nDRAIN", 'does not speak TLS'],
	'sends garbage' => ["RAW \\xff\\x00\\x01\\x02\\x03\\x04\\x05\\x06\nDRAIN", 'does not speak TLS'],
	'sends half a record' => ["RAW \\x16\\x03\\x03\\x00\\x7a\\x02\\x00\nCLOSE", 'the server closed it'],
	'sends a record of nonsense' => ["RAW \\x16\\x03\\x03\\x00\\x04\\x7f\\x00\\x00\\x00\nDRAIN", 'handshake failed'],
	'never answers' => ['STALL', 'not finished in time'],
	'alert: handshake failure' => [$alert(40), 'see ciphers'],
	'alert: bad certificate' => [$alert(42), 'localCert'],
	'alert: unknown CA' => [$alert(48), 'does not know who issued it'],
	'alert: protocol version' => [$alert(70), 'minProtoVersion'],
	'alert: insufficient security' => [$alert(71), 'stronger ciphers'],
	'alert: internal error' => [$alert(80), 'internal error'],
	'alert: unrecognized name' => [$alert(112), 'peerName'],
	'alert: certificate required' => [$alert(116), 'wants a client certificate'],
];
foreach ($cases as $name => [$does, $words]) {
	foreach ([SmtpMail\Tls::Implicit, SmtpMail\Tls::StartTls] as $tls) {
		$before = $tls === SmtpMail\Tls::Implicit ? '' : "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n";
		$server = smtp_server("{$before}ANY\n$does");
		$mail = new SmtpMail(...$server->client(['timeout' => ['connect' => $does === 'STALL' ? 0.5 : 20]],
			['host' => 'localhost', 'tls' => $tls, 'username' => 'user', 'password' => 'pass']));
		echo "$name: ";
		$e = attempt($mail);
		unset($mail);
		$said = $server->transcript();
		if (!str_contains($e->getMessage(), $words) || preg_match('/AUTH|MAIL|!!/', $said) || !str_contains($said, '(something)')) {
			echo '!! ', $e->getMessage(), "\n$said";
		}
	}
}
?>
--EXPECT--
closes: SmtpMail\TlsException: code 0, stage tls, not_sent, transient
closes: SmtpMail\TlsException: code 0, stage tls, not_sent, transient
resets: SmtpMail\TlsException: code 0, stage tls, not_sent, transient
resets: SmtpMail\TlsException: code 0, stage tls, not_sent, transient
speaks plain: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
speaks plain: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
sends garbage: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
sends garbage: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
sends half a record: SmtpMail\TlsException: code 0, stage tls, not_sent, transient
sends half a record: SmtpMail\TlsException: code 0, stage tls, not_sent, transient
sends a record of nonsense: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
sends a record of nonsense: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
never answers: SmtpMail\TimeoutException: code 0, stage tls, not_sent, transient
never answers: SmtpMail\TimeoutException: code 0, stage tls, not_sent, transient
alert: handshake failure: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: handshake failure: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: bad certificate: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: bad certificate: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: unknown CA: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: unknown CA: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: protocol version: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: protocol version: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: insufficient security: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: insufficient security: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: internal error: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: internal error: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: unrecognized name: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: unrecognized name: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: certificate required: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
alert: certificate required: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
