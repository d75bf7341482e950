--TEST--
AUTH: a SCRAM server that lies is found out, and gets no weaker mechanism, no mail and no hashing without end
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['badsig', 'shortsig', 'badnonce', 'samenonce', 'i1', 'i0', 'ineg', 'ihuge', 'i64', 'nosalt', 'badsalt', 'm', 'e', 'e_last',
	'short', 'order', 'nul', '235_no_v', '235_at_once'] as $fault) {
	// The code is one for both; one fault shows it, as hashing takes long under valgrind.
	foreach ($fault === 'badsig' ? ['SHA-1', 'SHA-256'] : ['SHA-256'] as $hash) {
		$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\n" .
			"S: 250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-$hash\nSCRAM $hash fault=$fault\nDRAIN");
		$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 30]], ['username' => 'user', 'password' => 'pencil']));
		try {
			$mail->send(test_message());
			echo "$fault: SENT\n";
		} catch (SmtpMail\AuthenticationException $e) {
			$words = preg_replace('/^the server\'s .*?: |^the server refused the login by SCRAM-SHA-\d+: /', '', $e->getMessage());
			$seen[$hash] = sprintf('%d %s %s: %s', $e->getCode(), $e->outcome->value, $e->isRetrySafe() ? 'retry' : 'permanent', $words);
		}
		unset($mail);
		$transcript = $server->transcript();
		if (substr_count($transcript, 'AUTH ') !== 2 || str_contains($transcript, 'MAIL') || str_contains($transcript, '!!')) {
			echo $transcript;
		}
	}
	echo "$fault: ", $seen['SHA-256'], "\n", $fault !== 'badsig' || $seen['SHA-1'] === $seen['SHA-256'] ? '' : "differs by the hash\n";
}
?>
--EXPECT--
badsig: 0 not_sent permanent: it does not prove that it knows the password: it may not be the server that it seems to be
shortsig: 0 not_sent permanent: it does not prove that it knows the password: it may not be the server that it seems to be
badnonce: 0 not_sent permanent: its nonce does not continue ours
samenonce: 0 not_sent permanent: its nonce does not continue ours
i1: 0 not_sent permanent: its iteration count is below 4096, by which it could find out the password (RFC 7677)
i0: 0 not_sent permanent: its iteration count is no number
ineg: 0 not_sent permanent: its iteration count is no number
ihuge: 0 not_sent permanent: it asks for 4294967295 rounds of hashing, and 600000 are the limit
i64: 0 not_sent permanent: its iteration count is no number
nosalt: 0 not_sent permanent: its salt is empty or no base64
badsalt: 0 not_sent permanent: its salt is empty or no base64
m: 0 not_sent permanent: it demands an extension that is not known here
e: 0 not_sent permanent: e=other-error
e_last: 0 not_sent permanent: e=invalid-proof
short: 0 not_sent permanent: its first message is malformed
order: 0 not_sent permanent: its first message is malformed
nul: 0 not_sent permanent: its nonce does not continue ours
235_no_v: 0 not_sent permanent: it says yes without proving that it knows the password
235_at_once: 0 not_sent permanent: it says yes without proving that it knows the password
