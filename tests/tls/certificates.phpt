--TEST--
Verification: which chains are accepted, from the first byte and after STARTTLS
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/certificate_cases.inc';

show_verdicts([
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
	['revoked', 'localhost', 'good'],
	['revoked', 'localhost', 'revoked', '', ['caFile' => test_cert('ca_crl')]],
	['localhost', 'localhost', 'good', '', ['caFile' => test_cert('ca_crl')]],
	['localhost', 'localhost', 'out of date', '', ['caFile' => test_cert('ca_crl_old')]],
	['localhost', 'localhost', 'none by', 'CN = smtpmail test CA', ['caFile' => test_cert('ca_crl_other')]],
]);
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
revoked as localhost: good
revoked as localhost, caFile: revoked
localhost as localhost, caFile: good
localhost as localhost, caFile: out of date
localhost as localhost, caFile: none by
