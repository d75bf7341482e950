--TEST--
Exim: every way in, every mechanism, octets, recipients, smuggling, extensions
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_SERVERS') === false) {
	die('skip no servers: bin/test starts them');
}
?>
--FILE--
<?php
require __DIR__ . '/servers.inc';

server_check('exim');
?>
--EXPECT--
plain: no TLS; mx.example.com; 8BITMIME CHUNKING DSN HELP LIMITS PIPECONNECT PIPELINING PRDR SIZE SMTPUTF8 STARTTLS
plain: made as sent, finished as sent
starttls: TLSv1.3; mx.example.com; 8BITMIME AUTH CHUNKING DSN HELP LIMITS PIPECONNECT PIPELINING PRDR SIZE SMTPUTF8
starttls CRAM-MD5: not tried
starttls EXTERNAL: not tried
starttls LOGIN: made as sent, finished as sent
starttls PLAIN: made as sent, finished as sent
starttls SCRAM-SHA-1: not tried
starttls SCRAM-SHA-256: not tried
starttls: wrong password 535 auth
tls: TLSv1.3; mx.example.com; 8BITMIME AUTH CHUNKING DSN HELP LIMITS PIPECONNECT PIPELINING PRDR SIZE SMTPUTF8
tls CRAM-MD5: not tried
tls EXTERNAL: not tried
tls LOGIN: made as sent, finished as sent
tls PLAIN: made as sent, finished as sent
tls SCRAM-SHA-1: not tried
tls SCRAM-SHA-256: not tried
tls: wrong password 535 auth
recipients: rejected 550 5.1.1; accepted 250 ; rejected 451 4.3.0; as sent
recipients: all refused 550; connection kept
smuggling LF . LF: as sent
smuggling LF . CRLF: as sent
smuggling CRLF . LF: as sent
smuggling CR . CR: as sent
smuggling CR . CRLF: as sent
smuggling CRLF . CR: as sent
smuggling CRLF . CRLF: as sent
SMTPUTF8: as sent
DSN: as sent
report: Original-Recipient: rfc822;juergen+2Bx+3Dy@example.com, Action: delivered
