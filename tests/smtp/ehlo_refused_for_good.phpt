--TEST--
EHLO: 554, 521 and 421 and a refused HELO end the attempt; so does HELO when credentials are given
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['554 go away', '521 no mail here', '421 later', "500 what?\nC: HELO client.test\nS: 502 no"] as $reply) {
	$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: $reply\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	attempt($mail);
	unset($mail);
	var_dump(str_contains($server->transcript(), 'MAIL'));
}
$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nS: 500 what?\nC: HELO client.test\nS: 250 mx.test\nDRAIN");
$mail = new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'pass']));
attempt($mail);
unset($mail);
echo $server->transcript();
?>
--EXPECT--
SmtpMail\ConnectionException: code 554, stage ehlo, not_sent, permanent
bool(false)
SmtpMail\ConnectionException: code 521, stage ehlo, not_sent, permanent
bool(false)
SmtpMail\ConnectionException: code 421, stage ehlo, not_sent, transient
bool(false)
SmtpMail\ConnectionException: code 502, stage ehlo, not_sent, permanent
bool(false)
SmtpMail\AuthenticationException: code 0, stage auth, not_sent, permanent
S: 220 mx.test
C: EHLO client.test
S: 500 what?
C: HELO client.test
S: 250 mx.test
DRAIN
