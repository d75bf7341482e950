--TEST--
Locale and time zone change nothing: keywords are ASCII, numbers have a point, the date has its zone
--EXTENSIONS--
smtpmail
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

// Turkish: upper-case I is not that of i. German: a comma in numbers. Whatever this machine has.
$locales = array_values(array_filter(['C', 'C.UTF-8', 'tr_TR.UTF-8', 'tr_TR', 'de_DE.UTF-8', 'de_DE'], fn ($name) => setlocale(LC_ALL, $name) !== false));
$script = str_replace(["PIPELINING", "8BITMIME", 'SIZE'], ["pipelining", '8bitmime', 'size'], smtp_script());
foreach (['Europe/Istanbul' => '+0300', 'America/St_Johns' => '-0330', 'Pacific/Kiritimati' => '+1400', 'Pacific/Chatham' => '+1245', 'UTC' => '+0000'] as $zone => $offset) {
	date_default_timezone_set($zone);
	putenv("TZ=$zone");
	foreach ($locales as $locale) {
		setlocale(LC_ALL, $locale);
		$server = smtp_server($script, ['flights' => true]);
		$mail = new SmtpMail(...$server->client(['timeout' => ['command' => 30.5], 'idleTimeout' => '30.5' + 0]));
		$mail->send(test_message()->date(new DateTime('2026-01-15 12:00:00', new DateTimeZone($zone))));
		$info = $mail->getServerInfo();
		if (!$info->supports('PIPELINING') || !$info->supports('size') || $info->maxSize !== 73400320) {
			echo "$locale: capabilities are lost\n";
		}
		unset($mail);
		setlocale(LC_ALL, 'C');
		preg_match('/^Date: (.*)$/m', $server->messages()[0], $date);
		if (!str_contains($server->transcript(), 'C+ RCPT') || trim($date[1]) !== 'Thu, 15 Jan 2026 12:00:00 ' . ($zone === 'America/St_Johns' ? '-0330' : ($zone === 'Pacific/Chatham' ? '+1345' : $offset))) {
			echo "$locale in $zone: $date[1]\n", $server->transcript();
		}
		$parsed = SmtpMail\Address::parse('User@EXAMPLE.COM');
		if ($parsed->address !== 'User@EXAMPLE.COM') {
			echo "$parsed->address\n";
		}
	}
	// The date that a message gets of itself, too.
	preg_match('/^Date: (.*)$/m', (string) test_message(), $date);
	if (abs(strtotime(trim($date[1])) - time()) > 60 || !str_ends_with(trim($date[1]), date('O'))) {
		echo "own date in $zone: $date[1]\n";
	}
}
echo "done\n";
?>
--EXPECT--
done
