--TEST--
The examples of the manual: those marked with <!-- run --> do what they say, the others compile
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
foreach (['README.md', 'docs/messages.md', 'docs/testing-your-mail.md', 'docs/failover.md', 'docs/batch.md'] as $file) {
    if (!is_file(__DIR__ . "/../../$file")) die("skip $file is not here");
}
if (!is_executable('/bin/sh')) die('skip no shell');
exec('openssl version', $out, $code);
if ($code !== 0) die('skip no openssl command');
--FILE--
<?php
require __DIR__ . '/../inc/manual.inc';

mkdir(MANUAL_FOLDER);
file_put_contents(MANUAL_FOLDER . '/logo.png', "\x89PNG");
file_put_contents(MANUAL_FOLDER . '/report.pdf', "%PDF-1.7\n");
file_put_contents(MANUAL_FOLDER . '/mail.eml', "From: me@example.com\nMessage-ID: <1@example.org>\n\ntext\n");
$greeting = "S: 220 mx.test\nC: EHLO *\nS: 250-mx.test\nS: 250-8BITMIME\nS: 250 SIZE 1000000\n";
$one = "C: MAIL FROM:*\nS: 250 ok\nC: RCPT TO:*\nS: 250 ok\nC: DATA\nS: 354 go\nDATA\nS: 250 ok\n";
$server = smtp_server($greeting . str_repeat($one, 3) . "DRAIN\n--- the README\n$greeting{$one}DRAIN");
manual_run('docs/messages.md', $server);
manual_run('README.md', $server);
manual_run('docs/testing-your-mail.md', $server);
manual_run('docs/failover.md', $server);
manual_run('docs/batch.md', $server);
foreach ($server->messages() as $message) {
    preg_match('/^Subject: .*?(?=\r)/m', $message, $subject);
    echo $subject[0] ?? 'no subject', ', ', substr_count($message, 'DKIM-Signature:'), " signatures\n";
}
--CLEAN--
<?php
$dir = __DIR__ . '/manual.tmp';
array_map('unlink', glob("$dir/*"));
@rmdir($dir);
--EXPECT--
docs/messages.md: some ran, no others
README.md: some ran, others compiled
docs/testing-your-mail.md: some ran, no others
docs/failover.md: some ran, no others
docs/batch.md: some ran, no others
no subject, 0 signatures
Subject: News, 0 signatures
Subject: News, 0 signatures
Subject: Your bill, 1 signatures
