--TEST--
Attachment::fromPath(): a relative path is that of the moment it was given
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/mime.inc';
use SmtpMail\Message;

chdir(__DIR__);
file_put_contents('relative.txt', 'relative');
$message = (new Message('a@example.com', 'b@example.com', 's', 't'))->attachFromPath('relative.txt');
chdir('/');
show_parts($message);
unlink(__DIR__ . '/relative.txt');
?>
--EXPECT--
text/plain; charset=utf-8 | 7bit | "t"
text/plain; name="relative.txt" | attachment | relative.txt | base64 | "relative"
