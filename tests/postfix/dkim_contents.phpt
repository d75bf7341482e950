--TEST--
Postfix: DKIM over whatever is sent: raw mail, any encoding, blank ends, no body
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
use SmtpMail\{Encoding, Message};

function message(string $text): Message
{
	return new Message('crazymus@example.com', 'to@example.com', 'Subject', $text);
}
$both = [dkim_signer('rsa'), dkim_signer('ed')];
$same = dkim_signer('rsa', headers: ['From', 'X-Same', 'X-Same']);
$raw = "from :   a@example.com \nSUBJECT:\tone\n  two \t three\t\nX-Same: 1\nX-Same: 2\nBcc: secret@example.com\n\nbody \nend";
$signed = (string) message("text\n")->sign(dkim_signer('ed'));
$lines = str_repeat("Grüße \t\n", 3000);
foreach ([
	'not signed' => [message("text\n")],
	'option dkim' => [message("text\n"), $both],
	'one signer in the option, one in the message' => [message("text\n")->sign(dkim_signer('ed')), dkim_signer('rsa')],
	'raw' => [Message::fromRaw($raw)->sign(...$both)],
	'raw, a field that is there twice' => [Message::fromRaw($raw)->sign($same)],
	'raw, the option' => [Message::fromRaw($raw), $both],
	'raw, without a body' => [Message::fromRaw("From: a@example.com\n"), $both],
	'raw, 8bit' => [Message::fromRaw("From: a@example.com\nContent-Transfer-Encoding: 8bit\n\n$lines"), $both],
	'raw, signed before' => [Message::fromRaw($signed), dkim_signer('rsa')],
	'blanks and blank lines at the end' => [message("a  \t b \t \n \t\n\n\n \n")->sign(...$both)],
	'nothing but blank lines' => [message("\n\n \n\t\n")->sign(...$both)],
	'no body' => [message('')->sign(...$both)],
	'dots' => [message(".\n..\n.x\n\n.\n")->sign(...$both)],
	'8bit' => [message('')->text($lines, encoding: Encoding::EightBit)->sign(...$both)],
	'quoted-printable' => [message('')->text($lines, encoding: Encoding::QuotedPrintable)->sign(...$both)],
	'base64' => [message('')->text($lines, encoding: Encoding::Base64)->sign(...$both)],
] as $name => $sent) {
	$mail = postfix_pass($sent[0], isset($sent[1]) ? ['dkim' => $sent[1]] : []);
	preg_match('/^Content-Transfer-Encoding: (\S+)/m', $mail, $encoding);
	echo "$name\n  ", dkim_verdict($mail), ' ', $encoding[1] ?? '-', str_contains($mail, 'secret@') ? ', BCC' : '', "\n";
}
?>
--EXPECT--
not signed
  opendkim: none; dkimpy: none 7bit
option dkim
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 7bit
one signer in the option, one in the message
  opendkim: ed pass, rsa pass; dkimpy: ed pass, rsa pass 7bit
raw
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass -
raw, a field that is there twice
  opendkim: rsa pass; dkimpy: rsa pass -
raw, the option
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass -
raw, without a body
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass -
raw, 8bit
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 8bit
raw, signed before
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 7bit
blanks and blank lines at the end
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 7bit
nothing but blank lines
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 7bit
no body
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 7bit
dots
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 7bit
8bit
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass 8bit
quoted-printable
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass quoted-printable
base64
  opendkim: rsa pass, ed pass; dkimpy: rsa pass, ed pass base64
