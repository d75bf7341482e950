--TEST--
Options: every option is taken in its types
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{AuthMechanism, Need, RecipientPolicy, Tls};

$all = [
    'localDomain' => ['client.example', '[192.0.2.1]'],
    'timeout' => [0, 5, 2.5, ['connect' => 1, 'greeting' => 1.5, 'command' => 0, 'content' => 1, 'reply' => 1, 'total' => 1], []],
    'verifyPeer' => [true, false], 'verifyPeerName' => [false], 'peerName' => ['mx.example'], 'allowSelfSigned' => [true],
    'minProtoVersion' => ['TLSv1.2', 'TLSv1.3'], 'securityLevel' => [0, 5], 'ciphers' => ['HIGH'],
    'caFile' => [__FILE__], 'caPath' => [__DIR__],
    'authMechanisms' => [[AuthMechanism::Login], [AuthMechanism::Plain, AuthMechanism::Login]],
    'allowInsecureAuth' => [true], 'sourceIp' => ['127.0.0.1', '::1'], 'ipVersion' => [0, 4, 6],
    'resolve' => [[], ['mx.example' => '127.0.0.1'], ['mx.example' => '::1']],
    'recipientPolicy' => RecipientPolicy::cases(), 'pipelining' => Need::cases(), 'smtpUtf8' => Need::cases(),
    'dsn' => Need::cases(), 'chunking' => Need::cases(), 'binaryMime' => Need::cases(), 'lmtp' => [true, false],
    'disableExtensions' => [[], ['SIZE', 'x-foo']], 'maxMessages' => [0, 100], 'idleTimeout' => [0, 1.5], 'maxAge' => [0, 600],
];
foreach ($all as $name => $values) {
    foreach ($values as $value) {
        $client = new SmtpMail('mx.example', 2525, Tls::StartTls, 'user', 'password', [$name => $value]);
    }
}
echo count($all), " options\n";
$reference = 4;
$options = ['ipVersion' => &$reference];
new SmtpMail(options: $options);
// A relative path, and one of several, under open_basedir.
ini_set('open_basedir', __DIR__);
new SmtpMail(options: ['caFile' => __FILE__]);
foreach (['caFile' => '/etc/passwd', 'localCert' => __DIR__ . '/../../config.m4', 'caPath' => '/'] as $name => $path) {
    try {
        new SmtpMail(options: [$name => $path]);
        echo "TAKEN $name\n";
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
27 options
SmtpMail::__construct(): Argument #6 ($options) option "caFile" must be a path that open_basedir allows
SmtpMail::__construct(): Argument #6 ($options) option "localCert" must be a path that open_basedir allows
SmtpMail::__construct(): Argument #6 ($options) option "caPath" must be a path that open_basedir allows
