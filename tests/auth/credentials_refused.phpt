--TEST--
AUTH: credentials that no mechanism can carry are refused before a connection is made
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

use SmtpMail\AuthMechanism;

$token = fn (bool $renew) => 'token';
$server = smtp_server('DRAIN');
$refused = [
	'user with NUL' => [['username' => "us\0er", 'password' => 'pass']],
	'user with CR' => [['username' => "user\r", 'password' => 'pass']],
	'user with ^A' => [['username' => "user\1", 'password' => 'pass']],
	'user with DEL' => [['username' => "user\x7f", 'password' => 'pass']],
	'empty user' => [['username' => '', 'password' => 'pass']],
	'empty password' => [['username' => 'user', 'password' => '']],
	'no password' => [['username' => 'user']],
	'password with NUL' => [['username' => 'user', 'password' => "pa\0ss"]],
	'password alone' => [['password' => 'pass']],
	'closure alone' => [['password' => $token]],
	'authzid with ^A' => [['username' => 'user', 'password' => 'pass'], ['authzid' => "a\1b"]],
	'a token for password mechanisms' => [['username' => 'user', 'password' => $token], ['authMechanisms' => [AuthMechanism::Plain, AuthMechanism::ScramSha256]]],
	'a password for token mechanisms' => [['username' => 'user', 'password' => 'pass'], ['authMechanisms' => [AuthMechanism::XOAuth2]]],
	'an authzid for LOGIN' => [['username' => 'user', 'password' => 'pass'], ['authMechanisms' => [AuthMechanism::Login, AuthMechanism::CramMd5], 'authzid' => 'boss']],
];
foreach ($refused as $name => $case) {
	[$arguments, $options] = $case + [1 => []];
	echo "$name: ";
	try {
		new SmtpMail(...$server->client($options, $arguments));
		echo "TAKEN\n";
	} catch (ValueError $e) {
		echo $e->getMessage(), "\n";
	}
}
foreach ([['username' => 'user', 'password' => 5], ['username' => 'user', 'password' => new ArrayObject()]] as $arguments) {
	failure(fn () => smtpmail_send('to@example.com', 'x', 'y', from: 'a@example.com', options: $server->options($arguments)));
}
echo $server->connections(), " connections\n";
?>
--EXPECT--
user with NUL: SmtpMail::__construct(): Argument #4 ($username) must be a non-empty string without NUL, CR or LF
user with CR: SmtpMail::__construct(): Argument #4 ($username) must be a non-empty string without NUL, CR or LF
user with ^A: username must not be empty or have control characters
user with DEL: username must not be empty or have control characters
empty user: SmtpMail::__construct(): Argument #4 ($username) must be a non-empty string without NUL, CR or LF
empty password: password must not be empty when a user name is given
no password: password must not be empty when a user name is given
password with NUL: SmtpMail::__construct(): Argument #5 ($password) must be a string without NUL, CR or LF
password alone: username is missing: a password alone is no login
closure alone: username is missing: a password alone is no login
authzid with ^A: authzid must not have control characters
a token for password mechanisms: authMechanisms has none that takes a token (and can act for authzid, if given)
a password for token mechanisms: authMechanisms has none that takes what is given: a password, or a closure that gives a token (and can act for authzid, if given)
an authzid for LOGIN: authMechanisms has none that takes what is given: a password, or a closure that gives a token (and can act for authzid, if given)
ValueError: smtpmail_send(): Argument #12 ($options) option "password" must be of type Closure|string, int given
ValueError: smtpmail_send(): Argument #12 ($options) option "password" must be of type Closure|string, ArrayObject given
0 connections
