--TEST--
SmimeSigner: what it takes, what it refuses and why
--EXTENSIONS--
openssl
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/cert.inc';
use SmtpMail\SmimeSigner;

function attempt(mixed ...$args): void
{
    try {
        var_dump(get_class(new SmimeSigner(...$args)));
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$localhost = file_get_contents(test_cert('localhost'));
$ca = file_get_contents(test_cert('ca'));
$own = 'file://' . test_cert('localhost');
preg_match('/-----BEGIN CERT.*?END CERTIFICATE-----\n/s', $localhost, $m);
$cert = $m[0];
openssl_pkey_export(openssl_pkey_get_private($localhost), $locked, 'horse');

attempt($localhost, $localhost);
attempt($own, $own);
attempt($cert, $locked, 'horse', [$ca, 'file://' . test_cert('ca')]);
attempt($cert . $ca, $own);
echo "\n";
attempt($cert, file_get_contents(test_cert('wronghost')));
attempt($ca, $own);
attempt('garbage', $own);
attempt('file:///nonexistent.pem', $own);
attempt($locked, $locked, 'horse');
attempt($cert, $locked);
attempt($cert, $locked, 'staple');
attempt($cert, $cert);
attempt($cert, 'garbage');
attempt($cert, $own, null, ['garbage']);
attempt($cert, $own, null, [substr($cert, 0, 200)]);
attempt($cert, $own, null, [$ca, null]);
attempt($cert, $own, null, ['file:///nonexistent.pem']);
--EXPECT--
string(20) "SmtpMail\SmimeSigner"
string(20) "SmtpMail\SmimeSigner"
string(20) "SmtpMail\SmimeSigner"
string(20) "SmtpMail\SmimeSigner"

ValueError: SmtpMail\SmimeSigner::__construct(): Argument #1 ($certificate) is refused: the certificate does not match the private key
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #1 ($certificate) is refused: the certificate does not match the private key
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #1 ($certificate) must be PEM, or file:// and the path of a PEM file
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #1 ($certificate) cannot be read: No such file or directory
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #1 ($certificate) is refused: no certificate is in the PEM of the certificate
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #2 ($privateKey) is refused: the private key is encrypted and no passphrase was given
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #2 ($privateKey) is refused: the passphrase of the private key is wrong, or the key is damaged
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #2 ($privateKey) is refused: a certificate was given where the private key is wanted
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #2 ($privateKey) must be PEM, or file:// and the path of a PEM file
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #4 ($extraCertificates) must be PEM, or file:// and the path of a PEM file
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #4 ($extraCertificates) is refused: the PEM of an extra certificate cannot be read, or holds more than 32 certificates
TypeError: SmtpMail\SmimeSigner::__construct(): Argument #4 ($extraCertificates) must be a list of string, null in it
ValueError: SmtpMail\SmimeSigner::__construct(): Argument #4 ($extraCertificates) cannot be read: No such file or directory
