--TEST--
Postfix: a second connection resumes the TLS session, and smtpmail_stats() counts it
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

$mail = postfix_client('starttls', SmtpMail\Tls::StartTls);
for ($i = 0; $i < 2; $i++) {
	$mail->send(new SmtpMail\Message('crazymus@example.com', postfix_recipient(), 'subject', "text\n"));
	$mail->close();
	['connections' => $connections, 'tls_resumed' => $resumed] = smtpmail_stats();
	echo "$connections $resumed ", preg_match('/^\* TLSv1.*, resumed$/m', $mail->getTranscript()), "\n";
}
/* Another client of this process has the sessions too, unless it trusts somebody else. Each ticket
 * serves once, and Postfix gives none on a resumed connection: the first of these gets a new one. */
foreach ([[], [], ['verifyPeer' => false, 'verifyPeerName' => false]] as $options) {
	$mail = postfix_client('starttls', SmtpMail\Tls::StartTls, $options);
	$mail->send(new SmtpMail\Message('crazymus@example.com', postfix_recipient(), 'subject', "text\n"));
	echo smtpmail_stats()['tls_resumed'], "\n";
}
?>
--EXPECT--
1 0 0
2 1 1
1
2
2
