--TEST--
SOCKS5: addresses and names, with and without login, however the proxy's answers come
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/proxy.inc';

$cases = [
	'name' => ['socks5h', 'mx.test', [], ''],
	'pinned name' => ['socks5h', '192.0.2.7', ['resolve' => ['mx.test' => '192.0.2.7']], ''],
	'resolved here' => ['socks5', '2001:db8::7', ['resolve' => ['mx.test' => '2001:db8::7']], ''],
	'login' => ['socks5h', 'mx.test', [], 'us%40er:p%3Ass%2F@'],
];
foreach ($cases as $what => [$scheme, $to, $options, $login]) {
	foreach (['whole', 'byte'] as $mode) {
		$user = $login === '' ? [] : ['us@er', 'p:ss/'];
		$server = smtp_server(socks_script($to, 25, ...$user) . smtp_script(), ['mode' => $mode]);
		echo "$what: ";
		$result = attempt(new SmtpMail(...through($server, $scheme, $options, [], $login)));
		echo $result instanceof SmtpMail\Result ? $result->remote . "\n" : $result->getMessage() . "\n";
		$transcript = $server->transcript();
		echo preg_match_all('/^!!.*/m', $transcript, $odd) ? implode("\n", $odd[0]) . "\n" : '';
	}
}
// The greeting comes in one segment with the proxy's last reply, and is the server's.
$server = smtp_server(socks_hello() . socks_ask('mx.test') . "\nRAW " . substr(SOCKS_YES, 4) . '220 mx.test ESMTP\r\n' . "\n"
	. preg_replace('/^S: 220.*\n/', '', smtp_script()));
attempt(new SmtpMail(...through($server, 'socks5h')));
// The next address of the server, over another connection to the proxy.
$no = 'RAW \x05\x05\x00\x01\x00\x00\x00\x00\x00\x00';
$server = smtp_server(socks_hello() . socks_ask('::1') . "\n$no\nDRAIN\n---\n" . socks_script('127.0.0.1') . smtp_script());
$mail = new SmtpMail(...through($server, 'socks5', [], ['host' => 'localhost']));
echo attempt($mail)->remote, "\n";
echo preg_match_all('/^\* .*/m', $mail->getTranscript(), $remarks) ? preg_replace('/:\d{4,}/', ':PORT', implode("\n", $remarks[0])) : '', "\n";
?>
--EXPECT--
name: accepted: code 250, attempts 1, new connection
mx.test:25
name: accepted: code 250, attempts 1, new connection
mx.test:25
pinned name: accepted: code 250, attempts 1, new connection
192.0.2.7:25
pinned name: accepted: code 250, attempts 1, new connection
192.0.2.7:25
resolved here: accepted: code 250, attempts 1, new connection
[2001:db8::7]:25
resolved here: accepted: code 250, attempts 1, new connection
[2001:db8::7]:25
login: accepted: code 250, attempts 1, new connection
mx.test:25
login: accepted: code 250, attempts 1, new connection
mx.test:25
accepted: code 250, attempts 1, new connection
accepted: code 250, attempts 1, new connection
127.0.0.1:25
* connected to the proxy 127.0.0.1:PORT
* the proxy 127.0.0.1:PORT refused the connection to localhost: the connection was refused (SOCKS reply 5)
* connected to the proxy 127.0.0.1:PORT
* connected to 127.0.0.1:25 through the proxy 127.0.0.1:PORT
