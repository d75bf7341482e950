--TEST--
Greeting: 421 is transient, 554 permanent, and the server's text is told
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['421 4.3.2 too busy', '554 5.7.1 you are listed', "554-no\nS: 554 at all"] as $greeting) {
	$server = smtp_server("S: $greeting\nDRAIN");
	$mail = new SmtpMail(...$server->client());
	$e = attempt($mail);
	var_dump((string) $e->reply, $e->isRetrySafe());
	unset($mail);
	var_dump(str_contains($server->transcript(), 'EHLO'));
}
?>
--EXPECT--
SmtpMail\ConnectionException: code 421, stage greeting, not_sent, transient
string(18) "421 4.3.2 too busy"
bool(true)
bool(false)
SmtpMail\ConnectionException: code 554, stage greeting, not_sent, permanent
string(24) "554 5.7.1 you are listed"
bool(false)
bool(false)
SmtpMail\ConnectionException: code 554, stage greeting, not_sent, permanent
string(13) "554 no
at all"
bool(false)
bool(false)
