--TEST--
Message: what is built is what can be read
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Message};

$message = (new Message('Zoë <zoe@example.com>', ['a@example.com' => 'Ärger, Ann'], 'Grüße', "Hallo\nWelt\n", '<p>Hallo</p>'))
    ->cc('c@example.com', new Address('d@example.com', 'D'))
    ->bcc('secret@example.com')
    ->replyTo('reply@example.com')
    ->date(new DateTimeImmutable('2026-02-03 04:05:06', new DateTimeZone('+05:30')))
    ->messageId('id.1@example.com')
    ->inReplyTo('<old@example.com>', '<oldest@example.com>')
    ->priority(1)
    ->header('X-Kind', 'test')
    ->addHeader('X-Kind', 'and Übung');
$text = (string) $message;
echo preg_replace('/=_\w+/', '=_boundary', $text), "\n";
var_dump(strlen($text) === $message->getSize(), preg_match('/(?<!\r)\n|\r(?!\n)/', $text), str_contains($text, 'secret'));
var_dump($text === (string) $message, $message->getMessageId());
$envelope = $message->getEnvelope();
echo $envelope->sender->address, ': ', implode(' ', array_map(fn ($r) => $r->address->address, $envelope->recipients)), "\n";
--EXPECT--
Date: Tue, 03 Feb 2026 04:05:06 +0530
From: =?UTF-8?Q?Zo=C3=AB?= <zoe@example.com>
Reply-To: reply@example.com
To: =?UTF-8?B?w4RyZ2VyLCBBbm4=?= <a@example.com>
Cc: c@example.com, D <d@example.com>
Subject: =?UTF-8?B?R3LDvMOfZQ==?=
Message-ID: <id.1@example.com>
In-Reply-To: <old@example.com>
References: <oldest@example.com> <old@example.com>
X-Priority: 1 (Highest)
Importance: High
X-Kind: test
X-Kind: and =?UTF-8?B?w5xidW5n?=
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_boundary"

--=_boundary
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Hallo
Welt

--=_boundary
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 7bit

<p>Hallo</p>
--=_boundary--

bool(true)
int(0)
bool(false)
bool(true)
string(18) "<id.1@example.com>"
zoe@example.com: a@example.com c@example.com d@example.com secret@example.com
