--TEST--
INI: smtpmail.spool_memory is not negative, and not for scripts to set
--EXTENSIONS--
smtpmail
--INI--
smtpmail.spool_memory=-5
--FILE--
<?php
var_dump(ini_get('smtpmail.spool_memory'), ini_set('smtpmail.spool_memory', '1M'));
--EXPECT--
string(2) "2M"
bool(false)
