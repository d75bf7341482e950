<?php
/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One measurement of bench/mime: mime.php CACHE CASE COUNT [PORT]. After a warm-up (a tenth, at most 200) the
 * case is done COUNT times; printed are the seconds of wall and of CPU for each, and by how many KiB the peak of
 * resident memory grew. CACHE/vendor has PHPMailer and Symfony, CACHE/data what mime.php CACHE setup puts there:
 * keys and files. */

namespace Bench;

use PHPMailer\PHPMailer\PHPMailer;
use SmtpMail\{Attachment, DkimSigner, Message, Tls};
use Symfony\Component\Mime\{Crypto\DkimSigner as SymfonySigner, Email};

[, $cache, $case, $count, $port] = $argv + [2 => 'setup', 3 => '1', 4 => '0'];
define('DATA', "$cache/data");
require "$cache/vendor/autoload.php";

/* ---- What is sent ----------------------------------------------------------------------- */

const FROM = 'shop@example.com', TO = 'customer@example.net', SUBJECT = 'Your order has been sent';

/** About 1 KB each. */
function text(): string
{
	return str_repeat("Your order has left our house, and will be with you in a few days at most.\r\n", 13);
}

function html(): string
{
	return "<html><body>\r\n" . str_repeat("<p>Your order has left our house, and will be with you in a few days.</p>\r\n", 13)
		. "</body></html>\r\n";
}

function setup(): void
{
	@mkdir(DATA);
	mt_srand(1);
	$random = '';
	while (strlen($random) < 1 << 20) {
		$random .= pack('V', mt_rand());
	}
	file_put_contents(DATA . '/small.pdf', substr($random, 0, 10240));
	file_put_contents(DATA . '/large.pdf', $random);
	file_put_contents(DATA . '/text.txt', text());
	file_put_contents(DATA . '/html.txt', html());
	ftruncate(fopen(DATA . '/huge.bin', 'w'), 1 << 30);
	openssl_pkey_export(openssl_pkey_new(['private_key_bits' => 2048]), $pem);
	file_put_contents(DATA . '/rsa.pem', $pem);
	/* RFC 8410: an Ed25519 key is these octets and 32 random ones. */
	$der = hex2bin('302e020100300506032b657004220420') . random_bytes(32);
	file_put_contents(DATA . '/ed25519.pem', "-----BEGIN PRIVATE KEY-----\n" . base64_encode($der) . "\n-----END PRIVATE KEY-----\n");
}

/* ---- The cases: each gives a function that does it once --------------------------------- */

function phpmailer(?string $key): \Closure
{
	return function () use ($key) {
		$mail = new PHPMailer(true);
		$mail->CharSet = 'UTF-8';
		$mail->setFrom(FROM);
		$mail->addAddress(TO);
		$mail->Subject = SUBJECT;
		$mail->Mailer = 'smtp';
		if ($key === null) {
			$mail->isHTML();
			$mail->Body = html();
			$mail->AltBody = text();
			$mail->addAttachment(DATA . '/small.pdf');
		} else {
			$mail->Body = text();
			$mail->DKIM_domain = 'example.com';
			$mail->DKIM_selector = 's';
			$mail->DKIM_private_string = $key;
			$mail->DKIM_identity = FROM;
		}
		$mail->preSend();
		return strlen($mail->getSentMIMEMessage());
	};
}

function symfony(?string $key): \Closure
{
	$signer = $key !== null ? new SymfonySigner($key, 'example.com', 's') : null;
	return function () use ($signer) {
		$mail = (new Email())->from(FROM)->to(TO)->subject(SUBJECT)->text(text());
		if ($signer !== null) {
			return strlen($signer->sign($mail)->toString());
		}
		return strlen($mail->html(html())->attachFromPath(DATA . '/small.pdf')->toString());
	};
}

function ours_path(): \Closure
{
	return fn () => strlen((string) (new Message(FROM, TO, SUBJECT, text(), html()))->attachFromPath(DATA . '/small.pdf'));
}

function ours_shared(): \Closure
{
	$attachment = Attachment::fromPath(DATA . '/small.pdf');
	return fn () => strlen((string) (new Message(FROM, TO, SUBJECT, text(), html()))->attach($attachment));
}

