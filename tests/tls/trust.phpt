--TEST--
Trust: caFile and caPath, or else smtpmail.ca_file, or else openssl.cafile and openssl.capath, or else OpenSSL's own
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';
require __DIR__ . '/../inc/tools.inc';

/* Connects to a server with the certificate that ca.pem vouches for. */
function verdict(array $options, array $ini = [], array $environment = []): string
{
	$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250 mx\nDRAIN", ['implicit' => true]);
	$code = sprintf('try { (new SmtpMail("localhost", port: %d, tls: SmtpMail\Tls::Implicit, options: %s))->connect(); echo "good"; } catch (SmtpMail\TlsException $e) { echo $e->getMessage(); }',
		$server->port, var_export($options + ['localDomain' => 'client.test'], true));
	$command = getenv('TEST_PHP_EXECUTABLE') . ' ' . getenv('TEST_PHP_EXTRA_ARGS');
	foreach ($ini as $name => $value) {
		$command .= ' -d ' . escapeshellarg("$name=$value");
	}
	foreach ($environment as $name => $value) {
		$command = "$name=" . escapeshellarg($value) . " $command";
	}
	$said = (string) shell_exec("$command -r " . escapeshellarg($code));
	return match (true) {
		$said === 'good' => 'trusted',
		str_contains($said, 'has an issuer that is not known here') => 'not trusted',
		default => $said,
	};
}

[$good, $other] = [test_cert('ca'), test_cert('other_ca')];
$folder = test_folder();
mkdir("$folder/empty");
foreach ([$good => $folder, $other => "$folder/empty"] as $file => $where) {
	copy($file, $where . '/' . openssl_x509_parse(file_get_contents($file))['hash'] . '.0');
}
foreach ([
	'nothing' => [[]],
	'OpenSSL\'s file' => [[], [], ['SSL_CERT_FILE' => $good]],
	'OpenSSL\'s folder' => [[], [], ['SSL_CERT_DIR' => $folder]],
	'openssl.cafile' => [[], ['openssl.cafile' => $good]],
	'openssl.capath' => [[], ['openssl.capath' => $folder]],
	'both of them' => [[], ['openssl.cafile' => $other, 'openssl.capath' => $folder]],
	'openssl.cafile before OpenSSL' => [[], ['openssl.cafile' => $other], ['SSL_CERT_FILE' => $good]],
	'smtpmail.ca_file' => [[], ['smtpmail.ca_file' => $good]],
	'smtpmail.ca_file before openssl.*' => [[], ['smtpmail.ca_file' => $other, 'openssl.cafile' => $good, 'openssl.capath' => $folder]],
	'caFile' => [['caFile' => $good]],
	'caFile before smtpmail.ca_file' => [['caFile' => $other], ['smtpmail.ca_file' => $good]],
	'caPath' => [['caPath' => $folder]],
	'caPath before smtpmail.ca_file' => [['caPath' => "$folder/empty"], ['smtpmail.ca_file' => $good]],
	'caFile and caPath' => [['caFile' => $other, 'caPath' => $folder]],
] as $name => $arguments) {
	echo "$name: ", verdict(...$arguments), "\n";
}
echo str_replace($folder, '…', verdict([], ['smtpmail.ca_file' => "$folder/missing.pem"])), "\n";
array_map('unlink', glob("$folder/empty/*"));
rmdir("$folder/empty");
?>
--EXPECT--
nothing: not trusted
OpenSSL's file: trusted
OpenSSL's folder: trusted
openssl.cafile: trusted
openssl.capath: trusted
both of them: trusted
openssl.cafile before OpenSSL: not trusted
smtpmail.ca_file: trusted
smtpmail.ca_file before openssl.*: not trusted
caFile: trusted
caFile before smtpmail.ca_file: not trusted
caPath: trusted
caPath before smtpmail.ca_file: not trusted
caFile and caPath: trusted
caFile: …/missing.pem cannot be read: No such file or directory
