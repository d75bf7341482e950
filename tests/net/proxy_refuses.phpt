--TEST--
Proxies that refuse, talk nonsense, hang up or never end: the stage, the cause, and no secrets
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/proxy.inc';

$hello = socks_hello();
$login = socks_hello('user', 'hunter2');
$connect = substr(http_script('mx.test:25', 'user:hunter2', ''), 0, -5);
$ask = socks_ask('mx.test');
$cases = [
	['socks5h', '', "HEX 050100\nRAW \\x05\\xff"],
	['socks5h', '', "HEX 050100\nRAW HTTP/1.1 400 Bad Request\\r\\n"],
	['socks5h', '', "HEX 050100\nCLOSE"],
	['socks5h', '', "HEX 050100\nRST"],
	['socks5h', '', "HEX 050100\nRAW \\x05\nCLOSE"],
	['socks5h', 'user:hunter2@', str_replace('\x01\x00', '\x01\x01', $login)],
	['socks5h', 'user:hunter2@', "$login$ask\nCLOSE"],
	['socks5h', '', "$hello$ask\nRAW \\x05\\x02\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"],
	['socks5h', '', "$hello$ask\nRAW \\x05\\x04\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00"],
	['socks5h', '', "$hello$ask\nRAW \\x05\\x00\\x00\\x01\\x00\\x00\nCLOSE"],
	['socks5h', '', "$hello$ask\n" . SOCKS_YES . "\nCLOSE"],
	['socks5h', '', "HEX 050100\nSTALL"],
	['http', 'user:hunter2@', "{$connect}RAW HTTP/1.1 407 Proxy Authentication Required\\r\\n\\r\\n"],
	['http', 'user:hunter2@', "{$connect}RAW HTTP/1.1 502 Bad Gateway\\r\\n\\r\\n"],
	['http', 'user:hunter2@', "{$connect}RAW 220 mx.test ESMTP\\r\\n"],
	['http', 'user:hunter2@', "{$connect}RAW HTTP/1.1 200 OK\\r\\n\nCLOSE"],
	['http', 'user:hunter2@', "{$connect}RAW HTTP/1.1 200 OK\\r\\n\nSEND 100000 X: y\\r\\n"],
	['http', 'user:hunter2@', "{$connect}RAW HTTP/1.1 200 OK\\r\\n\nDRIP 20 " . str_repeat('x', 3000)],
];
foreach ($cases as [$scheme, $user, $script]) {
	$server = smtp_server($script, ['grace' => 0]);
	$mail = new SmtpMail(...through($server, $scheme, ['timeout' => ['connect' => str_contains($script, 'STALL') || str_contains($script, 'DRIP') ? 0.5 : 30]], [], $user));
	$e = failure(fn () => $mail->connect());
	echo '  ', str_replace(":{$server->port}", ':PORT', $e->getMessage()), "\n";
	foreach ([$e->getMessage(), $e->getTraceAsString(), $mail->getTranscript(), print_r($mail, true), print_r($e, true)] as $text) {
		echo str_contains($text, 'hunter2') || str_contains($text, base64_encode('user:hunter2')) ? "TOLD: $text\n" : '';
	}
	unset($mail, $e, $server);
}
// Nobody listens where the proxy should be; nobody knows where it is.
$server = smtp_server('CLOSE');
$port = $server->port;
$server->transcript();
$e = failure(fn () => (new SmtpMail('mx.test', options: ['proxy' => "http://127.0.0.1:$port"]))->connect());
echo '  ', str_replace(":$port", ':PORT', $e->getMessage()), "\n";
$e = failure(fn () => (new SmtpMail('mx.test', options: ['proxy' => 'socks5h://no-such-proxy.invalid']))->connect());
var_dump(str_contains($e->getMessage(), 'no-such-proxy.invalid'));
?>
--EXPECT--
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT wants a login
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT does not speak SOCKS5
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT closed the connection without an answer
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT hung up: Connection reset by peer
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT closed the connection without an answer
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT refused the login (SOCKS status 1)
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT closed the connection without an answer
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT refused the connection to mx.test: its rules do not allow it (SOCKS reply 2)
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT refused the connection to mx.test: the host cannot be reached (SOCKS reply 4)
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT closed the connection without an answer
SmtpMail\ConnectionException: code 0, stage greeting, not_sent, transient
  the server closed the connection before it answered the connection
SmtpMail\TimeoutException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT did not open the way in time
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT refused the login: 407 Proxy Authentication Required
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT refused the connection to mx.test: 502 Bad Gateway
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT does not speak HTTP
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT closed the connection without an answer
SmtpMail\ConnectionException: code 0, stage proxy, not_sent, permanent
  the proxy 127.0.0.1:PORT does not come to an end with its answer
SmtpMail\TimeoutException: code 0, stage proxy, not_sent, transient
  the proxy 127.0.0.1:PORT did not open the way in time
SmtpMail\ConnectionException: code 0, stage connect, not_sent, transient
  cannot connect to the proxy 127.0.0.1 (127.0.0.1:PORT): Connection refused
SmtpMail\ConnectionException: code 0, stage resolve, not_sent, permanent
bool(true)
