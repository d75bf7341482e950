--TEST--
Options: a server that has nothing newer than minProtoVersion is refused
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// [what the server has, minProtoVersion, TLS from the first byte]
$cases = [
	[STREAM_CRYPTO_METHOD_TLSv1_0_SERVER, null, true],
	[STREAM_CRYPTO_METHOD_TLSv1_1_SERVER, null, false],
	[STREAM_CRYPTO_METHOD_TLSv1_2_SERVER, 'TLSv1.3', true],
	[STREAM_CRYPTO_METHOD_TLSv1_2_SERVER, 'TLSv1.3', false],
	[STREAM_CRYPTO_METHOD_TLSv1_2_SERVER, null, true],
	[STREAM_CRYPTO_METHOD_TLSv1_2_SERVER, null, false],
	[STREAM_CRYPTO_METHOD_TLSv1_3_SERVER, 'TLSv1.3', true],
];
foreach ($cases as [$crypto, $least, $implicit]) {
	$server = smtp_server(smtp_script(['starttls' => !$implicit]), ['implicit' => $implicit, 'crypto' => $crypto, 'ssl' => ['security_level' => 0]]);
	$options = ['securityLevel' => 0] + ($least === null ? [] : ['minProtoVersion' => $least]);
	$mail = new SmtpMail(...$server->client($options, ['host' => 'localhost', 'tls' => $implicit ? SmtpMail\Tls::Implicit : SmtpMail\Tls::StartTls]));
	$got = attempt($mail);
	unset($mail);
	echo '  ', $got instanceof SmtpMail\Result ? $got->tlsVersion : strstr($got->getMessage(), 'the server has no TLS version'), "\n";
}
?>
--EXPECT--
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the server has no TLS version that minProtoVersion allows; TLS 1.0 and 1.1 are never used
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the server has no TLS version that minProtoVersion allows; TLS 1.0 and 1.1 are never used
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the server has no TLS version that minProtoVersion allows; TLS 1.0 and 1.1 are never used
SmtpMail\TlsException: code 0, stage tls, not_sent, permanent
  the server has no TLS version that minProtoVersion allows; TLS 1.0 and 1.1 are never used
accepted: code 250, attempts 1, new connection
  TLSv1.2
accepted: code 250, attempts 1, new connection
  TLSv1.2
accepted: code 250, attempts 1, new connection
  TLSv1.3
