--TEST--
Postfix: DKIM signatures as OpenDKIM and dkimpy judge them; what is changed on the way fails
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
if (getenv('SMTPMAIL_TEST_POSTFIX') === false) {
	die('skip no Postfix: bin/test starts one');
}
?>
--FILE--
<?php
require __DIR__ . '/postfix.inc';
require __DIR__ . '/../inc/dkim.inc';
use SmtpMail\{Attachment, Message};

$rich = new Message('Müs <crazymus@example.com>', [], 'Grüße aus Zürich 🎉', "Hallo Zoë\n-- \n", '<p>Hallo Zoë</p>');
$rich->to(...array_map(fn ($i) => "Person Nummer $i <a.recipient.with.a.long.name.$i@example.com>", range(1, 12)));
$rich->attach(Attachment::fromString(random_bytes(5000), 'Größe.bin'));
$rich->listUnsubscribe('https://example.com/u?1', 'u@example.com');
$mail = postfix_pass($rich->sign(dkim_signer('rsa'), dkim_signer('ed')));
foreach ([
	'as delivered' => $mail,
	'an octet of the text' => preg_replace('/Hallo/', 'hallo', $mail, 1),
	'an octet of the attachment' => preg_replace('/[A-Za-z](?=[A-Za-z0-9+\/]*=*\n--\S+--\s*$)/', '0', $mail),
	'Subject' => preg_replace('/^Subject: /m', '$0Re: ', $mail),
	'List-Unsubscribe' => preg_replace('/^List-Unsubscribe: </m', '$0x', $mail),
	'one of To' => str_replace('long.name.7', 'long.name.x', $mail),
	'another From above' => "From: other@example.org\n$mail",
	'another From below' => preg_replace('/^Subject: /m', "From: other@example.org\n$0", $mail),
	'a line at the end' => "$mail\nmore\n",
	'the key' => str_replace(' s=ed;', ' s=rsa;', $mail),
	'folds, which is as good' => preg_replace('/^(To: |Subject: )/m', "$0 \t\n\t ", $mail),
	'blank lines at the end, too' => "$mail\n\n",
] as $name => $now) {
	echo $now !== $mail || $name === 'as delivered' ? '' : 'NOT CHANGED: ', $name, "\n  ", dkim_verdict($now), "\n";
}

$message = new Message('crazymus@example.com', 'to@example.com', 'Subject', "text\n");
echo "\noversigned\n";
$signer = dkim_signer('rsa', oversign: ['From', 'Subject', 'Reply-To', 'Cc']);
$mail = postfix_pass((clone $message)->sign($signer, dkim_signer('ed')));
foreach (['', 'Subject: other', 'Reply-To: other@example.org', 'Cc: other@example.org', 'X-Other: x'] as $added) {
	echo "  $added  ", dkim_verdict(ltrim("$added\n$mail")), "\n";
}
echo "these headers only\n";
$mail = postfix_pass((clone $message)->sign(dkim_signer('rsa', headers: ['From', 'Date']), dkim_signer('ed')));
echo '  ', dkim_verdict($mail), "\n  ", dkim_verdict(str_replace('Subject: ', 'Subject: x', $mail)), "\n";

echo "expiresAfter\n";
$before = time();
$mail = postfix_pass((clone $message)->sign(dkim_signer('rsa', expiresAfter: 3600), dkim_signer('ed')));
preg_match_all('/\s([tx])=(\d+);/', $mail, $times);
[$rsa, $until, $ed] = $times[2];
echo '  ', implode(' ', $times[1]), ' ';
var_dump($until - $rsa === 3600 && $before <= $rsa && $rsa <= $ed && $ed <= time());
echo '  ', dkim_verdict($mail), "\n  ", dkim_verdict(str_replace("x=$until", 'x=' . $until + 1, $mail)), "\n";
?>
--EXPECT--
as delivered
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
an octet of the text
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
an octet of the attachment
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
Subject
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
List-Unsubscribe
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
one of To
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
another From above
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
another From below
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
a line at the end
  opendkim: rsa fail, ed fail; dkimpy: rsa fail, ed fail
the key
  opendkim: rsa pass, rsa permerror; dkimpy: rsa pass, rsa fail
folds, which is as good
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
blank lines at the end, too
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass

oversigned
    opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
  Subject: other  opendkim: rsa fail, ed pass; dkimpy: rsa fail, ed pass
  Reply-To: other@example.org  opendkim: rsa fail, ed pass; dkimpy: rsa fail, ed pass
  Cc: other@example.org  opendkim: rsa fail, ed pass; dkimpy: rsa fail, ed pass
  X-Other: x  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
these headers only
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
  opendkim: rsa pass, ed fail; dkimpy: rsa pass, ed fail
expiresAfter
  t x t bool(true)
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass
  opendkim: rsa fail, ed pass; dkimpy: rsa fail, ed pass
