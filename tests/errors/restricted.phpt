--TEST--
A php.ini that forbids much: mail goes out all the same, and paths keep to open_basedir
--EXTENSIONS--
smtpmail
--INI--
allow_url_fopen=0
allow_url_include=0
disable_functions=system,popen,passthru,shell_exec,mail,fsockopen,pfsockopen,stream_socket_client,dl
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['starttls' => true]));
$file = test_cert('ca');
$own = tempnam(sys_get_temp_dir(), 'own');
file_put_contents($own, 'attached');
$mail = new SmtpMail(...$server->client(arguments: ['tls' => SmtpMail\Tls::StartTls]));
ini_set('open_basedir', dirname($own));
attempt($mail, test_message()->attachFromPath($own, 'a.txt'));
unset($mail);
foreach (['/etc/passwd', 'http://127.0.0.1/', 'php://stdin', 'data:,x', 'phar://x.phar/y', '/proc/self/environ', dirname($own) . '/../etc/passwd'] as $path) {
	try {
		test_message()->attachFromPath($path);
		echo "$path is taken\n";
	} catch (ValueError | SmtpMail\SourceException $e) {
		echo get_class($e), "\n";
	}
}
failure(fn () => new SmtpMail(options: ['caFile' => '/etc/ssl/certs/ca-certificates.crt']));
failure(fn () => new SmtpMail(options: ['localCert' => '/etc/passwd']));
unlink($own);
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
SmtpMail\SourceException
ValueError
ValueError
ValueError
ValueError
SmtpMail\SourceException
SmtpMail\SourceException
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "caFile" must be a path that open_basedir allows
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "localCert" must be a path that open_basedir allows
