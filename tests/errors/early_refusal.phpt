--TEST--
DATA: a refusal that comes before the content's end is believed, whatever follows it
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$large = test_message()->text(str_repeat(str_repeat('x', 70) . "\n", 300000));
$head = "S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nC: *\n";
foreach (['CLOSE', 'RST', 'STALL', 'DRAIN'] as $end) {
	foreach (['552 5.3.4 enough', '451 4.3.1 no room'] as $reply) {
		$server = smtp_server("{$head}S: $reply\nSLEEP 200\n$end");
		$mail = new SmtpMail(...$server->client(['timeout' => ['content' => 20]]));
		$e = attempt($mail, $large);
		var_dump(count($e->result->retryable()));
		unset($mail, $e);
		if ($server->messages() !== [] || $server->connections() !== 1) {
			echo $server->transcript();
		}
	}
}
echo "-- an acceptance before the end is none\n";
$server = smtp_server("{$head}S: 250 ok\nDRAIN");
$mail = new SmtpMail(...$server->client());
attempt($mail, $large);
?>
--EXPECT--
SmtpMail\MessageRejectedException: code 552, stage content, rejected, permanent
int(0)
SmtpMail\MessageRejectedException: code 451, stage content, rejected, transient
int(1)
SmtpMail\MessageRejectedException: code 552, stage content, rejected, permanent
int(0)
SmtpMail\MessageRejectedException: code 451, stage content, rejected, transient
int(1)
SmtpMail\MessageRejectedException: code 552, stage content, rejected, permanent
int(0)
SmtpMail\MessageRejectedException: code 451, stage content, rejected, transient
int(1)
SmtpMail\MessageRejectedException: code 552, stage content, rejected, permanent
int(0)
SmtpMail\MessageRejectedException: code 451, stage content, rejected, transient
int(1)
-- an acceptance before the end is none
SmtpMail\ProtocolException: code 0, stage content, not_sent, permanent
