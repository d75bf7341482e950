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
starttls CRAM-MD5: made as sent, finished as sent
starttls EXTERNAL: made as sent, finished as sent
starttls LOGIN: made as sent, finished as sent
starttls PLAIN: made as sent, finished as sent
starttls SCRAM-SHA-1: made as sent, finished as sent
starttls SCRAM-SHA-256: made as sent, finished as sent
tls: TLSv1.3; mx.example.com; 8BITMIME AUTH CHUNKING DSN HELP LIMITS PIPECONNECT PIPELINING PRDR SIZE SMTPUTF8
tls CRAM-MD5: made as sent, finished as sent; wrong password 535 auth CRAM-MD5
tls EXTERNAL: made as sent, finished as sent
tls LOGIN: made as sent, finished as sent; wrong password 535 auth LOGIN
tls PLAIN: made as sent, finished as sent; wrong password 535 auth PLAIN
tls SCRAM-SHA-1: made as sent, finished as sent; wrong password 535 auth SCRAM-SHA-1
tls SCRAM-SHA-256: made as sent, finished as sent; wrong password 535 auth SCRAM-SHA-256
recipients: rejected 550 5.1.1; accepted 250 ; rejected 451 4.3.0; as sent
recipients: all refused 550; connection kept
smuggling: LF . LF, LF . CRLF, CRLF . LF, CR . CR, CR . CRLF, CRLF . CR, CRLF . CRLF: as sent
SMTPUTF8: as sent
DSN: as sent
report: Original-Recipient: rfc822;juergen+2Bx+3Dy@example.com, Action: delivered
CHUNKING: made as sent, finished as sent
smuggling: LF . LF, LF . CRLF, CRLF . LF, CR . CR, CR . CRLF, CRLF . CR, CRLF . CRLF: as sent
LIMITS: MAILMAX=6 RCPTMAX=3; 7 recipients in 3 transactions, 7 mails
LIMITS: 8 mails, as sent
LF . LF without this extension: content
