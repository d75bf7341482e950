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

    /**
     * A finished RFC 5322 message, string or stream: sent as it is but for line ends and Bcc fields,
     * which go; needs an Envelope. Setters throw.
     * @param string|resource $eml
     */
    public static function fromRaw(mixed $eml): Message {}

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

    /** The same key and domain of from() give the same Message-ID, over retries and processes. */
    public function idempotencyKey(string $key): static {}

    public function inReplyTo(string $id, string ...$references): static {}

    /** 1 (highest) .. 5 */
    public function priority(int $priority): static {}

    /** '' is no text part, unless there is no html. */
    public function text(string $body, string $charset = 'UTF-8', Encoding $encoding = \SmtpMail\Encoding::Auto): static {}

    public function html(string $body, string $charset = 'UTF-8', Encoding $encoding = \SmtpMail\Encoding::Auto): static {}

    /** An iCalendar object, as an alternative to the bodies and as the attachment invite.ics. */
    public function calendar(string $ics, string $method = 'REQUEST'): static {}

    /** Another alternative to the bodies: 'text/x-amp-html', 'text/markdown; charset=utf-8'. */
    public function alternative(string $contentType, string $body): static {}

    public function attach(Attachment ...$attachments): static {}

    public function attachFromPath(string $path, ?string $name = null, ?string $contentType = null): static {}

    /**
     * Inline part with Content-ID <$name> verbatim (null: the file's name); the html says cid:$name
     * itself, nothing is rewritten.
     */
    public function embedFromPath(string $path, ?string $name = null, ?string $contentType = null): static {}

    /** Replaces; with no value it removes. */
    public function header(string $name, string ...$values): static {}

    public function addHeader(string $name, string $value): static {}

    public function removeHeader(string $name): static {}

    /** RFC 2369, and with a URL RFC 8058 (one click). Both null: the fields go. */
    public function listUnsubscribe(?string $httpsUrl, ?string $mailto = null): static {}

    /** Several DKIM signers sign side by side. Finished mail takes DKIM only. */
    public function sign(DkimSigner|SmimeSigner ...$signers): static {}

    /**
     * S/MIME to these certificates (PEM, or file://path), RSA and EC; the sender's own, if he wants to
     * read it too.
     */
    public function encryptFor(string ...$certificates): static {}

    /** What encryptFor() encrypts with: AES-256-GCM (RFC 8551 §2.7), or CBC for readers that lack it. */
    public function cipher(Cipher $cipher): static {}

    /** Stable from the first call on. */
    public function getMessageId(): string {}

    public function getEnvelope(): Envelope {}

    /** Exact octets on the wire before dot-stuffing, or null where a stream's length is unknown. */
    public function getSize(): ?int {}

    /**
     * Writes the message in constant memory; returns the octets written.
     * @param resource $stream
     */
    public function writeTo($stream): int {}

    public function __toString(): string {}
}
