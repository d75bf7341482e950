--TEST--
verify(): logs in, sends nothing, and tells what the server is and when its certificate expires
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$ehlo = smtp_script_ehlo(['SIZE 1000', 'AUTH PLAIN LOGIN', 'PIPELINING']);
$login = ['C: AUTH PLAIN ' . base64_encode("\0user\0secret"), 'S: 235 ok'];
$script = implode("\n", ['S: 220 mx.test hello', ...smtp_script_ehlo(['STARTTLS', 'X-BEFORE']), 'C: STARTTLS', 'S: 220 go', 'TLS', ...$ehlo, ...$login, 'C: QUIT', 'S: 221 bye']);
$server = smtp_server($script);
$mail = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::StartTls, 'username' => 'user', 'password' => 'secret']));
$info = $mail->verify();
// As OpenSSL reads the certificate that the server has.
$expected = openssl_x509_parse(file_get_contents(test_cert('localhost')))['validTo_time_t'];
var_dump($info->certificateExpires->getTimestamp() === $expected, $info->certificateExpires->getOffset());
echo get_class($info->certificateExpires), " $info->greeting | $info->name | $info->maxSize | ", implode(' ', $info->authMechanisms), "\n";
var_dump(str_starts_with($info->tlsVersion, 'TLSv1.'), $info->tlsCipher !== '', $info->supports('pipelining'), $info->supports('X-BEFORE'));
// The connection stays, and a second call needs no further login.
var_dump($mail->isConnected(), $mail->verify() == $info);
unset($mail);
echo implode("\n", preg_grep('/MAIL|QUIT|!!/', explode("\n", $server->transcript()))), "\n";

$server = smtp_server(implode("\n", ['S: 220 mx.test', ...smtp_script_ehlo(['HELP']), 'C: QUIT', 'S: 221 bye']));
var_dump((new SmtpMail(...$server->client()))->verify()->certificateExpires);
$server = smtp_server(implode("\n", ['S: 220 mx.test', ...smtp_script_ehlo(['AUTH PLAIN']), 'C: AUTH *', 'S: 535 5.7.8 no', 'DRAIN']));
failure(fn () => (new SmtpMail(...$server->client(arguments: ['username' => 'user', 'password' => 'wrong'])))->verify());
?>
--EXPECT--
bool(true)
int(0)
DateTimeImmutable mx.test hello | mx.test | 1000 | PLAIN LOGIN
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
C: QUIT
NULL
SmtpMail\AuthenticationException: code 535, stage auth, not_sent, permanent
