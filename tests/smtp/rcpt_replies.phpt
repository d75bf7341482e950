--TEST--
RCPT: 251 and 252 accept; replies of several lines, odd enhanced codes and UTF-8 are kept as they are
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$replies = [
	"251 User not local; will forward", '252 cannot verify', "550-5.1.1 no such\nS: 550 5.1.1 user", "550-5.1.1 no such\nS: 550 5.7.1 user",
	'550 5.1.1', '550 2.1.1 odd', '550 grüße', '450 4.2.1 5.1.1 two',
];
$to = array_map(fn ($i) => "r$i@example.com", array_keys($replies));
foreach ([['PIPELINING'], ['SIZE']] as $extensions) {
	foreach (['whole', 'byte'] as $mode) {
		$server = smtp_server(smtp_script(['extensions' => $extensions, 'rcpt' => $replies]), ['mode' => $mode]);
		$mail = new SmtpMail(...$server->client());
		$result = $mail->send(test_message($to));
		unset($mail);
		$all = implode("\n", array_map(fn ($r) => json_encode([$r->outcome->value, $r->reply->code, $r->reply->enhanced, $r->reply->lines], JSON_UNESCAPED_UNICODE), $result->recipients));
		echo $all === ($before ?? null) ? "the same\n" : "$all\n";
		$before = $all;
		echo implode('', preg_grep('/^!!/', explode("\n", $server->transcript())));
	}
}
echo "-- fewer replies than commands: none is taken for another's\n";
$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL*\nC: RCPT*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nSTALL");
$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 0.5]]));
$e = attempt($mail, test_message(['a@example.com', 'b@example.com']));
unset($mail);
$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL*\nC: RCPT*\nC: RCPT*\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 250 ok\nSTALL");
$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 0.5]]));
$e = attempt($mail, test_message(['a@example.com', 'b@example.com']));
?>
--EXPECT--
["accepted",251,null,["User not local; will forward"]]
["accepted",252,null,["cannot verify"]]
["rejected",550,"5.1.1",["no such","user"]]
["rejected",550,null,["5.1.1 no such","5.7.1 user"]]
["rejected",550,"5.1.1",[""]]
["rejected",550,null,["2.1.1 odd"]]
["rejected",550,null,["grüße"]]
["rejected",450,"4.2.1",["5.1.1 two"]]
the same
the same
the same
-- fewer replies than commands: none is taken for another's
SmtpMail\ProtocolException: code 0, stage rcpt, not_sent, permanent
SmtpMail\TimeoutException: code 0, stage data, not_sent, transient
