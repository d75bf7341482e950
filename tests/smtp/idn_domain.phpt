--TEST--
IDN: a domain goes on the wire as A-labels, without SMTPUTF8
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['extensions' => ['PIPELINING']]));
$mail = new SmtpMail(...$server->client());
$result = attempt($mail, new SmtpMail\Message('von@bücher.example', 'an@例え.テスト', 'x', 'y'));
unset($mail);
echo implode("\n", preg_grep('/MAIL|RCPT|!!/', explode("\n", $server->transcript()))), "\n";
?>
--EXPECT--
accepted: code 250, attempts 1, new connection
C: MAIL FROM:<von@xn--bcher-kva.example>
C: RCPT TO:<an@xn--r8jz45g.xn--zckzah>
