<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * Fluent builder. A clone shares the bodies and gets its own Message-ID.
 * @strict-properties
 * @not-serializable
 */
final class Message implements \Stringable
{
    public function __construct(
        Address|string|null $from = null,
        string|array|Address $to = [],
        string $subject = '',
        string $text = '',
        ?string $html = null,
    ) {}

    public function from(Address|string ...$addresses): static {}

    public function sender(Address|string $address): static {}

    public function to(Address|Group|string ...$addresses): static {}

    public function cc(Address|Group|string ...$addresses): static {}

    /** Envelope only, never written. */
    public function bcc(Address|string ...$addresses): static {}

    public function replyTo(Address|string ...$addresses): static {}

    /** Envelope sender; null: <> */
    public function returnPath(Address|string|null $address): static {}

    public function subject(string $subject): static {}

    public function date(\DateTimeInterface $date): static {}

    public function messageId(string $id): static {}

    public function inReplyTo(string $id, string ...$references): static {}

    /** 1 (highest) .. 5 */
    public function priority(int $priority): static {}

    public function text(string $body, string $charset = 'UTF-8', Encoding $encoding = \SmtpMail\Encoding::Auto): static {}

    public function html(string $body, string $charset = 'UTF-8', Encoding $encoding = \SmtpMail\Encoding::Auto): static {}

    /** Replaces; with no value it removes. */
    public function header(string $name, string ...$values): static {}

    public function addHeader(string $name, string $value): static {}

    public function removeHeader(string $name): static {}

    /** Stable from the first call on. */
    public function getMessageId(): string {}

    public function getEnvelope(): Envelope {}

    /** Exact octets on the wire before dot-stuffing. */
    public function getSize(): ?int {}

    /**
     * Writes the message in constant memory; returns the octets written.
     * @param resource $stream
     */
    public function writeTo($stream): int {}

    public function __toString(): string {}
}
