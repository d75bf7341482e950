--TEST--
smtpmail_send(): one recipient of two refused: 250, a warning, and the result tells
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script(['rcpt' => ['250 ok', '550 5.1.1 no such user']]));
$code = smtpmail_send(['a@example.com', 'b@example.com'], 's', 't', from: 'from@example.com', options: $server->options(), result: $result);
var_dump($code, $result->isPartial());
echo $result->rejected[0]->recipient, "\n";
?>
--EXPECTF--

Warning: smtpmail_send(): 1 of 2 recipients refused: <b@example.com> 550 5.1.1 no such user in %s on line %d
int(250)
bool(true)
b@example.com
