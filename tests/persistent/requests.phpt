--TEST--
Persistent: requests of one worker share a connection: one greeting, one login; nothing else is shared
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
require __DIR__ . '/../inc/fpm.inc';
fpm_skip();
?>
--FILE--
<?php
require __DIR__ . '/../inc/fpm.inc';

$fpm = new Fpm();
$server = smtp_server(smtp_script(['mails' => 5, 'auth' => 'PLAIN', 'user' => 'u', 'password' => 'p']));
$client = var_export($server->client(['persistent' => true], ['username' => 'u', 'password' => 'p']), true);

$fpm->show("echo request($client);");
$fpm->show("echo request($client);");

echo "nothing is known of what was before\n";
$fpm->show(<<<PHP
	\$mail = new SmtpMail(...$client);
	var_dump(\$mail->isConnected(), \$mail->getTranscript());
	\$mail->setLogger(function (\$direction, \$line) { echo "\$direction \$line\n"; });
	echo outcome(fn () => \$mail->send(mail_of('third')));
	PHP);
$fpm->show(<<<PHP
	\$mail = new SmtpMail(...$client);
	echo outcome(fn () => \$mail->send(mail_of('fourth'))), "\n";
	echo str_contains(\$mail->getTranscript(), 'EHLO') ? 'too much' : 'only its own', "\n";
	PHP);
$fpm->show('$s = smtpmail_stats(); echo "sent $s[sent], connections $s[connections], reused $s[reused], parked $s[parked]";');

echo "the function\n";
$fpm->show(<<<PHP
	\$c = $client;
	\$options = ['host' => \$c['host'], 'port' => \$c['port'], 'username' => 'u', 'password' => 'p'] + \$c['options'];
	smtpmail_send('to@example.com', 's', 't', from: 'from@example.com', options: \$options, result: \$result);
	echo outcome(fn () => \$result);
	PHP);

echo "phpinfo\n";
$fpm->show('ob_start(); phpinfo(INFO_MODULES); $info = strip_tags(ob_get_clean()); preg_match("/Clients parked with a connection\s*(\d+)/", $info, $m); echo $m[1];');
$fpm->stop();
echo $server->transcript();
?>
--EXPECTF--
accepted, new, attempts 1
accepted, reused, attempts 1
nothing is known of what was before
bool(true)
string(0) ""
> MAIL FROM:<from@example.com> SIZE=%d
> RCPT TO:<to@example.com>
> DATA
< 250 2.1.0 OK
< 250 2.1.5 OK
< 354 go ahead
> [%d octets]
> .
< 250 2.0.0 OK: queued as ABC123
accepted, reused, attempts 1
accepted, reused, attempts 1
only its own
sent 4, connections 1, reused 3, parked 1
the function
accepted, reused, attempts 1
phpinfo
1
S: 220 mx.test ESMTP
C: EHLO client.test
S: 250-mx.test
S: 250-SIZE 73400320
S: 250-8BITMIME
S: 250-PIPELINING
S: 250-ENHANCEDSTATUSCODES
S: 250 AUTH PLAIN
C: AUTH PLAIN AHUAcA==
S: 235 2.7.0 Authentication successful
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
S: 250 2.1.0 OK
S: 250 2.1.5 OK
S: 354 go ahead
C: (message)
S: 250 2.0.0 OK: queued as ABC123
C: QUIT
S: 221 bye
