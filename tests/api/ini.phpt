--TEST--
INI: phpinfo() does not show the DSN; where each entry may be set
--EXTENSIONS--
smtpmail
--INI--
smtpmail.default_dsn=smtp://user:hunter2@mx.example
--FILE--
<?php
ob_start();
(new ReflectionExtension('smtpmail'))->info();
$info = ob_get_clean();
var_dump(str_contains($info, 'hunter2'));
preg_match_all('/^(smtpmail\.\w+|Version|smtpmail support) => .*$/m', $info, $m);
echo implode("\n", $m[0]), "\n";
var_dump((bool) preg_match('/^TLS library => OpenSSL [13]\./m', $info), (bool) preg_match('/^libidn2 => \d/m', $info));
var_dump(phpversion('smtpmail') === SMTPMAIL_VERSION, ini_get('smtpmail.default_dsn'));
var_dump(ini_set('smtpmail.default_from', 'x@example.com'), ini_set('smtpmail.ca_file', '/x'));
--EXPECT--
bool(false)
smtpmail support => enabled
Version => 0.1.0
smtpmail.default_dsn => *** => ***
smtpmail.default_from => no value => no value
smtpmail.ca_file => no value => no value
smtpmail.persistent => Off => Off
smtpmail.max_persistent => 1 => 1
smtpmail.max_idle => 30 => 30
smtpmail.spool_memory => 2M => 2M
bool(true)
bool(true)
bool(true)
string(30) "smtp://user:hunter2@mx.example"
string(0) ""
bool(false)
