--TEST--
DSN: what it says reaches the client
--EXTENSIONS--
smtpmail
--FILE--
<?php
class Mailer extends SmtpMail
{
}
$dsns = [
    'smtp://mx.example', 'SMTP://mx.example/', 'smtps://mx.example', 'smtp://mx.example:2525', 'smtps://u:p@mx.example',
    'smtp://us%40er:p%3A%2F%3F%23%25@mx.example', 'smtp://user:p@ss@mx.example', 'smtp://u:p%20a+b@[2001:db8::1]:26',
    'smtp://u:p@192.0.2.1', 'smtp://mx.example?tls=opportunistic', 'smtp://mx.example?tls=StartTls&verify_peer=0',
    'smtp://mx.example?verify_peer=no&verify_peer_name=off&allow_self_signed=yes&allow_insecure_auth=true',
    'smtp://mx.example?timeout=10', 'smtp://mx.example/?timeout[connect]=5&timeout[total]=2.5',
    'smtp://mx.example?timeout%5Bconnect%5D=5', 'smtp://mx.example?auth_mechanisms=login,PLAIN', 'smtp://mx.example?auth_mechanisms[]=Plain',
    'smtp://mx.example?disable_extensions=SIZE,CHUNKING&pipelining=never&smtp_utf8=Require', 'smtp://mx.example?resolve[mx.example]=127.0.0.1',
    'smtp://mx.example?ip_version=4&max_messages=10&idle_timeout=1.5&min_proto_version=TLSv1.3', 'smtp://exämple.org',
    'smtp://mx.example?recipient_policy=requireall&local_domain=%5B192.0.2.1%5D&', 'smtps://mx.example?tls=implicit',
];
foreach ($dsns as $dsn) {
    ob_start();
    var_dump(Mailer::fromDsn($dsn, ['maxAge' => 5]));
    $dump = ob_get_clean();
    preg_match_all('/\["(\w+)"\]=>\s+(.*)/', $dump, $m);
    echo $dsn, "\n    ", strtok($dump, '#'), ' ', implode(' ', $m[2]), "\n";
}
--EXPECT--
smtp://mx.example
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
SMTP://mx.example/
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtps://mx.example
    object(Mailer) string(10) "mx.example" int(465) enum(SmtpMail\Tls::Implicit) NULL
smtp://mx.example:2525
    object(Mailer) string(10) "mx.example" int(2525) enum(SmtpMail\Tls::Auto) NULL
smtps://u:p@mx.example
    object(Mailer) string(10) "mx.example" int(465) enum(SmtpMail\Tls::Implicit) string(1) "u"
smtp://us%40er:p%3A%2F%3F%23%25@mx.example
    object(Mailer) string(10) "mx.example" int(587) enum(SmtpMail\Tls::Auto) string(5) "us@er"
smtp://user:p@ss@mx.example
    object(Mailer) string(10) "mx.example" int(587) enum(SmtpMail\Tls::Auto) string(4) "user"
smtp://u:p%20a+b@[2001:db8::1]:26
    object(Mailer) string(13) "[2001:db8::1]" int(26) enum(SmtpMail\Tls::Auto) string(1) "u"
smtp://u:p@192.0.2.1
    object(Mailer) string(9) "192.0.2.1" int(587) enum(SmtpMail\Tls::Auto) string(1) "u"
smtp://mx.example?tls=opportunistic
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Opportunistic) NULL
smtp://mx.example?tls=StartTls&verify_peer=0
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::StartTls) NULL
smtp://mx.example?verify_peer=no&verify_peer_name=off&allow_self_signed=yes&allow_insecure_auth=true
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?timeout=10
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example/?timeout[connect]=5&timeout[total]=2.5
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?timeout%5Bconnect%5D=5
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?auth_mechanisms=login,PLAIN
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?auth_mechanisms[]=Plain
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?disable_extensions=SIZE,CHUNKING&pipelining=never&smtp_utf8=Require
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?resolve[mx.example]=127.0.0.1
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?ip_version=4&max_messages=10&idle_timeout=1.5&min_proto_version=TLSv1.3
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://exämple.org
    object(Mailer) string(12) "exämple.org" int(25) enum(SmtpMail\Tls::Auto) NULL
smtp://mx.example?recipient_policy=requireall&local_domain=%5B192.0.2.1%5D&
    object(Mailer) string(10) "mx.example" int(25) enum(SmtpMail\Tls::Auto) NULL
smtps://mx.example?tls=implicit
    object(Mailer) string(10) "mx.example" int(465) enum(SmtpMail\Tls::Implicit) NULL
