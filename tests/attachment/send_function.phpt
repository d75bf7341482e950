--TEST--
smtpmail_send(): attachments as paths and objects; one that cannot be read is a warning and 0
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/mime.inc';
use SmtpMail\Attachment;

file_put_contents($file = __DIR__ . '/send_function.csv', "a,b\n");
$server = smtp_server(smtp_script());
$send = fn (array $attachments, &$result = null) => smtpmail_send('to@example.com', 's', 'text', from: 'from@example.com',
    attachments: $attachments, options: $server->options(), result: $result);
var_dump($send([$file, 'named' => Attachment::fromString('{}', 'a.json'), Attachment::fromPath($file)->inline('x')], $result));
var_dump($result->bytes === strlen($server->messages()[0]));
show_parts($server->messages()[0]);
var_dump($send(['/nonexistent/file'], $none), $none);
foreach ([[1], [null], [[]], ["a\0b"], ['https://example.com/'], [new stdClass()]] as $bad) {
    failure(fn () => $send($bad));
}
unlink($file);
?>
--EXPECTF--
int(250)
bool(true)
text/plain; charset=utf-8 | 7bit | "text"
text/csv; name="send_function.csv" | inline | send_function.csv | x | base64 | "a,b\n"
text/csv; name="send_function.csv" | attachment | send_function.csv | base64 | "a,b\n"
application/json; name="a.json" | attachment | a.json | base64 | "{}"

Warning: smtpmail_send(): cannot read "/nonexistent/file": No such file or directory in %s on line %d
int(0)
NULL
TypeError: smtpmail_send(): Argument #9 ($attachments) must be a list of paths or SmtpMail\Attachment, int in it
TypeError: smtpmail_send(): Argument #9 ($attachments) must be a list of paths or SmtpMail\Attachment, null in it
TypeError: smtpmail_send(): Argument #9 ($attachments) must be a list of paths or SmtpMail\Attachment, array in it
ValueError: smtpmail_send(): Argument #9 ($attachments) must not have a path with a NUL byte
ValueError: smtpmail_send(): Argument #9 ($attachments) must be the path of a local file: open a URL yourself, and use SmtpMail\Attachment::fromStream()
TypeError: smtpmail_send(): Argument #9 ($attachments) must be a list of paths or SmtpMail\Attachment, stdClass in it
