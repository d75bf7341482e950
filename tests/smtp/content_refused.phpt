--TEST--
Content: a refusal of the message is told, transient or not, and nothing is sent again
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['552 5.3.4 too big', '554 5.7.1 spam', '451 4.7.1 greylisted', '421 4.3.2 going down'] as $reply) {
	$server = smtp_server(smtp_script(['final' => $reply, 'quit' => false]) . 'DRAIN');
	$mail = new SmtpMail(...$server->client());
	$e = attempt($mail);
	echo '  ', $e->reply, ' | ', $e->reply->enhanced, "\n";
	var_dump($e->isRetrySafe(), $e->result->recipients[0]->outcome->value);
	unset($mail);
	echo $server->connections(), ' connection, ', count($server->messages()), " message\n";
}
?>
--EXPECT--
SmtpMail\MessageRejectedException: code 552, stage commit, rejected, permanent
  552 5.3.4 too big | 5.3.4
bool(false)
string(8) "rejected"
1 connection, 1 message
SmtpMail\MessageRejectedException: code 554, stage commit, rejected, permanent
  554 5.7.1 spam | 5.7.1
bool(false)
string(8) "rejected"
1 connection, 1 message
SmtpMail\MessageRejectedException: code 451, stage commit, rejected, transient
  451 4.7.1 greylisted | 4.7.1
bool(true)
string(8) "rejected"
1 connection, 1 message
SmtpMail\MessageRejectedException: code 421, stage commit, rejected, transient
  421 4.3.2 going down | 4.3.2
bool(true)
string(8) "rejected"
1 connection, 1 message
