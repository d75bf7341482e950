--TEST--
Timings: seconds for each stage, spent where the server was slow, no more in sum than the whole call took
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$script = smtp_script(['auth' => 'PLAIN', 'starttls' => true, 'mails' => 2]);
foreach ([
	'S: 220 mx' => 'connect', 'S: 220 go' => 'tls', 'S: 235' => 'auth', 'S: 250 2.1.0' => 'envelope', 'S: 250 2.0.0' => 'commit',
] as $line => $stage) {
	$server = smtp_server(preg_replace("/^$line/m", "SLEEP 300\n$line", $script, 1));
	$mail = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::StartTls, 'username' => 'crazymus@example.com', 'password' => 'the auth code']));
	$started = time();
	$first = $mail->send(test_message())->timings;
	$took = time() + 1 - $started;
	$second = $mail->send(test_message())->timings;
	unset($mail);
	$all = [...array_values($first), ...array_values($second)];
	var_dump(implode(' ', array_keys($first)), $first[$stage] >= 0.25, array_sum($first) <= $took);
	var_dump(array_filter($all, fn ($seconds) => !is_float($seconds) || $seconds < 0) === []);
	var_dump($second['resolve'] + $second['connect'] + $second['tls'] + $second['auth']);
}
?>
--EXPECT--
string(48) "resolve connect tls auth envelope content commit"
bool(true)
bool(true)
bool(true)
float(0)
string(48) "resolve connect tls auth envelope content commit"
bool(true)
bool(true)
bool(true)
float(0)
string(48) "resolve connect tls auth envelope content commit"
bool(true)
bool(true)
bool(true)
float(0)
string(48) "resolve connect tls auth envelope content commit"
bool(true)
bool(true)
bool(true)
float(0)
string(48) "resolve connect tls auth envelope content commit"
bool(true)
bool(true)
bool(true)
float(0)
