--TEST--
Subject: a hundred kibibytes fold into short lines and come back as they were
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// RFC 2047 undone plainly: blanks between encoded words go, folds are one line end.
function decoded(string $field): string
{
	$field = preg_replace('/\r\n(?=[ \t])/', '', $field);
	$field = preg_replace('/(?<=\?=)[ \t]+(?==\?)/', '', $field);
	return preg_replace_callback('/=\?utf-8\?(b|q)\?([^?]*)\?=/i', fn ($m) => strtolower($m[1]) === 'b'
		? base64_decode($m[2]) : quoted_printable_decode(strtr($m[2], '_', ' ')), $field);
}
foreach (['words' => "gr\u{fc}\u{df}e \u{1f600} und ", 'no blank' => "\u{4f60}\u{597d}", 'plain' => 'word ', 'ASCII without blanks' => 'x'] as $name => $piece) {
	$subject = rtrim(str_repeat($piece, intdiv(100 * 1024, strlen($piece))));
	$server = smtp_server(smtp_script());
	$mail = new SmtpMail(...$server->client());
	try {
		$mail->send(test_message()->subject($subject));
	} catch (ValueError $e) {
		echo "$name: ", $e->getMessage(), "\n";
		continue;
	}
	unset($mail);
	[$header] = explode("\r\n\r\n", $server->messages()[0]);
	preg_match('/^Subject: ([^\r]*(?:\r\n[ \t][^\r]*)*)/m', $header, $found);
	$longest = max(array_map('strlen', explode("\r\n", $header)));
	echo "$name: ", decoded($found[1]) === $subject ? 'the same' : 'another', ', ', $longest <= 78 ? 'short lines' : "lines of $longest", "\n";
}
?>
--EXPECT--
words: the same, short lines
no blank: the same, short lines
plain: the same, short lines
ASCII without blanks: the same, short lines
