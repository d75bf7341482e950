--TEST--
A server that takes the content at a crawl is given up by minDataRate, and nothing was sent
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$script = str_replace("DATA\nS: 250 2.0.0", "STALL\nS: 250 2.0.0", smtp_script(['quit' => false]));
$message = test_message()->attach(SmtpMail\Attachment::fromString(random_bytes(8 << 20), 'x.bin'));
$server = smtp_server($script);
$mail = new SmtpMail(...$server->client(['minDataRate' => 1000, 'timeout' => ['content' => 600]]));
attempt($mail, $message);
$server->transcript();

// A fast server, and a source that takes its time: only waiting for the server counts.
$server = smtp_server(str_replace("DATA\nS: 250 2.0.0", "SINK\nS: 250 2.0.0", smtp_script()));
attempt(new SmtpMail(...$server->client(['minDataRate' => 1000])), $message);
?>
--EXPECT--
SmtpMail\TimeoutException: code 0, stage content, not_sent, transient
accepted: code 250, attempts 1, new connection
