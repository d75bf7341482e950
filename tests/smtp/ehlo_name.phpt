--TEST--
EHLO: without localDomain the host's full name or an address literal
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx.test\nC: EHLO *\nS: 250 mx.test\nDRAIN");
$options = $server->options();
unset($options['localDomain'], $options['host'], $options['port']);
$mail = new SmtpMail($server->host, $server->port, options: $options);
$mail->connect();
unset($mail);
preg_match('/^C: EHLO (.*)$/m', $server->transcript(), $found);
var_dump(preg_match('/^(\[127\.0\.0\.1\]|[a-z0-9-]+(\.[a-z0-9-]+)+)$/i', $found[1]));
?>
--EXPECT--
int(1)
