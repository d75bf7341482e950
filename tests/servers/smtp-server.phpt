--TEST--
smtp-server: every way in, every mechanism, octets, recipients, smuggling, extensions
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

server_check('smtp-server');
?>
--EXPECT--
plain: no TLS; mx.example.com; 8BITMIME DSN ENHANCEDSTATUSCODES PIPELINING SIZE SMTPUTF8
plain: made as sent, finished as sent
starttls: TLSv1.3; mx.example.com; 8BITMIME AUTH DSN ENHANCEDSTATUSCODES PIPELINING REQUIRETLS SIZE SMTPUTF8
starttls CRAM-MD5: made as sent, finished as sent
starttls LOGIN: made as sent, finished as sent
starttls PLAIN: made as sent, finished as sent
starttls XOAUTH2: made as sent, finished as sent
tls: TLSv1.3; mx.example.com; 8BITMIME AUTH DSN ENHANCEDSTATUSCODES PIPELINING REQUIRETLS SIZE SMTPUTF8
tls CRAM-MD5: made as sent, finished as sent; wrong password 535 auth CRAM-MD5
tls LOGIN: made as sent, finished as sent; wrong password 535 auth LOGIN
tls PLAIN: made as sent, finished as sent; wrong password 535 auth PLAIN
tls XOAUTH2: made as sent, finished as sent; wrong password 535 auth XOAUTH2
recipients: rejected 550 5.1.1; accepted 250 2.1.5; rejected 451 4.3.0; as sent
recipients: all refused 550; connection kept
smuggling: LF . LF, LF . CRLF, CRLF . LF, CR . CR, CR . CRLF, CRLF . CR, CRLF . CRLF: as sent
SMTPUTF8: as sent
DSN: as sent
REQUIRETLS: as sent
LMTP: PIPELINING 8BITMIME SMTPUTF8 ENHANCEDSTATUSCODES DSN AUTH STARTTLS SIZE; made as sent, finished as sent
smuggling: LF . LF, LF . CRLF, CRLF . LF, CR . CR, CR . CRLF, CRLF . CR, CRLF . CRLF: as sent
LF . LF without this extension: content
