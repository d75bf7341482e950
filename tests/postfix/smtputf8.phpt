--TEST--
Postfix: an address that needs SMTPUTF8, and a domain that does not
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

$mail = postfix_client('relay', SmtpMail\Tls::Auto);
$result = $mail->send(new SmtpMail\Message('我@example.com', '你.' . bin2hex(random_bytes(6)) . '@example.org', '题', '文'));
var_dump($result->outcome);
var_dump($mail->getServerInfo()->supports('SMTPUTF8'));
?>
--EXPECT--
enum(SmtpMail\Outcome::Accepted)
bool(true)
