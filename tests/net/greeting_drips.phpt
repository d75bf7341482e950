--TEST--
A greeting that drips in is a greeting; one that never ends meets each limit
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$rest = preg_replace('/^S: 220.*\n/', '', smtp_script());
$server = smtp_server("DRIP 5 220-mx.test\\r\\n220 ESMTP\\r\\n\n$rest");
attempt(new SmtpMail(...$server->client()));
$server->transcript();
$server = smtp_server("SLEEP 500\nS: 220 mx.test\n$rest");
attempt(new SmtpMail(...$server->client()));
$server->transcript();
foreach ([['greeting' => 0.4], ['total' => 0.4], 0.4] as $limit) {
	$server = smtp_server('DRIP 20 220 ' . str_repeat('x', 3000), ['grace' => 0]);
	attempt(new SmtpMail(...$server->client(['timeout' => $limit])));
	$server->transcript();
}
// Later replies too: a limit is for a reply, not for an octet.
$server = smtp_server("S: 220 mx.test\nC: EHLO client.test\nDRIP 20 250-" . str_repeat('x', 3000), ['grace' => 0]);
attempt(new SmtpMail(...$server->client(['timeout' => ['command' => 0.4]])));
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
SmtpMail\TimeoutException: code 0, stage ehlo, not_sent, transient
