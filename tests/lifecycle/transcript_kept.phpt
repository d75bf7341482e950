--TEST--
getTranscript() of an exception stays what it was when the client has gone on; the client's is the last one
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$first = smtp_script(['final' => '550 5.7.1 the first is refused', 'quit' => false]);
$server = smtp_server($first . substr(smtp_script(), strpos(smtp_script(), 'C: MAIL')) . "--- again\n" . smtp_script(['mail' => 'MAIL FROM:*', 'final' => '250 2.0.0 third']));
$mail = new SmtpMail(...$server->client());
$e = attempt($mail);
$then = $e->getTranscript();
attempt($mail);
$mail->close();
attempt($mail);
var_dump($e->getTranscript() === $then, str_contains($then, '550 5.7.1 the first is refused'), str_contains($then, 'queued'));
var_dump(str_contains($mail->getTranscript(), '2.0.0 third'), str_contains($mail->getTranscript(), 'queued'));
unset($mail);
var_dump($e->getTranscript() === $then);
$copy = clone_of($e);
var_dump($copy);

/* Exceptions cannot be cloned; what is in them cannot be changed. */
function clone_of(Throwable $e): string
{
	try {
		$e->stage = SmtpMail\Stage::Quit;
	} catch (Error $error) {
		return $error->getMessage();
	}
	return 'changed';
}
?>
--EXPECT--
SmtpMail\MessageRejectedException: code 550, stage commit, rejected, permanent
accepted: code 250, attempts 1, reused connection
accepted: code 250, attempts 1, new connection
bool(true)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
string(66) "Cannot modify readonly property SmtpMail\SmtpMailException::$stage"
