--TEST--
Attachment::fromPath(): open_basedir holds, when it is made and when it is sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Attachment, Message};

mkdir(__DIR__ . '/open_basedir.d');
file_put_contents($inside = __DIR__ . '/open_basedir.d/inside', 'in');
$before = (new Message('a@example.com', 'b@example.com'))->attachFromPath(__FILE__);
ini_set('open_basedir', __DIR__ . '/open_basedir.d');
foreach ([fn () => Attachment::fromPath($inside)->size, fn () => Attachment::fromPath(__DIR__ . '/open_basedir.d/../sources.phpt'), fn () => strlen($before)] as $do) {
    try {
        var_dump($do());
    } catch (SmtpMail\SourceException $e) {
        echo preg_replace('/"[^"]*"/', '"..."', $e->getMessage()), "\n";
    }
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/open_basedir.d/inside');
@rmdir(__DIR__ . '/open_basedir.d');
?>
--EXPECT--
int(2)
cannot read "...": open_basedir does not allow it
attachment "...": cannot read "...": open_basedir does not allow it
