<?php

/** @generate-class-entries */

/**
 * No reply was had and the mail was provably not accepted: sending it again is safe.
 * @var int
 */
const SMTPMAIL_NOT_SENT = 0;

/**
 * The whole mail was handed over and the final reply was lost: sending it again may duplicate it.
 * @var int
 */
const SMTPMAIL_IN_DOUBT = -1;

/**
 * @var string
 * @cvalue PHP_SMTPMAIL_VERSION
 */
const SMTPMAIL_VERSION = UNKNOWN;

/**
 * Sends one mail and returns the final SMTP reply code: 250 when the server took it, otherwise the
 * code of the reply that ended the attempt, SMTPMAIL_NOT_SENT or SMTPMAIL_IN_DOUBT.
 */
function smtpmail_send(
    string|array|SmtpMail\Address $to,
    string $subject,
    string $text = '',
    ?string $html = null,
    string|SmtpMail\Address|null $from = null,
    string|array|SmtpMail\Address $cc = [],
    string|array|SmtpMail\Address $bcc = [],
    string|array|SmtpMail\Address|null $replyTo = null,
    array $attachments = [],
    array $headers = [],
    #[\SensitiveParameter] ?string $dsn = null,
    #[\SensitiveParameter] array $options = [],
    ?SmtpMail\Result &$result = null,
): int {}

/** What a reply code means by RFC 5321, 4954 and 7504, or null for an unknown code. */
function smtpmail_reply_text(int $code): ?string {}

/**
 * Counters of this process since it started: sent, rejected, in_doubt, connections, reused, tls_resumed, bytes;
 * and parked, the clients that wait with a connection now.
 * @return array<string, int>
 */
function smtpmail_stats(): array {}
