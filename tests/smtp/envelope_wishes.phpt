--TEST--
REQUIRETLS, MT-PRIORITY, FUTURERELEASE, DELIVERBY: on MAIL, or CapabilityException and nothing sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{Envelope, Tls};

$wishes = [
	['requireTls' => true], ['priority' => -9], ['priority' => 0], ['holdFor' => 60], ['holdFor' => 61],
	['deliverBy' => 120], ['deliverBy' => 119], ['deliverBy' => -1],
];
$extensions = ['REQUIRETLS', 'MT-PRIORITY', 'FUTURERELEASE 60 2030-01-01T00:00:00Z', 'DELIVERBY 120'];
$runs = [
	'all' => [$extensions, []],
	'none' => [['HELP'], []],
	'all, overlooked' => [$extensions, ['disableExtensions' => ['requiretls', 'MT-PRIORITY', 'FutureRelease', 'DELIVERBY']]],
];
foreach ($runs as $title => [$offer, $options]) {
	echo "-- $title\n";
	foreach ($wishes as $wish) {
		$server = smtp_server(smtp_script(['extensions' => $offer, 'starttls' => true, 'quit' => false]));
		$mail = new SmtpMail(...$server->client($options + ['peerName' => 'localhost'], ['tls' => Tls::StartTls]));
		try {
			$mail->send(test_message(), new Envelope('a@example.com', ['b@example.com'], ...$wish));
			echo implode("\n", preg_grep('/^C: MAIL|^!!/', explode("\n", $server->transcript()))), "\n";
		} catch (SmtpMail\CapabilityException $e) {
			echo "$e->capability {$e->stage->value} {$e->outcome->value} {$e->result->attempts}: ", $e->getMessage(), "\n";
		}
		unset($mail, $e); /* or the server would wait for them to hang up */
	}
}
echo "-- REQUIRETLS without verified TLS\n";
$server = smtp_server(smtp_script(['extensions' => $extensions, 'starttls' => true, 'mails' => 0]));
$mail = new SmtpMail(...$server->client(['verifyPeer' => false], ['tls' => Tls::StartTls]));
echo attempt($mail, null, new Envelope('a@example.com', ['b@example.com'], requireTls: true))->getMessage(), "\n";
$server = smtp_server(smtp_script(['extensions' => $extensions, 'mails' => 0]));
$mail = new SmtpMail(...$server->client());
echo attempt($mail, null, new Envelope('a@example.com', ['b@example.com'], requireTls: true))->getMessage(), "\n";
?>
--EXPECT--
-- all
C: MAIL FROM:<a@example.com> REQUIRETLS
C: MAIL FROM:<a@example.com> MT-PRIORITY=-9
C: MAIL FROM:<a@example.com> MT-PRIORITY=0
C: MAIL FROM:<a@example.com> HOLDFOR=60
FUTURERELEASE ehlo not_sent 0: the server holds mail for no longer than 60 seconds, and 61 are asked for
C: MAIL FROM:<a@example.com> BY=120;R
DELIVERBY ehlo not_sent 0: the server needs 120 seconds to deliver, and 119 are asked for
C: MAIL FROM:<a@example.com> BY=1;N
-- none
REQUIRETLS ehlo not_sent 0: the server lacks REQUIRETLS, which the envelope asks for
MT-PRIORITY ehlo not_sent 0: the server lacks MT-PRIORITY, which the envelope asks for
MT-PRIORITY ehlo not_sent 0: the server lacks MT-PRIORITY, which the envelope asks for
FUTURERELEASE ehlo not_sent 0: the server lacks FUTURERELEASE, which the envelope asks for
FUTURERELEASE ehlo not_sent 0: the server lacks FUTURERELEASE, which the envelope asks for
DELIVERBY ehlo not_sent 0: the server lacks DELIVERBY, which the envelope asks for
DELIVERBY ehlo not_sent 0: the server lacks DELIVERBY, which the envelope asks for
DELIVERBY ehlo not_sent 0: the server lacks DELIVERBY, which the envelope asks for
-- all, overlooked
REQUIRETLS ehlo not_sent 0: the server lacks REQUIRETLS, which the envelope asks for
MT-PRIORITY ehlo not_sent 0: the server lacks MT-PRIORITY, which the envelope asks for
MT-PRIORITY ehlo not_sent 0: the server lacks MT-PRIORITY, which the envelope asks for
FUTURERELEASE ehlo not_sent 0: the server lacks FUTURERELEASE, which the envelope asks for
FUTURERELEASE ehlo not_sent 0: the server lacks FUTURERELEASE, which the envelope asks for
DELIVERBY ehlo not_sent 0: the server lacks DELIVERBY, which the envelope asks for
DELIVERBY ehlo not_sent 0: the server lacks DELIVERBY, which the envelope asks for
DELIVERBY ehlo not_sent 0: the server lacks DELIVERBY, which the envelope asks for
-- REQUIRETLS without verified TLS
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
the server is not connected with verified TLS, without which REQUIRETLS means nothing
SmtpMail\CapabilityException: code 0, stage ehlo, not_sent, permanent
the server is not connected with verified TLS, without which REQUIRETLS means nothing
