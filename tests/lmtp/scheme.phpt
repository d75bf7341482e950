--TEST--
LMTP: lmtp://, its port, LHLO without HELO, RequireAll, TLS and AUTH
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\{RecipientPolicy, Tls};

function shown(SmtpServer $server): string
{
	return implode("\n", preg_grep('/^C|^!!/', explode("\n", preg_replace('/SIZE=\d+/', 'SIZE=N', $server->transcript())))) . "\n";
}

echo "-- ports\n";
failure(fn () => SmtpMail::fromDsn('lmtp://127.0.0.1:25'));
failure(fn () => new SmtpMail('127.0.0.1', 25, options: ['lmtp' => true]));
preg_match('/int\((\d+)\)/', (function () { ob_start(); var_dump(SmtpMail::fromDsn('lmtp://127.0.0.1')); return ob_get_clean(); })(), $port);
echo "$port[1]\n";
echo "-- the scheme\n";
$server = smtp_server(smtp_script(['lmtp' => true]));
$mail = SmtpMail::fromDsn("lmtp://127.0.0.1:$server->port?local_domain=client.test");
attempt($mail);
unset($mail);
echo shown($server);
echo "-- an SMTP server\n";
$server = smtp_server("S: 220 mx\nC: LHLO client.test\nS: 500 what\nC: QUIT\nS: 221 bye");
$mail = new SmtpMail(...$server->client(['lmtp' => true]));
attempt($mail);
unset($mail);
echo shown($server);
echo "-- RequireAll: RCPT must take all; behind the content each has its own verdict\n";
$two = test_message(['a@example.com', 'b@example.com']);
$options = ['lmtp' => true, 'recipientPolicy' => RecipientPolicy::RequireAll];
$server = smtp_server("S: 220 mx\nC: LHLO *\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 250 ok\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 552 full\nS: 250 ok\nC: QUIT\nS: 221 bye");
$mail = new SmtpMail(...$server->client($options));
attempt($mail, $two);
unset($mail);
$server = smtp_server("S: 220 mx\nC: LHLO *\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL*\nC: RCPT*\nC: RCPT*\nS: 250 ok\nS: 550 who\nS: 250 ok\nC: QUIT\nS: 221 bye");
$mail = new SmtpMail(...$server->client($options));
attempt($mail, $two);
unset($mail);
echo shown($server);
echo "-- STARTTLS and AUTH\n";
$server = smtp_server(smtp_script(['lmtp' => true, 'starttls' => true, 'auth' => 'PLAIN']));
$mail = new SmtpMail(...$server->client(['lmtp' => true], ['host' => 'localhost', 'tls' => Tls::StartTls, 'username' => 'crazymus@example.com', 'password' => 'the auth code']));
attempt($mail);
unset($mail);
echo preg_replace('/AUTH PLAIN .*/', 'AUTH PLAIN', shown($server));
?>
--EXPECT--
-- ports
ValueError: lmtp must not go to port 25, which is SMTP's
ValueError: lmtp must not go to port 25, which is SMTP's
24
-- the scheme
accepted: code 250, attempts 1, new connection
C: LHLO client.test
C: MAIL FROM:<from@example.com> SIZE=N
C: RCPT TO:<to@example.com>
C: DATA
C: (message)
C: QUIT
-- an SMTP server
SmtpMail\ConnectionException: code 500, stage ehlo, not_sent, permanent
C: LHLO client.test
C: QUIT
-- RequireAll: RCPT must take all; behind the content each has its own verdict
accepted: code 250, attempts 1, new connection
  a@example.com: rejected, 552 full
  b@example.com: accepted, 250 ok
SmtpMail\RecipientsRejectedException: code 550, stage rcpt, rejected, permanent
C: LHLO client.test
C: MAIL FROM:<from@example.com>
C: RCPT TO:<a@example.com>
C: RCPT TO:<b@example.com>
C: QUIT
-- STARTTLS and AUTH
accepted: code 250, attempts 1, new connection
C: LHLO client.test
C: STARTTLS
C: LHLO client.test
C: AUTH PLAIN
C: MAIL FROM:<from@example.com> SIZE=N
C: RCPT TO:<to@example.com>
C: DATA
C: (message)
C: QUIT
