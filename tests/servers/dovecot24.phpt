--TEST--
Dovecot 2.4: every way in, every mechanism, octets, recipients, smuggling, extensions
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

server_check('dovecot24');
?>
--EXPECT--
plain: no TLS; mx.example.com; 8BITMIME AUTH BURL CHUNKING ENHANCEDSTATUSCODES PIPELINING SIZE STARTTLS
plain CRAM-MD5: made as sent, finished as sent
plain LOGIN: made as sent, finished as sent
plain PLAIN: made as sent, finished as sent
plain SCRAM-SHA-1: made as sent, finished as sent
plain SCRAM-SHA-256: made as sent, finished as sent
starttls: TLSv1.3; mx.example.com; 8BITMIME AUTH BURL CHUNKING ENHANCEDSTATUSCODES PIPELINING SIZE
starttls CRAM-MD5: made as sent, finished as sent
starttls LOGIN: made as sent, finished as sent
starttls PLAIN: made as sent, finished as sent
starttls SCRAM-SHA-1: made as sent, finished as sent
starttls SCRAM-SHA-1-PLUS: made as sent, finished as sent
starttls SCRAM-SHA-256: made as sent, finished as sent
starttls SCRAM-SHA-256-PLUS: made as sent, finished as sent
tls: TLSv1.3; mx.example.com; 8BITMIME AUTH BURL CHUNKING ENHANCEDSTATUSCODES PIPELINING SIZE
tls CRAM-MD5: made as sent, finished as sent; wrong password 535 auth CRAM-MD5
tls LOGIN: made as sent, finished as sent; wrong password 535 auth LOGIN
tls PLAIN: made as sent, finished as sent; wrong password 535 auth PLAIN
tls SCRAM-SHA-1: made as sent, finished as sent; wrong password 535 auth SCRAM-SHA-1
tls SCRAM-SHA-1-PLUS: made as sent, finished as sent; wrong password 535 auth SCRAM-SHA-1-PLUS
tls SCRAM-SHA-256: made as sent, finished as sent; wrong password 535 auth SCRAM-SHA-256
tls SCRAM-SHA-256-PLUS: made as sent, finished as sent; wrong password 535 auth SCRAM-SHA-256-PLUS
recipients: rejected 550 5.0.0; accepted 250 2.0.0; rejected 451 4.0.0; as sent
recipients: all refused 550; connection kept
smuggling: LF . LF, LF . CRLF, CRLF . LF, CR . CR, CR . CRLF, CRLF . CR, CRLF . CRLF: as sent
CHUNKING: made as sent, finished as sent
smuggling: LF . LF, LF . CRLF, CRLF . LF, CR . CR, CR . CRLF, CRLF . CR, CRLF . CRLF: as sent
