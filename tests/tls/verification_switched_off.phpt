--TEST--
Options: verifyPeer, verifyPeerName, allowSelfSigned and peerName do what they say, no more
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$cases = [
	['untrusted', ['verifyPeer' => false]],
	['selfsigned', ['allowSelfSigned' => true]],
	['untrusted', ['allowSelfSigned' => true]],
	['wronghost', ['verifyPeerName' => false]],
	['untrusted', ['verifyPeerName' => false]],
	['wronghost', ['peerName' => 'other.example']],
	['localhost', ['peerName' => 'other.example']],
	['wronghost', ['peerName' => 'any.other.example']],
	['wronghost', ['verifyPeer' => false]],
	['wronghost', ['allowSelfSigned' => true]],
	['expired', ['verifyPeerName' => false]],
	['expired', ['allowSelfSigned' => true]],
	['expired', ['verifyPeer' => false]],
	['selfsigned', ['verifyPeerName' => false]],
	['cnonly', ['verifyPeer' => false, 'verifyPeerName' => false]],
];
foreach ($cases as [$cert, $options]) {
	$server = smtp_server(smtp_script(), ['cert' => $cert, 'implicit' => true]);
	$mail = new SmtpMail(...$server->client($options, ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
	echo $cert, ' ', key($options), ': ';
	attempt($mail);
}
?>
--EXPECT--
untrusted verifyPeer: accepted: code 250, attempts 1, new connection
selfsigned allowSelfSigned: accepted: code 250, attempts 1, new connection
untrusted allowSelfSigned: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
wronghost verifyPeerName: accepted: code 250, attempts 1, new connection
untrusted verifyPeerName: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
wronghost peerName: accepted: code 250, attempts 1, new connection
localhost peerName: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
wronghost peerName: accepted: code 250, attempts 1, new connection
wronghost verifyPeer: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
wronghost allowSelfSigned: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
expired verifyPeerName: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
expired allowSelfSigned: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
expired verifyPeer: accepted: code 250, attempts 1, new connection
selfsigned verifyPeerName: SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
cnonly verifyPeer: accepted: code 250, attempts 1, new connection
