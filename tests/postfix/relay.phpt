--TEST--
Postfix: a plain relay on this machine, without TLS or AUTH
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_POSTFIX') === false) {
	die('skip no Postfix: bin/test starts one');
}
?>
--FILE--
<?php
require __DIR__ . '/postfix.inc';

$to = postfix_recipient();
$code = smtpmail_send($to, 'relay', 'text', from: 'me@example.com', options: postfix_options('relay'), result: $result);
var_dump($code, $result->tlsVersion);
echo preg_match('/^Subject: relay$/m', postfix_mail($to)), "\n";
?>
--EXPECT--
int(250)
NULL
1
