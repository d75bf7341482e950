--TEST--
DkimSigner: what it takes, what it refuses and why
--EXTENSIONS--
openssl
smtpmail
--SKIPIF--
<?php
exec('openssl version', $out, $code);
if ($code !== 0) die('skip no openssl command');
--FILE--
<?php
use SmtpMail\DkimSigner;

function pem(string $algorithm, string ...$more): string
{
    return shell_exec('openssl genpkey -algorithm ' . implode(' ', [$algorithm, ...$more]) . ' 2>/dev/null');
}
function attempt(mixed ...$args): void
{
    try {
        var_dump(get_class(new DkimSigner(...$args + ['domain' => 'example.com', 'selector' => 's1'])));
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$rsa = pem('RSA', '-pkeyopt rsa_keygen_bits:2048');
$ed25519 = pem('ED25519');
$locked = pem('RSA', '-pkeyopt rsa_keygen_bits:1024', '-aes128', '-pass pass:horse');
$public = openssl_pkey_get_details(openssl_pkey_get_private($rsa))['key'];
$file = __DIR__ . '/dkim_signer.pem';
file_put_contents($file, $ed25519);

attempt(privateKey: $rsa);
attempt(privateKey: $rsa, passphrase: 'not needed');
attempt(privateKey: $ed25519);
attempt(privateKey: $locked, passphrase: 'horse');
attempt(privateKey: "file://$file");
attempt(privateKey: "FILE://$file", headers: ['from', 'To', 'TO', 'X-Own'], oversign: [], expiresAfter: 3600);
attempt(privateKey: $rsa, domain: 'xn--exmple-cua.com', selector: '2025.mail');
echo "\n";
attempt(privateKey: $locked);
attempt(privateKey: $locked, passphrase: 'staple');
attempt(privateKey: $public);
attempt(privateKey: pem('RSA', '-pkeyopt rsa_keygen_bits:512'));
attempt(privateKey: pem('EC', '-pkeyopt ec_paramgen_curve:prime256v1'));
attempt(privateKey: 'garbage');
attempt(privateKey: "-----BEGIN PRIVATE KEY-----\ngarbage\n-----END PRIVATE KEY-----\n");
attempt(privateKey: $file);
attempt(privateKey: 'file://' . __DIR__ . '/nonexistent.pem');
attempt(privateKey: 'file://' . __DIR__);
attempt(privateKey: 'file://');
attempt(privateKey: "file://$file\0.pem");
file_put_contents($file, str_repeat('x', (1 << 20) + 1));
attempt(privateKey: "file://$file");
echo "\n";
attempt(privateKey: $rsa, domain: 'ex ämple.com');
attempt(privateKey: $rsa, domain: 'localhost');
attempt(privateKey: $rsa, selector: 's1; i=@x');
attempt(privateKey: $rsa, headers: ['To', 'Received']);
attempt(privateKey: $rsa, headers: ["To\r\n"]);
attempt(privateKey: $rsa, headers: [1]);
attempt(privateKey: $rsa, oversign: ['a:b']);
attempt(privateKey: $rsa, oversign: [[]]);
attempt(privateKey: $rsa, expiresAfter: 0);
attempt(privateKey: $rsa, expiresAfter: PHP_INT_MAX);
--CLEAN--
<?php
@unlink(__DIR__ . '/dkim_signer.pem');
--EXPECT--
string(19) "SmtpMail\DkimSigner"
string(19) "SmtpMail\DkimSigner"
string(19) "SmtpMail\DkimSigner"
string(19) "SmtpMail\DkimSigner"
string(19) "SmtpMail\DkimSigner"
string(19) "SmtpMail\DkimSigner"
string(19) "SmtpMail\DkimSigner"

ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the private key is encrypted and no passphrase was given
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the passphrase of the private key is wrong, or the key is damaged
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: a public key was given where the private key is wanted
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the key has 512 bits of RSA; from 1024 to 16384 are for use
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the key is of type EC; DKIM knows RSA and Ed25519
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) must be PEM, or file:// and the path of a PEM file
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) is refused: the private key is damaged, or of a kind unknown here
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) must be PEM, or file:// and the path of a PEM file
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: No such file or directory
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: it is not a regular file
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: it names no file
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: it names no file
ValueError: SmtpMail\DkimSigner::__construct(): Argument #3 ($privateKey) cannot be read: the file is larger than 1 MiB

ValueError: SmtpMail\DkimSigner::__construct(): Argument #1 ($domain) is refused: the domain "ex ämple.com" is neither ASCII nor a name that IDNA knows
ValueError: SmtpMail\DkimSigner::__construct(): Argument #1 ($domain) is refused: the domain "localhost" is malformed: it needs two or more labels of letters, digits and hyphens, with dots between
ValueError: SmtpMail\DkimSigner::__construct(): Argument #2 ($selector) is refused: the selector "s1; i=@x" is malformed: it needs labels of letters, digits and hyphens, with dots between
ValueError: SmtpMail\DkimSigner::__construct(): Argument #5 ($headers) is refused: Received must not be signed: it is added on the way, or by another signer
ValueError: SmtpMail\DkimSigner::__construct(): Argument #5 ($headers) is refused: "To? " is not the name of a header field
TypeError: SmtpMail\DkimSigner::__construct(): Argument #5 ($headers) must be a list of string, int in it
ValueError: SmtpMail\DkimSigner::__construct(): Argument #6 ($oversign) is refused: "a:b" is not the name of a header field
TypeError: SmtpMail\DkimSigner::__construct(): Argument #6 ($oversign) must be a list of string, array in it
ValueError: SmtpMail\DkimSigner::__construct(): Argument #7 ($expiresAfter) must be 1 or more seconds, or null
ValueError: SmtpMail\DkimSigner::__construct(): Argument #7 ($expiresAfter) is refused: a signature cannot expire after that many seconds
