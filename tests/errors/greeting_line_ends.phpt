--TEST--
Greeting: LF alone ends a line, CR alone does not; what comes with it unasked, or by halves, ends the session
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$scripts = [
	'LF' => 'RAW 220 mx.test\n' . "\nC: EHLO client.test\nRAW 250 mx.test\\n\nDRAIN",
	'CR' => 'RAW 220 mx.test\r' . "\nDRAIN",
	'EHLO answered with it' => 'RAW 220 mx.test\r\n250 mx.test\r\n' . "\nDRAIN",
	'half an answer to EHLO' => "S: 220 mx.test\nC: EHLO client.test\nRAW 250-mx.test\\r\\n250-SI\nDRAIN",
	'closed upon EHLO' => "S: 220 mx.test\nC: EHLO client.test\nCLOSE",
	'closed in the answer' => "S: 220 mx.test\nC: EHLO client.test\nRAW 250-mx.test\\r\\n250-SI\nCLOSE",
];
foreach ($scripts as $name => $script) {
	$server = smtp_server($script);
	$mail = new SmtpMail(...$server->client(['timeout' => ['greeting' => 1.0, 'command' => 1.0]]));
	echo "$name: ";
	try {
		$mail->connect();
		echo "connected\n";
	} catch (SmtpMail\SmtpMailException $e) {
		show_error($e);
	}
	unset($mail);
	echo preg_match('/MAIL|!!/', $server->transcript()) ? $server->transcript() : '';
}
?>
--EXPECT--
LF: connected
CR: SmtpMail\TimeoutException: code 0, stage greeting, not_sent, transient
EHLO answered with it: SmtpMail\ProtocolException: code 0, stage greeting, not_sent, permanent
half an answer to EHLO: SmtpMail\TimeoutException: code 0, stage ehlo, not_sent, transient
closed upon EHLO: SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
closed in the answer: SmtpMail\ConnectionException: code 0, stage ehlo, not_sent, transient
