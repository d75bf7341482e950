--TEST--
Postfix: a wrong password is an AuthenticationException with 535
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

foreach (['login', 'tls'] as $service) {
	$mail = postfix_client($service, SmtpMail\Tls::Implicit, ['password' => 'wrong']);
	try {
		$mail->connect();
	} catch (SmtpMail\AuthenticationException $e) {
		echo $e->getCode(), ' ', $e->stage->value, ' ', $e->mechanism->value, ' ', implode(' ', $e->offered), "\n";
	}
}
?>
--EXPECT--
535 auth LOGIN LOGIN
535 auth PLAIN PLAIN LOGIN
