--TEST--
Addresses that readers understand differently: refused, or the domain behind the last unquoted @
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

foreach ([
	'"victim@good.example"@evil.example', 'user@good.example(x)evil.example', 'user(@good.example)@evil.example',
	'user@[IPv6:::1].evil.example', '=?utf-8?q?user=40good.example?=@evil.example', 'user@evil.example <user@good.example>',
	'user@good.example <user@evil.example>', '"user@good.example" <user@evil.example>', 'user%good.example@evil.example',
	'good.example!user@evil.example', '@good.example:user@evil.example', '<@good.example:user@evil.example>',
	"user@good.example\u{ff0e}evil", "user@good\u{3002}example", 'user@good.example.', 'user@.good.example', 'user@xn--n3h.example',
	"user@fa\u{df}.example", "user@go\u{200d}od.example", "user@\u{1f4a9}.example", 'user@good.example%00.evil.example', '"\"@good.example"@evil.example',
] as $spec) {
	$address = SmtpMail\Address::tryParse($spec);
	if ($address === null) {
		echo "refused  $spec\n";
		continue;
	}
	// What goes on the wire is what the address says.
	$server = smtp_server(smtp_script());
	(new SmtpMail(...$server->client()))->send(test_message(), new SmtpMail\Envelope('f@example.com', [$address]));
	preg_match('/^C: RCPT TO:(.*)$/m', $server->transcript(), $wire);
	echo "$wire[1]  $spec\n";
}
?>
--EXPECT--
<"victim@good.example"@evil.example>  "victim@good.example"@evil.example
refused  user@good.example(x)evil.example
<user@evil.example>  user(@good.example)@evil.example
refused  user@[IPv6:::1].evil.example
refused  =?utf-8?q?user=40good.example?=@evil.example
refused  user@evil.example <user@good.example>
refused  user@good.example <user@evil.example>
<user@evil.example>  "user@good.example" <user@evil.example>
<user%good.example@evil.example>  user%good.example@evil.example
<good.example!user@evil.example>  good.example!user@evil.example
refused  @good.example:user@evil.example
<user@evil.example>  <@good.example:user@evil.example>
<user@good.example.evil>  user@good.example．evil
<user@good.example>  user@good。example
refused  user@good.example.
refused  user@.good.example
refused  user@xn--n3h.example
<user@xn--fa-hia.example>  user@faß.example
refused  user@go‍od.example
refused  user@💩.example
refused  user@good.example%00.evil.example
<"\"@good.example"@evil.example>  "\"@good.example"@evil.example
