--TEST--
Signers: keys and passphrases are nowhere to be seen, and the objects stay in one piece
--EXTENSIONS--
openssl
smtpmail
--INI--
zend.exception_ignore_args=0
--FILE--
<?php
require __DIR__ . '/../inc/cert.inc';
use SmtpMail\{DkimSigner, SmimeSigner};

openssl_pkey_export(openssl_pkey_new(['private_key_bits' => 1024]), $key, 'hunter2');
$pem = file_get_contents(test_cert('localhost'));
$cert = strstr($pem, '-----BEGIN CERT');
$words = ['hunter2', substr($key, 100, 20), substr($pem, 60, 20)];
$told = '';
foreach ([
    fn () => new DkimSigner('example.com', 's1', $key, 'hunter2x'),
    fn () => new DkimSigner('nonsense', 's1', $key, 'hunter2'),
    fn () => new DkimSigner('example.com', 's1', "file://$key", 'hunter2'),
    fn () => new DkimSigner('example.com', 's1', $key, 'hunter2', headers: [1]),
    fn () => new SmimeSigner($cert, $key, 'hunter2'),
    fn () => new SmimeSigner($cert, "file://$pem"),
    fn () => new SmimeSigner($cert, $pem, extraCertificates: ['x']),
] as $attempt) {
    try {
        $attempt();
    } catch (Throwable $e) {
        echo get_class($e), "\n";
        $told .= $e . print_r(array_map(fn ($t) => $t['args'] ?? [], array_slice($e->getTrace(), 0, 1)), true);
    }
}
$dkim = new DkimSigner('example.com', 's1', $key, 'hunter2');
$smime = new SmimeSigner($cert, $pem);
var_dump($dkim, $smime);
ob_start();
var_dump($dkim, $smime);
print_r([$dkim, $smime]);
var_export([$dkim, $smime]);
$told .= ob_get_clean() . print_r((array) $dkim, true) . json_encode([$dkim, $smime]);
foreach ($words as $word) {
    var_dump(str_contains($told, $word));
}
foreach ([$dkim, $smime] as $signer) {
    foreach ([
        fn () => clone $signer,
        fn () => serialize($signer),
        fn () => $signer->x = 1,
        fn () => (new ReflectionClass($signer))->newInstanceWithoutConstructor(),
    ] as $attempt) {
        try {
            $attempt();
            echo "fine?\n";
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
}
try {
    $dkim->__construct('example.com', 's2', $key, 'hunter2');
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    $smime->__construct($cert, $pem);
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
--EXPECTF--
ValueError
ValueError
ValueError
TypeError
ValueError
ValueError
ValueError
object(SmtpMail\DkimSigner)#%d (2) {
  ["domain"]=>
  string(11) "example.com"
  ["selector"]=>
  string(2) "s1"
}
object(SmtpMail\SmimeSigner)#%d (0) {
}
bool(false)
bool(false)
bool(false)
Error: Trying to clone an uncloneable object of class SmtpMail\DkimSigner
Exception: Serialization of 'SmtpMail\DkimSigner' is not allowed
Error: Cannot create dynamic property SmtpMail\DkimSigner::$x
ReflectionException: Class SmtpMail\DkimSigner is an internal class marked as final that cannot be instantiated without invoking its constructor
Error: Trying to clone an uncloneable object of class SmtpMail\SmimeSigner
Exception: Serialization of 'SmtpMail\SmimeSigner' is not allowed
Error: Cannot create dynamic property SmtpMail\SmimeSigner::$x
ReflectionException: Class SmtpMail\SmimeSigner is an internal class marked as final that cannot be instantiated without invoking its constructor
SmtpMail\DkimSigner::__construct() has been called already
SmtpMail\SmimeSigner::__construct() has been called already
