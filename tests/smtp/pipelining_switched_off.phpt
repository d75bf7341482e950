--TEST--
Options: pipelining Never and disableExtensions overlook an extension
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach ([['pipelining' => SmtpMail\Need::Never], ['disableExtensions' => ['PIPELINING']]] as $options) {
	$script = str_replace('S: 250-8BITMIME', "S: 250-8BITMIME\nS: 250-PIPELINING", smtp_script(['extensions' => ['8BITMIME', 'SIZE']]));
	$server = smtp_server($script, ['flights' => true]);
	attempt(new SmtpMail(...$server->client($options)));
	echo implode("\n", preg_grep('/^(C|!)/', explode("\n", $server->transcript()))), "\n";
}
?>
--EXPECTF--
accepted: code 250, attempts 1, new connection
C: EHLO client.test
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
C: (message)
C: QUIT
accepted: code 250, attempts 1, new connection
C: EHLO client.test
C: MAIL FROM:<from@example.com> SIZE=%d
C: RCPT TO:<to@example.com>
C: DATA
C: (message)
C: QUIT
