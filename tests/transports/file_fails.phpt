--TEST--
file://: a folder that is gone or not allowed, and a disk that is full
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY === 'Windows') die('skip paths of POSIX');
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$dir = __DIR__ . '/file_fails.tmp';
$mail = SmtpMail::fromDsn("file://$dir/none?format=eml");
$e = attempt($mail);
echo $e->getMessage() === '' ? 'no reason' : 'a reason', ', ', $e->reply->code, "\n";

mkdir($dir);
$mail = SmtpMail::fromDsn("file://$dir?format=maildir");
attempt($mail);
array_map('unlink', glob("$dir/new/*"));
echo "--- it goes away under way\n";
rmdir("$dir/tmp");
attempt($mail);
mkdir("$dir/tmp");
rmdir("$dir/new");
attempt($mail);
var_dump(glob("$dir/tmp/*"));
echo "--- and failover goes on\n";
$both = SmtpMail::fromDsn("failover(file://$dir/none memory://)");
attempt($both);
var_dump(count($both->getMessages()));

echo "--- not allowed\n";
ini_set('open_basedir', $dir);
failure(fn () => SmtpMail::fromDsn("file:///"));
failure(fn () => SmtpMail::fromDsn("file://$dir/.."));
failure(fn () => SmtpMail::fromDsn('fault://?script=' . __FILE__));
foreach (['file://', 'file:///', 'file://host/x', 'file:///x%00y', 'file:///x?format=mbox', 'file:///x?sync=2', 'file:///x?timeout=1', 'file://u@/x'] as $dsn) {
    failure(fn () => SmtpMail::fromDsn($dsn));
}
?>
--CLEAN--
<?php
$dir = __DIR__ . '/file_fails.tmp';
foreach (["$dir/new", "$dir/cur", "$dir/tmp", $dir] as $folder) {
    array_map('unlink', array_filter(glob("$folder/*"), 'is_file'));
    @rmdir($folder);
}
?>
--EXPECTF--
SmtpMail\ConnectionException: code 421, stage greeting, not_sent, transient
a reason, 421
accepted: code 250, attempts 1, new connection
--- it goes away under way
SmtpMail\MessageRejectedException: code 452, stage commit, rejected, transient
SmtpMail\MessageRejectedException: code 452, stage commit, rejected, transient
array(0) {
}
--- and failover goes on
accepted: code 250, attempts 1, new connection
int(1)
--- not allowed
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder in the form file:///path/of/folder
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder that open_basedir allows
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) option "script" must be a file that open_basedir allows
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder in the form file:///path/of/folder
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder in the form file:///path/of/folder
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder in the form file:///path/of/folder
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must not have a folder with a NUL byte
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder that open_basedir allows
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder that open_basedir allows
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder that open_basedir allows
ValueError: SmtpMail::fromDsn(): Argument #1 ($dsn) must have a folder that open_basedir allows
