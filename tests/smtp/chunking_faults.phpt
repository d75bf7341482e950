--TEST--
CHUNKING: a chunk refused, the link lost before and behind the last chunk
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$hello = "S: 220 mx\nC: EHLO client.test\nS: 250-mx\nS: 250-PIPELINING\nS: 250 CHUNKING\nC: MAIL*\nC: RCPT*\n";
$large = SmtpMail\Message::fromRaw("Subject: large\n\n" . str_repeat(str_repeat('x', 70) . "\n", 20000));
$small = SmtpMail\Message::fromRaw("Subject: small\n\nx\n");
$runs = [
	'large: all taken' => [$large, "BDAT\nS: 250 ok\nS: 250 ok\nS: 250 ok\nCHUNKS 250 ok\nS: 250 queued as 7\nC: QUIT\nS: 221 bye"],
	'large: 552 in the middle, and the connection goes on' => [$large, "BDAT\nS: 250 ok\nS: 250 ok\nS: 552 5.3.4 too big\nCHUNKS 503 no\nC: QUIT\nS: 221 bye"],
	'large: 554 in the middle, and an end' => [$large, "BDAT\nS: 250 ok\nS: 250 ok\nS: 554 5.6.0 no\nSLEEP 100\nCLOSE"],
	'large: an end in the middle' => [$large, "BDAT\nS: 250 ok\nS: 250 ok\nCLOSE"],
	'small: 500, which closes' => [$small, "BDAT\nS: 250 ok\nS: 250 ok\nS: 500 what\nDRAIN"],
	'small: an end behind the last chunk' => [$small, "BDAT\nS: 250 ok\nS: 250 ok\nCLOSE"],
	'small: reset behind the last chunk' => [$small, "BDAT\nRST"],
	'small: silence behind the last chunk' => [$small, "BDAT\nS: 250 ok\nS: 250 ok\nSTALL"],
	'small: nobody taken' => [$small, "BDAT\nS: 250 ok\nS: 550 who\nS: 554 none\nC: QUIT\nS: 221 bye"],
];
foreach ($runs as $title => [$message, $script]) {
	echo "-- $title\n";
	$server = smtp_server($hello . $script);
	$mail = new SmtpMail(...$server->client(['chunking' => SmtpMail\Need::Require, 'timeout' => ['reply' => 0.5]]));
	$result = attempt($mail, $message, new SmtpMail\Envelope('from@example.com', ['to@example.com']));
	$bytes = $result->bytes ?? 0;
	unset($mail, $result);
	$messages = $server->messages();
	echo count($messages), ' message, ', $server->connections(), " connection\n";
	echo implode("\n", preg_grep('/^!!/', explode("\n", $server->transcript()))), '';
	if (str_ends_with($title, 'all taken')) {
		var_dump(strlen($messages[0]) === $bytes, md5($messages[0]) === md5($large));
	}
}
?>
--EXPECT--
-- large: all taken
accepted: code 250, attempts 1, new connection
1 message, 1 connection
bool(true)
bool(true)
-- large: 552 in the middle, and the connection goes on
SmtpMail\MessageRejectedException: code 552, stage content, rejected, permanent
0 message, 1 connection
-- large: 554 in the middle, and an end
SmtpMail\MessageRejectedException: code 554, stage content, rejected, permanent
0 message, 1 connection
-- large: an end in the middle
SmtpMail\ConnectionException: code 0, stage content, not_sent, transient
0 message, 1 connection
-- small: 500, which closes
SmtpMail\MessageRejectedException: code 500, stage commit, rejected, permanent
1 message, 1 connection
-- small: an end behind the last chunk
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
1 message, 1 connection
-- small: reset behind the last chunk
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
1 message, 1 connection
-- small: silence behind the last chunk
SmtpMail\InDoubtException: code 0, stage commit, in_doubt, transient
1 message, 1 connection
-- small: nobody taken
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
1 message, 1 connection
