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
plain CRAM-MD5: not tried
plain LOGIN: made as sent, finished as sent
plain PLAIN: made as sent, finished as sent
plain SCRAM-SHA-1: not tried
plain SCRAM-SHA-256: not tried
plain: wrong password 535 auth
starttls: TLSv1.3; mx.example.com; 8BITMIME AUTH BURL CHUNKING ENHANCEDSTATUSCODES PIPELINING SIZE
starttls CRAM-MD5: not tried
starttls LOGIN: made as sent, finished as sent
starttls PLAIN: made as sent, finished as sent
starttls SCRAM-SHA-1: not tried
starttls SCRAM-SHA-1-PLUS: not tried
starttls SCRAM-SHA-256: not tried
starttls SCRAM-SHA-256-PLUS: not tried
starttls: wrong password 535 auth
tls: TLSv1.3; mx.example.com; 8BITMIME AUTH BURL CHUNKING ENHANCEDSTATUSCODES PIPELINING SIZE
tls CRAM-MD5: not tried
tls LOGIN: made as sent, finished as sent
tls PLAIN: made as sent, finished as sent
tls SCRAM-SHA-1: not tried
tls SCRAM-SHA-1-PLUS: not tried
tls SCRAM-SHA-256: not tried
tls SCRAM-SHA-256-PLUS: not tried
tls: wrong password 535 auth
recipients: rejected 550 5.0.0; accepted 250 2.0.0; rejected 451 4.0.0; as sent
recipients: all refused 550; connection kept
smuggling LF . LF: as sent
smuggling LF . CRLF: as sent
smuggling CRLF . LF: as sent
smuggling CR . CR: as sent
smuggling CR . CRLF: as sent
smuggling CRLF . CR: as sent
smuggling CRLF . CRLF: as sent
