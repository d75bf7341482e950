--TEST--
Fields that may be there once are there once, whatever is called how often; and Bcc never
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$message = test_message()->bcc('secret@example.com')->date(new DateTime('2026-01-02'));
foreach (['one', 'two', 'three'] as $n) {
	$message->from("$n@example.com")->sender("$n@example.com")->subject($n)->messageId("$n@id.example")->replyTo("$n@example.com")
		->date(new DateTime())->priority(2)->inReplyTo("$n@id.example")->text($n)->html($n)->bcc("$n@secret.example")->idempotencyKey($n)
		->messageId("last.$n@id.example")->listUnsubscribe('https://example.com/')->header('X-Own', $n)->returnPath("$n@example.com");
}
$server = smtp_server(smtp_script(['rcpt' => array_fill(0, 2, '250 OK')]));
(new SmtpMail(...$server->client()))->send($message);
[$header] = explode("\r\n\r\n", $server->messages()[0]);
preg_match_all('/^([!-9;-~]+):/m', $header, $names);
$counts = array_count_values(array_map('strtolower', $names[1]));
var_dump(array_filter($counts, fn ($count) => $count > 1));
var_dump(isset($counts['bcc']), isset($counts['return-path']), str_contains($server->messages()[0], 'secret'));
echo implode("\n", preg_grep('/^(From|Sender|Subject|Message-ID|In-Reply-To|X-Own)/', explode("\r\n", $header))), "\n";
echo implode("\n", preg_grep('/RCPT|MAIL/', explode("\n", $server->transcript()))), "\n";
foreach (['Bcc', 'bcc', 'From', 'Date', 'Message-Id', 'Return-Path', 'Content-Type', 'Received'] as $name) {
	try {
		$message->addHeader($name, 'x@example.com');
		echo "$name is taken\n";
	} catch (ValueError) {
	}
}
?>
--EXPECT--
array(0) {
}
bool(false)
bool(false)
bool(false)
From: three@example.com
Subject: three
Message-ID: <last.three@id.example>
In-Reply-To: <three@id.example>
X-Own: three
C: MAIL FROM:<three@example.com> SIZE=806
C: RCPT TO:<to@example.com>
C: RCPT TO:<three@secret.example>
