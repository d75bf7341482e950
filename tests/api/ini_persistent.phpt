--TEST--
INI: max_persistent and max_idle are whole numbers that are not negative, and none is for scripts to set
--EXTENSIONS--
smtpmail
--INI--
smtpmail.persistent=1
smtpmail.max_persistent=-1
smtpmail.max_idle=soon
--FILE--
<?php
foreach (['persistent', 'max_persistent', 'max_idle'] as $name) {
	var_dump(ini_get("smtpmail.$name"), ini_set("smtpmail.$name", '2'));
}
// What has no connection does not mind.
$mail = SmtpMail::fromDsn('memory://', ['persistent' => true]);
echo $mail->send(new SmtpMail\Message('a@example.com', 'b@example.com', 's', 't'))->outcome->value, "\n";
unset($mail);
echo smtpmail_stats()['parked'], " parked\n";
foreach (['memory://?persistent=1', 'fault://?persistent=1', 'null://?persistent=0', 'smtp://localhost?persistent=maybe', 'failover(memory:// smtp://localhost)?persistent=1'] as $dsn) {
	try {
		SmtpMail::fromDsn($dsn);
		echo "taken: $dsn\n";
	} catch (ValueError $e) {
		echo $e->getMessage(), "\n";
	}
}
--EXPECT--
string(1) "1"
bool(false)
string(1) "1"
bool(false)
string(2) "30"
bool(false)
accepted
0 parked
SmtpMail::fromDsn(): Argument #1 ($dsn) option "persistent" is for servers, and memory:// has no network
SmtpMail::fromDsn(): Argument #1 ($dsn) option "persistent" is for connections, and fault:// has none
SmtpMail::fromDsn(): Argument #1 ($dsn) option "persistent" is for servers, and null:// has no network
SmtpMail::fromDsn(): Argument #1 ($dsn) option "persistent" must be one of 0, 1, true, false, yes, no, on, off
taken: failover(memory:// smtp://localhost)?persistent=1
