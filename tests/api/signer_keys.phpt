--TEST--
Parsed keys are kept, and given only to who has text and passphrase; files within open_basedir only
--EXTENSIONS--
openssl
smtpmail
--INI--
open_basedir={PWD}
--FILE--
<?php
use SmtpMail\DkimSigner;

function attempt(string $key, ?string $passphrase = null): string
{
    try {
        return get_debug_type(new DkimSigner('example.com', 's1', $key, $passphrase));
    } catch (ValueError $e) {
        return $e->getMessage();
    }
}
openssl_pkey_export(openssl_pkey_new(['private_key_bits' => 1024]), $locked, 'right');
echo attempt($locked, 'right'), "\n";
echo attempt($locked, 'wrong'), "\n";
echo attempt($locked), "\n";
echo attempt($locked, ''), "\n";
echo attempt($locked, 'right'), "\n";

// More than are kept, the last ones and the first ones again, while signers made with them live.
openssl_pkey_export(openssl_pkey_get_private($locked, 'right'), $open);
$signers = [];
foreach ([...range(1, 40), ...range(40, 20), ...range(1, 20)] as $i) {
    $signers[$i % 30] = new DkimSigner('example.com', "s$i", $open, "unused $i");
}
echo count($signers), ' ', print_r($signers[5], true);

$file = __DIR__ . '/signer_keys.pem';
file_put_contents($file, $locked);
echo attempt("file://$file", 'right'), "\n";
echo attempt("file://$file", 'wrong'), "\n";
file_put_contents($file, $open);
echo attempt("file://$file", 'wrong'), "\n";
echo attempt('file:///etc/passwd'), "\n";
echo attempt('file://' . dirname(__DIR__) . '/none.pem'), "\n";
chdir(__DIR__);
echo attempt('file://signer_keys.pem'), "\n";
--CLEAN--
<?php
@unlink(__DIR__ . '/signer_keys.pem');
--EXPECT--
SmtpMail\DkimSigner
SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the passphrase of the private key is wrong, or the key is damaged
SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the private key is encrypted and no passphrase was given
SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the passphrase of the private key is wrong, or the key is damaged
SmtpMail\DkimSigner
30 SmtpMail\DkimSigner Object
(
    [domain] => example.com
    [selector] => s5
)
SmtpMail\DkimSigner
SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the passphrase of the private key is wrong, or the key is damaged
SmtpMail\DkimSigner
SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: open_basedir does not allow the file
SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: open_basedir does not allow the file
SmtpMail\DkimSigner
