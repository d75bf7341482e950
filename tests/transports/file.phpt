--TEST--
file://: a Maildir or .eml files, whole, private, under names of their own
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (PHP_OS_FAMILY === 'Windows') die('skip permissions and paths of POSIX');
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$dir = __DIR__ . '/file.tmp';
mkdir("$dir/my box", 0755, true);
mkdir("$dir/eml");
function files(string $pattern): array
{
    $files = glob($pattern);
    foreach ($files as $file) {
        printf("%s %o\n", preg_replace('/\d+\.R[0-9a-f]{32}/', 'NAME', basename($file)), fileperms($file) & 0777);
    }
    return $files;
}
$message = test_message(['to@example.com', 'Other <other@example.org>'])->bcc('bcc@example.net')->text("line\n.dot\n");
$mail = SmtpMail::fromDsn('file://' . str_replace(' ', '%20', "$dir/my box") . '?format=maildir&sync=1');
attempt($mail, $message);
attempt($mail, $message);
[$file] = files("$dir/my box/new/*");
var_dump(count(glob("$dir/my box/tmp/*")), is_dir("$dir/my box/cur"));
$text = file_get_contents($file);
echo implode("\n", array_slice(explode("\n", $text), 0, 4)), "\n", substr($text, -10);
var_dump(str_contains($text, "\r"));

echo "--- what is a Maildir is used as one\n";
attempt(SmtpMail::fromDsn('file://' . str_replace(' ', '%20', "$dir/my box")));
var_dump(count(glob("$dir/my box/new/*")));

echo "--- .eml\n";
attempt(SmtpMail::fromDsn("file://$dir/eml?envelope=0"), $message);
[$file] = files("$dir/eml/*");
var_dump(count(scandir("$dir/eml")));
var_dump(file_get_contents($file) === (string) $message);
var_dump(smtpmail_send('to@example.com', 's', 't', from: 'from@example.com', dsn: "file://$dir/eml", options: ['sync' => true, 'format' => 'eml', 'envelope' => false]));
var_dump(count(glob("$dir/eml/*.eml")));
?>
--CLEAN--
<?php
$dir = __DIR__ . '/file.tmp';
foreach (["$dir/my box/new", "$dir/my box/cur", "$dir/my box/tmp", "$dir/my box", "$dir/eml", $dir] as $folder) {
    array_map('unlink', array_filter(glob("$folder/*"), 'is_file'));
    @rmdir($folder);
}
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
  to@example.com: accepted, 250 2.1.5 Ok
  other@example.org: accepted, 250 2.1.5 Ok
  bcc@example.net: accepted, 250 2.1.5 Ok
accepted: code 250, attempts 1, reused connection
  to@example.com: accepted, 250 2.1.5 Ok
  other@example.org: accepted, 250 2.1.5 Ok
  bcc@example.net: accepted, 250 2.1.5 Ok
NAME 600
NAME 600
int(0)
bool(true)
Return-Path: <from@example.com>
Delivered-To: to@example.com
Delivered-To: other@example.org
Delivered-To: bcc@example.net
line
.dot
bool(false)
--- what is a Maildir is used as one
accepted: code 250, attempts 1, new connection
int(3)
--- .eml
accepted: code 250, attempts 1, new connection
  to@example.com: accepted, 250 2.1.5 Ok
  other@example.org: accepted, 250 2.1.5 Ok
  bcc@example.net: accepted, 250 2.1.5 Ok
NAME.eml 600
int(3)
bool(true)
int(250)
int(2)
