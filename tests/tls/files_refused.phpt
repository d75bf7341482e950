--TEST--
Files: what cannot be used is told before a connection is made, and which option named it
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/tools.inc';

$folder = test_folder();
touch("$folder/empty.pem");
file_put_contents("$folder/words.pem", "These are no certificates.\n");
file_put_contents("$folder/cut.pem", substr(file_get_contents(test_cert('ca')), 0, 300));
file_put_contents("$folder/bare.pem", strstr(file_get_contents(test_cert('localhost')), '-----BEGIN CERTIFICATE'));
file_put_contents("$folder/key.pem", strstr(file_get_contents(test_cert('localhost')), '-----BEGIN CERTIFICATE', true));
file_put_contents("$folder/large.pem", str_repeat('x', 2 << 20));
$cert = test_cert('localhost');
$cases = [
	['caFile' => "$folder/missing.pem"],
	['caFile' => "$folder/empty.pem"],
	['caFile' => $folder],
	['caFile' => "$folder/words.pem"],
	['caFile' => "$folder/cut.pem"],
	['caFile' => '/dev/zero'],
	['caPath' => "$folder/missing"],
	['caPath' => "$folder/words.pem"],
	['localCert' => "$folder/missing.pem"],
	['localCert' => $folder],
	['localCert' => "$folder/empty.pem"],
	['localCert' => "$folder/large.pem"],
	['localCert' => "$folder/bare.pem"],
	['localCert' => "$folder/key.pem"],
	['localCert' => $cert, 'localPk' => "$folder/missing.pem"],
	['localCert' => $cert, 'localPk' => "$folder/words.pem"],
	['localCert' => $cert, 'localPk' => "$folder/bare.pem"],
	['localCert' => $cert, 'localPk' => test_cert('wronghost')],
	['localCert' => $cert, 'localPk' => test_cert('rsa')],
	['localCert' => test_cert('locked')],
	['localCert' => test_cert('locked'), 'passphrase' => 'open barley'],
	['localCert' => test_cert('locked'), 'passphrase' => str_repeat('x', 2000)],
	['localCert' => $cert, 'localPk' => test_cert('locked'), 'passphrase' => ''],
];
$server = smtp_server('DRAIN', ['implicit' => true]);
foreach ($cases as $options) {
	$mail = new SmtpMail(...$server->client($options, ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
	try {
		$mail->connect();
		echo "!! connected\n";
	} catch (SmtpMail\TlsException $e) {
		echo $e->stage->value, ' ', $e->outcome->value, ' ', str_replace([$folder, dirname($cert)], '…', $e->getMessage()), "\n";
	}
	unset($mail);
}
// A client that needs no TLS does not need the files either; one that is told to use it does.
failure(fn () => new SmtpMail('localhost', options: ['localPk' => $cert]));
failure(fn () => new SmtpMail('localhost', options: ['caFile' => '']));
failure(fn () => new SmtpMail('localhost', options: ['caFile' => "a\0b"]));
ini_set('open_basedir', $folder);
foreach (['caFile', 'caPath', 'localCert', 'localPk'] as $option) {
	failure(fn () => new SmtpMail('localhost', options: ['localCert' => "$folder/key.pem", $option => "$folder/../$option"]));
}
echo $server->connections(), " connections\n";
?>
--EXPECT--
tls not_sent caFile: …/missing.pem cannot be read: No such file or directory
tls not_sent caFile: …/empty.pem has no certificate in PEM format, or a damaged one
tls not_sent caFile: … is not a regular file
tls not_sent caFile: …/words.pem has no certificate in PEM format, or a damaged one
tls not_sent caFile: …/cut.pem has no certificate in PEM format, or a damaged one
tls not_sent caFile: /dev/zero is not a regular file
tls not_sent caPath: …/missing cannot be read: No such file or directory
tls not_sent caPath: …/words.pem is not a directory
tls not_sent localCert: …/missing.pem cannot be read: No such file or directory
tls not_sent localCert: … is not a regular file
tls not_sent localCert: the certificate is not in PEM format (no "-----BEGIN " in it)
tls not_sent localCert: …/large.pem is longer than 1 MiB
tls not_sent localCert: a certificate was given where the private key is wanted
tls not_sent localCert: no certificate is in the PEM of the certificate
tls not_sent localPk: …/missing.pem cannot be read: No such file or directory
tls not_sent localPk: the private key is not in PEM format (no "-----BEGIN " in it)
tls not_sent localPk: a certificate was given where the private key is wanted
tls not_sent localPk: the private key does not belong to the certificate of localCert
tls not_sent localPk: the private key does not belong to the certificate of localCert
tls not_sent localCert: the private key is encrypted and no passphrase was given
tls not_sent localCert: the passphrase of the private key is wrong, or the key is damaged
tls not_sent localCert: the passphrase is too long for OpenSSL
tls not_sent localPk: the passphrase of the private key is wrong, or the key is damaged
ValueError: localPk needs a localCert
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "caFile" must be a non-empty string without NUL, CR or LF
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "caFile" must be a non-empty string without NUL, CR or LF
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "caFile" must be a path that open_basedir allows
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "caPath" must be a path that open_basedir allows
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "localCert" must be a path that open_basedir allows
ValueError: SmtpMail::__construct(): Argument #6 ($options) option "localPk" must be a path that open_basedir allows
0 connections
