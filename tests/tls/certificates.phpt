--TEST--
Verification: which certificates are accepted for which name, from the first byte and after STARTTLS
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// [certificate, host, verdict, more options]
$cases = [
	['localhost', 'localhost', 'good'],
	['localhost', '127.0.0.1', 'good'],
	['rsa', 'localhost', 'good'],
	['ed25519', 'localhost', 'good'],
	['chain', 'localhost', 'good'],
	['missing', 'localhost', 'issuer', 'which has no intermediate'],
	['missing', 'localhost', 'good', '', ['caFile' => test_cert('intermediate')]],
	['localhost', 'localhost', 'good', '', ['caFile' => test_cert('localhost')]],
	['chain_expired', 'localhost', 'expired', 'the one above it (CN = smtpmail old intermediate)'],
	['expired', 'localhost', 'expired', gmdate('Y')],
	['notyet', 'localhost', 'not valid before', 'clock'],
	['selfsigned', 'localhost', 'self-signed', 'caFile'],
	['selfsigned', 'localhost', 'good', '', ['caFile' => test_cert('selfsigned')]],
	['selfsigned', 'localhost', 'good', '', ['allowSelfSigned' => true]],
	['selfexpired', 'localhost', 'expired', '', ['allowSelfSigned' => true]],
	['untrusted', 'localhost', 'issuer', 'CN = some other CA'],
	['untrusted', 'localhost', 'issuer', 'caFile', ['allowSelfSigned' => true]],
	['clienteku', 'localhost', 'not meant for servers'],
	['weak1024', 'localhost', 'key too weak', 'securityLevel', ['securityLevel' => 2]],
	['weak1024', 'localhost', 'good', '', ['securityLevel' => 0]],
	['sha1', 'localhost', 'digest too weak', 'securityLevel', ['securityLevel' => 2]],
	['wronghost', 'localhost', 'not for localhost', 'other.example, *.other.example'],
	['cnonly', 'localhost', 'not for localhost', 'no name at all'],
	['cn_vs_san', 'localhost', 'not for localhost', 'but for other.example;'],
	['nulsan', 'localhost', 'not for localhost'],
	['wildcard', 'a.wild.test', 'good'],
	['wildcard', 'A.WILD.TEST', 'good'],
	['wildcard', 'wild.test', 'not for wild.test'],
	['wildcard', 'a.b.wild.test', 'not for a.b.wild.test'],
	['partialwild', 'ab.wild.test', 'not for ab.wild.test'],
	['partialwild', 'mx.wild.test', 'not for mx.wild.test'],
	['tldwild', 'wild.test', 'not for wild.test'],
	['tldwild', 'localhost', 'not for localhost'],
	['iponly', '127.0.0.1', 'good'],
	['iponly', 'localhost', 'not for localhost', '127.0.0.1, 0:0:0:0:0:0:0:1'],
	['iponly', '127.0.0.1', 'good', '', ['peerName' => '[::1]']],
	['iponly', '127.0.0.1', 'not for 127.0.0.2', '', ['peerName' => '127.0.0.2']],
	['ipasdns', '127.0.0.1', 'not for 127.0.0.1'],
	['idn', 'bücher.test', 'good'],
	['idn', 'xn--bcher-kva.test', 'good'],
	['idn', 'bucher.test', 'not for bucher.test'],
	['revoked', 'localhost', 'good'],
	['revoked', 'localhost', 'revoked', '', ['caFile' => test_cert('ca_crl')]],
	['localhost', 'localhost', 'good', '', ['caFile' => test_cert('ca_crl')]],
	['localhost', 'localhost', 'out of date', '', ['caFile' => test_cert('ca_crl_old')]],
	['localhost', 'localhost', 'none by', 'CN = smtpmail test CA', ['caFile' => test_cert('ca_crl_other')]],
];
foreach ($cases as $case) {
	[$cert, $host, $verdict, $words, $options] = $case + [3 => '', []];
	$with = $options === [] ? '' : ', ' . key($options);
	$said = [];
	foreach ([SmtpMail\Tls::Implicit, SmtpMail\Tls::StartTls] as $tls) {
		$implicit = $tls === SmtpMail\Tls::Implicit;
		$server = smtp_server(
			($implicit ? "S: 220 mx\n" : "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n") .
				"C: EHLO *\nS: 250 mx\nDRAIN",
			['cert' => $cert, 'implicit' => $implicit, 'ssl' => ['security_level' => 0]]);
		$options += ['resolve' => [$host => '127.0.0.1'], 'localDomain' => 'client.test', 'caFile' => test_cert('ca')];
		$mail = new SmtpMail($host, port: $server->port, tls: $tls, options: $options);
		try {
			$mail->connect();
			$said[] = 'good';
		} catch (SmtpMail\TlsException $e) {
			$said[] = $e->getMessage();
		}
		$info = $mail->getServerInfo();
		unset($mail);
		$secret = preg_match('/^C: (?!EHLO|STARTTLS)/m', $server->transcript());
		if ($secret || ($info === null) === (end($said) === 'good' || !$implicit)) {
			echo "!! $cert as $host: more was said than should have been\n";
		}
	}
	$fits = $said[0] === $said[1] && str_contains($said[0], $verdict) && str_contains($said[0], $words);
	echo $cert, ' as ', $host, $with, ': ', $fits ? $verdict : '!! ' . implode(' | ', $said), "\n";
}
?>
--EXPECT--
localhost as localhost: good
localhost as 127.0.0.1: good
rsa as localhost: good
ed25519 as localhost: good
chain as localhost: good
missing as localhost: issuer
missing as localhost, caFile: good
localhost as localhost, caFile: good
chain_expired as localhost: expired
expired as localhost: expired
notyet as localhost: not valid before
selfsigned as localhost: self-signed
selfsigned as localhost, caFile: good
selfsigned as localhost, allowSelfSigned: good
selfexpired as localhost, allowSelfSigned: expired
untrusted as localhost: issuer
untrusted as localhost, allowSelfSigned: issuer
clienteku as localhost: not meant for servers
weak1024 as localhost, securityLevel: key too weak
weak1024 as localhost, securityLevel: good
sha1 as localhost, securityLevel: digest too weak
wronghost as localhost: not for localhost
cnonly as localhost: not for localhost
cn_vs_san as localhost: not for localhost
nulsan as localhost: not for localhost
wildcard as a.wild.test: good
wildcard as A.WILD.TEST: good
wildcard as wild.test: not for wild.test
wildcard as a.b.wild.test: not for a.b.wild.test
partialwild as ab.wild.test: not for ab.wild.test
partialwild as mx.wild.test: not for mx.wild.test
tldwild as wild.test: not for wild.test
tldwild as localhost: not for localhost
iponly as 127.0.0.1: good
iponly as localhost: not for localhost
iponly as 127.0.0.1, peerName: good
iponly as 127.0.0.1, peerName: not for 127.0.0.2
ipasdns as 127.0.0.1: not for 127.0.0.1
idn as bücher.test: good
idn as xn--bcher-kva.test: good
idn as bucher.test: not for bucher.test
revoked as localhost: good
revoked as localhost, caFile: revoked
localhost as localhost, caFile: good
localhost as localhost, caFile: out of date
localhost as localhost, caFile: none by
