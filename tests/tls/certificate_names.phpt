--TEST--
Verification: which names a certificate is good for, from the first byte and after STARTTLS
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/certificate_cases.inc';

show_verdicts([
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
]);
?>
--EXPECT--
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
