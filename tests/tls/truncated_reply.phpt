--TEST--
TLS: a reply that the end of the connection cuts short is lost, announced by close_notify or not
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach (['CUT', 'CLOSE'] as $end) {
	foreach ([true, false] as $implicit) {
		$before = $implicit ? '' : "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
		$greeting = $implicit ? "S: 220 mx.test\n" : '';
		$server = smtp_server("$before{$greeting}C: EHLO client.test\nRAW 250-mx.test\\r\\n250 SIZE 1\n$end", ['implicit' => $implicit]);
		$tls = $implicit ? SmtpMail\Tls::Implicit : SmtpMail\Tls::StartTls;
		attempt(new SmtpMail(...$server->client(arguments: ['host' => 'localhost', 'tls' => $tls])));
	}
}
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
