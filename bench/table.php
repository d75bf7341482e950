<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The results of bench/mime as tables: table.php CACHE [--write]. Ratios are taken within each round; of them, and
 * of the figures, the medians are shown. --write puts the tables into docs/performance.md. */

[, $cache, $write] = $argv + [2 => ''];

/** [case => [round => [wall, cpu, KiB]]] */
function results(string $file): array
{
	$results = [];
	foreach (file($file) as $line) {
		[$case, $wall, $cpu, $grown] = explode(' ', trim($line)) + [1 => 0, 0, 0];
		$results[$case][] = [(float) $wall, (float) $cpu, (int) $grown];
	}
	return $results;
}

function median(array $values): float
{
	sort($values);
	return $values[intdiv(count($values), 2)];
}

/** By how much |case| is faster than |than|, of CPU. */
function times(array $results, string $case, string $than): string
{
	$ratios = array_map(fn ($a, $b) => $b[1] / $a[1], $results[$case], $results[$than]);
	$ratio = median($ratios);
	return sprintf($ratio < 10 ? '%.2f' : '%.0f', $ratio);
}

function micros(array $results, string $case, int $which = 1): string
{
	$time = 1e6 * median(array_column($results[$case], $which));
	return number_format($time, $time < 100 ? 1 : 0);
}

/** Rows of [words, case], each compared with the cases of |columns|: [case => heading]. */
function compare(array $results, string $what, array $rows, array $columns): string
{
	$table = "| $what | µs | " . implode(' | ', $columns) . " |\n|---|---:|" . str_repeat('---:|', count($columns)) . "\n";
	foreach ($rows as [$words, $case]) {
		$cells = [micros($results, $case)];
		foreach ($columns as $than => $heading) {
			$cells[] = $case === $than ? '1' : times($results, $case, $than);
		}
		$table .= "| $words | " . implode(' | ', $cells) . " |\n";
	}
	return "$table\n";
}

function campaign_table(array $results, string $opened): string
{
	$opens = [];
	foreach (is_file($opened) ? file($opened) : [] as $line) {
		[$case, $count] = explode(' ', trim($line));
		$opens[$case] = $count;
	}
	$table = "| 10,000 mails (with DKIM: 1,000, times ten) | wall, s | CPU, µs a mail | file opened, in 110 mails |\n|---|---:|---:|---:|\n";
	$rows = ['campaign' => 'clones', 'campaign-alone' => 'each made anew', 'campaign-dkim' => 'clones, DKIM rsa-2048',
		'campaign-alone-dkim' => 'each made anew, DKIM rsa-2048'];
	foreach ($rows as $case => $words) {
		$table .= sprintf("| %s | %.2f | %s | %s |\n", $words, 1e4 * median(array_column($results[$case], 0)),
			micros($results, $case), $opens[$case] ?? '');
	}
	return "$table\n";
}

function huge_table(array $results): string
{
	$table = "| 1 GiB | MB/s | CPU, s | peak memory grew by, KiB |\n|---|---:|---:|---:|\n";
	foreach (['huge-null' => 'writeTo() /dev/null', 'huge-smtp' => 'send() to smtp-sink'] as $case => $words) {
		if (isset($results[$case])) {
			$table .= sprintf("| %s | %.0f | %.2f | %.0f |\n", $words,
				(1 << 30) / 1e6 / median(array_column($results[$case], 0)),
				median(array_column($results[$case], 1)), median(array_column($results[$case], 2)));
		}
	}
	return "$table\n";
}

function b64_table(string $file): string
{
	$table = "| content | GB/s |\n|---|---:|\n";
	foreach (file($file) as $line) {
		if (preg_match('~^(.*?)  +([\d.]+) GB/s~', $line, $found)) {
			$table .= "| $found[1] | $found[2] |\n";
		}
	}
	return "$table\n";
}

function versions(string $cache): string
{
	require "$cache/vendor/autoload.php";
	$version = fn ($package) => ltrim(Composer\InstalledVersions::getPrettyVersion($package), 'v');
	return sprintf("PHP %s, PHPMailer %s, Symfony Mime %s, %s.\n\n", PHP_VERSION, $version('phpmailer/phpmailer'),
		$version('symfony/mime'), implode(' ', array_slice(explode(' ', OPENSSL_VERSION_TEXT), 0, 2)));
}

$results = results("$cache/results");
$limit = ['build-phpmailer' => '× PHPMailer', 'build-symfony' => '× Symfony', 'build-file' => '× the limit'];
$tables = versions($cache) . "### Building: text and html (1 KB each) and an attachment of 10 KB, to a string\n\n"
	. compare($results, 'one mail', [
		['PHPMailer, `preSend()`', 'build-phpmailer'],
		['Symfony, `Email::toString()`', 'build-symfony'],
		['`(string)`, `attachFromPath()`', 'build-path'],
		['`(string)`, one `Attachment` shared', 'build-shared'],
		['`(string)`, `Attachment::fromString()`', 'build-string'],
		['the limit: plain C, file read', 'build-file'],
		['the limit: plain C, all in memory', 'build-memory'],
	], $limit)
	. "### DKIM, rsa-2048, text of 1 KB\n\n"
	. compare($results, 'one mail, built and signed', [
		['PHPMailer', 'rsa-phpmailer'],
		['Symfony, `DkimSigner`', 'rsa-symfony'],
		['ours', 'rsa-ours'],
		['the same, unsigned', 'text'],
		['the limit: `EVP_DigestSign()` alone', 'rsa-limit'],
	], ['rsa-phpmailer' => '× PHPMailer', 'rsa-symfony' => '× Symfony', 'rsa-limit' => '× the limit'])
	. "### DKIM, Ed25519, the same text\n\n"
	. compare($results, 'one mail, built and signed', [
		['ours', 'ed25519-ours'],
		['the limit: `EVP_DigestSign()` alone', 'ed25519-limit'],
	], ['ed25519-limit' => '× the limit'])
	. "### A campaign: one attachment of 1 MB, `clone`, `to()`, `text()`, `writeTo()` /dev/null\n\n"
	. campaign_table($results, "$cache/opened")
	. "### An attachment of 1 GiB\n\n" . huge_table($results)
	. "### Encoding, one core, in cache\n\n" . b64_table("$cache/b64");
echo $tables;
if ($write === '--write') {
	$page = __DIR__ . '/../docs/performance.md';
	$text = file_get_contents($page);
	$begin = strpos($text, "<!-- bench/mime -->\n");
	$end = strpos($text, "<!-- end -->\n");
	$begin !== false && $end !== false or exit("$page has no place for the tables\n");
	file_put_contents($page, substr($text, 0, $begin) . "<!-- bench/mime -->\n\n$tables" . substr($text, $end));
}
