--TEST--
SNI: the name that is verified is the one that is asked for; an IP address is no name
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// Certificates by the name asked for; without one, or for another, localhost's.
$names = ['other.example' => test_cert('wronghost'), 'a.wild.test' => test_cert('wildcard'), '127.0.0.1' => test_cert('expired'), 'xn--bcher-kva.test' => test_cert('idn')];
foreach ([
	['other.example', []],
	['a.wild.test', []],
	['a.wild.test.', []],
	['bücher.test', []],
	['localhost', []],
	['127.0.0.1', []],
	['localhost', ['peerName' => 'other.example']],
	['127.0.0.1', ['peerName' => 'a.wild.test']],
	['other.example', ['peerName' => '127.0.0.1']],
] as [$host, $options]) {
	$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250 mx\nDRAIN", ['implicit' => true, 'ssl' => ['SNI_enabled' => true, 'SNI_server_certs' => $names]]);
	$options += ['resolve' => [$host => '127.0.0.1'], 'localDomain' => 'client.test', 'caFile' => test_cert('ca')];
	echo $host, ' as ', $options['peerName'] ?? $host, ': ';
	try {
		$mail = new SmtpMail($host, port: $server->port, tls: SmtpMail\Tls::Implicit, options: $options);
		$mail->connect();
		echo "good\n";
	} catch (SmtpMail\TlsException $e) {
		echo $e->getMessage(), "\n";
	}
}
?>
--EXPECT--
other.example as other.example: good
a.wild.test as a.wild.test: good
a.wild.test. as a.wild.test.: good
bücher.test as bücher.test: good
localhost as localhost: good
127.0.0.1 as 127.0.0.1: good
localhost as other.example: good
127.0.0.1 as a.wild.test: good
other.example as 127.0.0.1: good
