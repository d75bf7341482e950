<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * @strict-properties
 * @not-serializable
 */
final class Reply implements \Stringable
{
    public readonly int $code;
    public readonly ?string $enhanced;
    public readonly array $lines;
    public readonly Stage $stage;

    private function __construct() {}

    public function isPositive(): bool {}

    public function isTransient(): bool {}

    public function isPermanent(): bool {}

    public function __toString(): string {}
}

/**
 * @strict-properties
 * @not-serializable
 */
final class RecipientResult
{
    public readonly Address $recipient;
    public readonly Outcome $outcome;
    public readonly ?Reply $reply;

    private function __construct() {}
}

/**
 * @strict-properties
 * @not-serializable
 */
final class Result implements \JsonSerializable
{
    public readonly Outcome $outcome;
    public readonly ?Reply $reply;
    public readonly string $messageId;
    public readonly ?string $queueId;
    public readonly array $recipients;
    public readonly array $accepted;
    public readonly array $rejected;
    public readonly string $remote;
    public readonly ?string $tlsVersion;
    public readonly bool $reusedConnection;
    public readonly int $bytes;
    public readonly int $attempts;
    public readonly array $timings;

    private function __construct() {}

    /** What smtpmail_send() returns. */
    public function getCode(): int {}

    /** Some recipient is not Accepted. */
    public function isPartial(): bool {}

    /**
     * Recipients refused with 4yz, or with 552 to RCPT (RFC 5321 §4.5.3.1.10); in a Result that is Accepted or
         * InDoubt also those who were not reached, as their part of the mail (RFC 9422) was not sent.
     * @return list<RecipientResult>
     */
    public function retryable(): array {}

    /**
     * Recipients whose final reply was lost.
     * @return list<RecipientResult>
     */
    public function inDoubt(): array {}

    public function jsonSerialize(): array {}
}
