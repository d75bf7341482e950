--TEST--
A file that changes, shrinks or goes while its mail is on its way: SourceException, nothing is delivered
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
use SmtpMail\Stage;

$file = __DIR__ . '/changes.bin';
$session = "S: 220 mx.test\nC: EHLO client.test\nS: 250 mx.test\nC: MAIL *\nS: 250 ok\nC: RCPT *\nS: 250 ok\nC: DATA\nS: 354 go\nDRAIN\n";
$server = smtp_server(implode("---\n", array_fill(0, 4, $session)) . "---\n" . smtp_script(['extensions' => []]));
$mail = new SmtpMail(...$server->client());
$changes = [
    'shrinks' => fn () => file_put_contents($file, 'short'),
    'grows' => fn () => file_put_contents($file, str_repeat('x', 300000)),
    'is another' => fn () => file_put_contents($file, str_repeat('y', 200000)) && touch($file, 1),
    'goes' => fn () => unlink($file),
    'stays' => fn () => null,
];
foreach ($changes as $what => $change) {
    file_put_contents($file, str_repeat('x', 200000));
    $message = test_message()->attachFromPath($file);
    $mail->setLogger(fn (string $direction, string $line, Stage $stage) => $stage === Stage::Data && $direction === '<' && $change());
    echo "-- $what\n";
    $e = attempt($mail, $message);
    echo $e instanceof Exception ? str_replace(__DIR__, '...', $e->getMessage()) . "\n" : '';
}
echo "-- gone before: no connection is made\n";
$message = test_message()->attachFromPath($file);
unlink($file);
attempt(new SmtpMail('127.0.0.1', 1), $message);
unset($mail);
var_dump(count($server->messages()), $server->connections());
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/changes.bin');
?>
--EXPECT--
-- shrinks
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
attachment "changes.bin" has changed since the mail was made
-- grows
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
attachment "changes.bin" has changed since the mail was made
-- is another
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
attachment "changes.bin" has changed since the mail was made
-- goes
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
attachment "changes.bin": cannot read ".../changes.bin": No such file or directory
-- stays
accepted: code 250, attempts 1, new connection
-- gone before: no connection is made
SmtpMail\SourceException: code 0, stage content, not_sent, permanent
int(1)
int(5)