function ours_string(): \Closure
{
	$data = file_get_contents(DATA . '/small.pdf');
	return fn () => strlen((string) (new Message(FROM, TO, SUBJECT, text(), html()))
		->attach(Attachment::fromString($data, 'small.pdf')));
}

function ours_text(): \Closure
{
	return fn () => strlen((string) new Message(FROM, TO, SUBJECT, text()));
}

function signer(string $key): DkimSigner
{
	return new DkimSigner('example.com', 's', 'file://' . DATA . "/$key.pem");
}

function ours_signed(string $key): \Closure
{
	$signer = signer($key);
	return fn () => strlen((string) (new Message(FROM, TO, SUBJECT, text()))->sign($signer));
}

/** Mails to 10,000 people, all with one attachment of 1 MB. */
function campaign(bool $dkim): \Closure
{
	$message = (new Message(FROM, [], SUBJECT))->attachFromPath(DATA . '/large.pdf');
	if ($dkim) {
		$message->sign(signer('rsa'));
	}
	$sink = fopen('/dev/null', 'w');
	$number = 0;
	return function () use ($message, $sink, &$number) {
		$number++;
		return (clone $message)->to("customer$number@example.net")->text("Dear customer $number,\r\n" . text())
			->writeTo($sink);
	};
}

/** The same without anything that is shared. */
function campaign_alone(bool $dkim): \Closure
{
	$signer = signer('rsa');
	$sink = fopen('/dev/null', 'w');
	$number = 0;
	return function () use ($dkim, $signer, $sink, &$number) {
		$number++;
		$message = new Message(FROM, "customer$number@example.net", SUBJECT, "Dear customer $number,\r\n" . text());
		$message->attachFromPath(DATA . '/large.pdf');
		return ($dkim ? $message->sign($signer) : $message)->writeTo($sink);
	};
}

function huge(): Message
{
	return (new Message(FROM, TO, SUBJECT, text()))->attachFromPath(DATA . '/huge.bin');
}

function huge_null(): \Closure
{
	return fn () => huge()->writeTo(fopen('/dev/null', 'w'));
}

function huge_smtp(int $port): \Closure
{
	$mail = new \SmtpMail('127.0.0.1', $port, Tls::None);
	return fn () => $mail->send(huge())->getCode() === 250;
}

function once(string $case, int $port): \Closure
{
	return match ($case) {
		'build-phpmailer' => phpmailer(null),
		'build-symfony' => symfony(null),
		'build-path' => ours_path(),
		'build-shared' => ours_shared(),
		'build-string' => ours_string(),
		'text' => ours_text(),
		'rsa-phpmailer' => phpmailer(file_get_contents(DATA . '/rsa.pem')),
		'rsa-symfony' => symfony(file_get_contents(DATA . '/rsa.pem')),
		'rsa-ours' => ours_signed('rsa'),
		'ed25519-ours' => ours_signed('ed25519'),
		'campaign' => campaign(false),
		'campaign-dkim' => campaign(true),
		'campaign-alone' => campaign_alone(false),
		'campaign-alone-dkim' => campaign_alone(true),
		'huge-null' => huge_null(),
		'huge-smtp' => huge_smtp($port),
	};
}

/* ---- Measuring -------------------------------------------------------------------------- */

function cpu(): float
{
	$usage = getrusage();
	return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
		+ ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

function measure(\Closure $once, int $count): void
{
	for ($i = min(intdiv($count, 10), 200); $i > 0; $i--) {
		$once();
	}
	$peak = getrusage()['ru_maxrss'];
	$cpu = cpu();
	$start = hrtime(true);
	for ($i = 0; $i < $count; $i++) {
		$once() > 0 or exit("nothing came out\n");
	}
	$wall = (hrtime(true) - $start) / 1e9;
	printf("%.9f %.9f %d\n", $wall / $count, (cpu() - $cpu) / $count, getrusage()['ru_maxrss'] - $peak);
}

if ($case === 'setup') {
	setup();
} else {
	measure(once($case, (int) $port), (int) $count);
}
