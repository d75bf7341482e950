--TEST--
Options: an unknown key, a wrong type or a value out of range is refused, by name
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{AuthMechanism, Need, RecipientPolicy, Tls};

$all = [
    [['verify_peer' => true]], [['Timeout' => 1]], [["evil\n" => 1]], [[1]],
    [['host' => 'x']], [['port' => 25]], [['tls' => Tls::None]], [['username' => 'x']], [['password' => 'x']],
    [['timeout' => '5']], [['timeout' => -1]], [['timeout' => NAN]], [['timeout' => INF]], [['timeout' => ['conect' => 1]]],
    [['timeout' => ['connect' => -0.5]]], [['timeout' => [5]]], [['timeout' => null]],
    [['verifyPeer' => 1]], [['verifyPeer' => 'yes']], [['allowSelfSigned' => 0]],
    [['localDomain' => '']], [['localDomain' => "a\r\nb"]], [['localDomain' => 5]], [['peerName' => "a\0b"]],
    [['caFile' => "/etc/x\0.pem"]], [['caFile' => '']], [['localCert' => []]], [['ciphers' => "a\nb"]],
    [['minProtoVersion' => 'TLSv1.1']], [['minProtoVersion' => 'SSLv3']], [['minProtoVersion' => 2]],
    [['securityLevel' => 6]], [['securityLevel' => -1]], [['ipVersion' => 5]], [['ipVersion' => '4']],
    [['authMechanisms' => 'PLAIN']], [['authMechanisms' => ['PLAIN']]], [['authMechanisms' => []]],
    [['authMechanisms' => [AuthMechanism::Plain, 'LOGIN']]], [['authMechanisms' => [AuthMechanism::Plain, AuthMechanism::Plain]]],
    [['recipientPolicy' => Need::Require]], [['recipientPolicy' => 'RequireAll']], [['pipelining' => RecipientPolicy::RequireAll]],
    [['smtpUtf8' => 1]], [['disableExtensions' => 'SIZE']], [['disableExtensions' => ['SIZE ']]], [['disableExtensions' => [1]]],
    [['maxMessages' => -1]], [['maxMessages' => 1.5]], [['idleTimeout' => -1.0]], [['maxAge' => 1e300]],
    [['resolve' => ['x']]], [['resolve' => ['x' => 1]]], [['resolve' => ['x' => 'no address']]], [['resolve' => 'x']],
    [['sourceIp' => 'no address']],
    [['proxy' => 'ftp://x']], [['lmtp' => 1]], [['persistent' => 'yes']], [['persistent' => 1]], [['dkim' => null]], [['progress' => 'no such function']],
];
foreach ($all as [$options]) {
    $shown = array_key_first($options) . ' => ' . json_encode(current($options), JSON_PARTIAL_OUTPUT_ON_ERROR);
    try {
        new SmtpMail('mx.example', options: $options);
        echo "TAKEN $shown\n";
    } catch (Error $e) {
        echo get_class($e), ': ', str_replace('SmtpMail::__construct(): Argument #6 ($options) ', '', $e->getMessage()), "\n";
    }
}
--EXPECT--
ValueError: has the unknown option "verify_peer"
ValueError: has the unknown option "Timeout"
ValueError: has the unknown option "evil"
ValueError: must be a map of option name => value
ValueError: option "host" is for where neither a DSN nor parameters name the server
ValueError: option "port" is for where neither a DSN nor parameters name the server
ValueError: option "tls" is for where neither a DSN nor parameters name the server
ValueError: option "username" is for where neither a DSN nor parameters name the server
ValueError: option "password" is for where neither a DSN nor parameters name the server
ValueError: option "timeout" must be of type float, string given
ValueError: option "timeout" must be a number of seconds, 0 or more, and finite
ValueError: option "timeout" must be a number of seconds, 0 or more, and finite
ValueError: option "timeout" must be a number of seconds, 0 or more, and finite
ValueError: option "timeout" must be a number or an array with the keys connect, greeting, command, content, reply, total
ValueError: option "timeout" must be a number of seconds, 0 or more, and finite
ValueError: option "timeout" must be a number or an array with the keys connect, greeting, command, content, reply, total
ValueError: option "timeout" must be of type float, null given
ValueError: option "verifyPeer" must be of type bool, int given
ValueError: option "verifyPeer" must be of type bool, string given
ValueError: option "allowSelfSigned" must be of type bool, int given
ValueError: option "localDomain" must be a non-empty string without NUL, CR or LF
ValueError: option "localDomain" must be a non-empty string without NUL, CR or LF
ValueError: option "localDomain" must be of type string, int given
ValueError: option "peerName" must be a non-empty string without NUL, CR or LF
ValueError: option "caFile" must be a non-empty string without NUL, CR or LF
ValueError: option "caFile" must be a non-empty string without NUL, CR or LF
ValueError: option "localCert" must be of type string, array given
ValueError: option "ciphers" must be a non-empty string without NUL, CR or LF
ValueError: option "minProtoVersion" must be 'TLSv1.2' or 'TLSv1.3'
ValueError: option "minProtoVersion" must be 'TLSv1.2' or 'TLSv1.3'
ValueError: option "minProtoVersion" must be of type string, int given
ValueError: option "securityLevel" must be between 0 and 5
ValueError: option "securityLevel" must be between 0 and 5
ValueError: option "ipVersion" must be 4, 6 or 0 for both
ValueError: option "ipVersion" must be of type int, string given
ValueError: option "authMechanisms" must be of type array, string given
ValueError: option "authMechanisms" must be of type list<SmtpMail\AuthMechanism>, array given
ValueError: option "authMechanisms" must be a list that is not empty
ValueError: option "authMechanisms" must be of type list<SmtpMail\AuthMechanism>, array given
ValueError: option "authMechanisms" must be a list without the same mechanism twice
ValueError: option "recipientPolicy" must be of type SmtpMail\RecipientPolicy, SmtpMail\Need given
ValueError: option "recipientPolicy" must be of type SmtpMail\RecipientPolicy, string given
ValueError: option "pipelining" must be of type SmtpMail\Need, SmtpMail\RecipientPolicy given
ValueError: option "smtpUtf8" must be of type SmtpMail\Need, int given
ValueError: option "disableExtensions" must be of type array, string given
ValueError: option "disableExtensions" must be a list of EHLO keywords
ValueError: option "disableExtensions" must be a list of EHLO keywords
ValueError: option "maxMessages" must be between 0 and 9223372036854775807
ValueError: option "maxMessages" must be of type int, float given
ValueError: option "idleTimeout" must be a number of seconds, 0 or more, and finite
ValueError: option "maxAge" must be a number of seconds, 0 or more, and finite
ValueError: option "resolve" must be a map of host name => IP address
ValueError: option "resolve" must be a map of host name => IP address
ValueError: resolve must map host names to IP addresses
ValueError: option "resolve" must be of type array, string given
ValueError: sourceIp must be an IP address
ValueError: proxy must begin with socks5://, socks5h:// or http://
ValueError: option "lmtp" must be of type bool, int given
ValueError: option "persistent" must be of type bool, string given
ValueError: option "persistent" must be of type bool, int given
ValueError: option "dkim" must be of type SmtpMail\DkimSigner|list<SmtpMail\DkimSigner>, null given
ValueError: option "progress" must be of type callable, string given
