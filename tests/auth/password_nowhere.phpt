--TEST--
AUTH: a refused password is in no message, transcript, dump, trace or log
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(<<<'SCRIPT'
S: 220 mx.test
C: EHLO client.test
S: 250-mx.test
S: 250 AUTH PLAIN
C: AUTH PLAIN *
S: 535 5.7.8 no
DRAIN
SCRIPT);
$secret = 'xyzzy-plugh';
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => $secret]));
$seen = '';
$mail->setLogger(function ($direction, $line) use (&$seen) {
	$seen .= "$direction $line\n";
});
try {
	$mail->send(test_message());
} catch (SmtpMail\AuthenticationException $e) {
	ob_start();
	var_dump($e, $mail);
	print_r($e);
	var_export($e->getTrace());
	$seen .= ob_get_clean() . $e . $e->getMessage() . $e->getTranscript() . $mail->getTranscript() . print_r((array) $mail, true);
}
foreach ([$secret, base64_encode($secret), base64_encode("\0user\0$secret")] as $form) {
	var_dump(str_contains($seen, $form));
}
unset($mail);
// The forms are the right ones: this is what went over the wire.
var_dump(str_contains($server->transcript(), base64_encode("\0user\0$secret")));
echo preg_replace('/^(?!.*AUTH).*\n/m', '', $e->getTranscript());
?>
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(true)
< 250 AUTH PLAIN
> AUTH PLAIN [secret]
