--TEST--
Addresses that are none: refused wherever they are given, and nobody is connected to
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server('S: 220 mx.test');
$mail = new SmtpMail(...$server->client());
$local = str_repeat('l', 65);
$bad = [
	'CRLF' => "a@b.example\r\nDATA", 'CR' => "a\r@b.example", 'LF' => "a\n@b.example", 'NUL' => "a\0@b.example",
	'DEL' => "a\x7f@b.example", 'VT' => "a\x0b@b.example", 'NEL' => "a\u{85}@b.example", 'raw NEL' => "a\x85@b.example",
	'line separator' => "a\u{2028}@b.example", 'in the domain' => "a@b\u{2028}.example", 'CRLF quoted' => "\"a\r\nb\"@x.example",
	'CR behind a backslash' => "\"a\\\rb\"@x.example", 'CRLF in a literal' => "a@[127.0.0.1\r\n]", 'parameter' => 'a@b.example> SIZE=1',
	'space before @' => 'a b@c.example', 'space behind @' => 'a@b c.example', 'tab' => "a@b.example\tX=Y", 'bare source route' => '@a,@b:c@d.example',
	'two @' => 'a@b@c.example', 'no domain' => 'a@', 'no local part' => '@b.example', 'local part alone' => 'a', 'empty' => '',
	'two dots' => 'a..b@c.example', 'dot first' => '.a@c.example', 'dot last' => 'a.@c.example', 'three octets' => 'a@[1.2.3]',
	'no tag' => 'a@[::1]', 'wrong tag' => 'a@[IPv6::zz]', 'empty literal' => 'a@[x:]', 'long local part' => "$local@b.example",
	'long path' => str_repeat('l', 64) . '@' . str_repeat('d.', 100) . 'example', 'invalid UTF-8' => "\xc3@b.example",
	'UTF-8 cut off' => "a@b\xe2\x82.example", 'bogus A-label' => 'a@xn--.example', 'A-label of nothing' => 'a@xn--a-.example',
	'comma list' => 'a@b.example,c@d.example', 'semicolon' => 'a@b.example;', 'label of 64' => 'a@' . str_repeat('d', 64) . '.example',
];
$ways = [
	'to' => fn ($a) => smtpmail_send($a, 's', 't', from: 'f@example.com', options: $server->options()),
	'from' => fn ($a) => smtpmail_send('t@example.com', 's', 't', from: $a, options: $server->options()),
	'bcc' => fn ($a) => smtpmail_send('t@example.com', 's', 't', from: 'f@example.com', bcc: [$a], options: $server->options()),
	'Message::cc' => fn ($a) => $mail->send(test_message()->cc($a)),
	'Message::returnPath' => fn ($a) => $mail->send(test_message()->returnPath($a)),
	'Envelope' => fn ($a) => $mail->send(test_message(), new SmtpMail\Envelope('f@example.com', [$a])),
	'sender' => fn ($a) => $mail->send(test_message(), new SmtpMail\Envelope($a, ['t@example.com'])),
];
foreach ($bad as $what => $address) {
	foreach ($ways as $where => $send) {
		try {
			$send($address);
			echo "$what is taken as $where\n";
		} catch (ValueError $e) {
			if (preg_match('/[\x00-\x1f\x7f]/', $e->getMessage()) || !preg_match('//u', $e->getMessage())) {
				echo "$what as $where: ", rawurlencode($e->getMessage()), "\n";
			}
		}
	}
}
echo count($bad) * count($ways), " refusals, ", $server->connections(), " connections\n";
?>
--EXPECT--
273 refusals, 0 connections
