--TEST--
smtpmail_send(): the code, and one warning with the reason unless it is 250 for all
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

set_error_handler(function (int $level, string $message) {
	echo $level === E_WARNING ? 'warning' : $level, strlen($message) > 20 ? '' : " $message", ', ';
	return true;
});
$data = "C: MAIL *\nC: RCPT *\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nDATA\n";
$head = "S: 220 mx.test\nC: EHLO client.test\nS: 250-mx.test\nS: 250 PIPELINING\n";
$scripts = [
	'accepted' => "{$head}{$data}S: 250 ok",
	'accepted with 251' => "{$head}{$data}S: 251 ok",
	'content refused' => "{$head}{$data}S: 552 too big\nDRAIN",
	'recipient refused' => "{$head}C: MAIL *\nC: RCPT *\nC: DATA\nS: 250 ok\nS: 550 no\nS: 503 no\nDRAIN",
	'greeting refused' => "S: 554 no\nDRAIN",
	'closed' => 'CLOSE',
	'in doubt' => "{$head}{$data}CLOSE",
];
foreach ($scripts as $name => $script) {
	$server = smtp_server($script . (str_contains($script, 'DRAIN') || str_contains($script, 'CLOSE') ? '' : "\nC: QUIT\nS: 221 bye"));
	$result = null;
	echo "$name: ";
	$code = smtpmail_send('to@example.com', 's', 't', from: 'from@example.com', options: $server->options(), result: $result);
	echo $code, ', ', $result?->outcome->value ?? 'no result', ', ', $result?->getCode() ?? '-', "\n";
}
var_dump(SMTPMAIL_NOT_SENT, SMTPMAIL_IN_DOUBT);
?>
--EXPECT--
accepted: 250, accepted, 250
accepted with 251: 250, accepted, 250
content refused: warning, 552, rejected, 552
recipient refused: warning, 550, rejected, 550
greeting refused: warning, 554, not_sent, 554
closed: warning, 0, not_sent, 0
in doubt: warning, -1, in_doubt, -1
int(0)
int(-1)
