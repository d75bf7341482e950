--TEST--
setWaiter(): its stream can be waited for and nothing else, and is closed when the waiter returns
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server(smtp_script());
$mail = new SmtpMail(...$server->client());
$kept = [];
$n = 0;
set_error_handler(function (int $level, string $message) {
	echo '  ', preg_replace('/^.*?: /', '', $message), "\n";
	return true;
});
$waiter = function (...$args) use (&$kept, &$n): bool {
	[$stream, $read, $write, $timeout] = $args;
	$kept[] = $stream;
	if ($n++ === 0) {
		echo count($args), ' ', get_resource_type($stream), ' ', gettype($read), ' ', gettype($write), ' ', gettype($timeout), "\n";
		var_dump($timeout >= 0 && $timeout <= 61, $read || $write, fread($stream, 10), fwrite($stream, 'RSET'), stream_get_contents($stream));
		var_dump(stream_set_blocking($stream, true), stream_socket_get_name($stream, true), stream_get_meta_data($stream)['stream_type']);
		fclose($stream);
		return true;
	}
	$reads = $read ? [$stream] : [];
	$writes = $write ? [$stream] : [];
	$none = null;
	return (bool) stream_select($reads, $writes, $none, (int) $timeout);
};
var_dump($mail->setWaiter($waiter) === $mail);
attempt($mail);
var_dump($n > 2, array_unique(array_map(get_debug_type(...), $kept)));
$mail->setWaiter(null);
$calls = $n;
$mail->close();
var_dump($n === $calls);
echo count($server->messages()), " message\n";

foreach (['no function', [$mail, 'nothing'], 5] as $bad) {
	failure(fn () => $mail->setWaiter($bad));
}
?>
--EXPECT--
bool(true)
4 stream boolean boolean double
  This stream can only be waited for
  This stream can only be waited for
  This stream can only be waited for
bool(true)
bool(true)
bool(false)
bool(false)
string(0) ""
bool(true)
bool(false)
string(8) "smtpmail"
accepted: code 250, attempts 1, new connection
bool(true)
array(1) {
  [0]=>
  string(17) "resource (closed)"
}
bool(true)
1 message
TypeError: SmtpMail::setWaiter(): Argument #1 ($waiter) must be a valid callback or null, function "no function" not found or invalid function name
TypeError: SmtpMail::setWaiter(): Argument #1 ($waiter) must be a valid callback or null, class SmtpMail does not have a method "nothing"
TypeError: SmtpMail::setWaiter(): Argument #1 ($waiter) must be a valid callback or null, no array or string given
