--TEST--
smtpmail_reply_text(): every code of RFC 5321, 4954 and 7504 has words, others have none
--EXTENSIONS--
smtpmail
--FILE--
<?php
$known = [211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 432, 450, 451, 452, 454, 455, 500, 501,
    502, 503, 504, 521, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556];
$seen = [];
for ($code = -1; $code <= 1000; $code++) {
    $text = smtpmail_reply_text($code);
    if ($text !== null && $text !== '') {
        $seen[] = $code;
    }
}
echo 'without words: ', implode(' ', array_diff($known, $seen)), "\n";
echo 'unexpected: ', implode(' ', array_diff($seen, $known)), "\n";
var_dump(smtpmail_reply_text(PHP_INT_MAX), smtpmail_reply_text(PHP_INT_MIN));
echo smtpmail_reply_text(250), "\n", smtpmail_reply_text(550), "\n", smtpmail_reply_text(535), "\n";
--EXPECT--
without words: 
unexpected: 
NULL
NULL
Requested mail action completed
Action not taken: mailbox unavailable: not found, no access, or refused by policy
Authentication failed: user name or password (or app password) is wrong
