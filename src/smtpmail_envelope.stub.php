<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * An envelope recipient with its own delivery-status wishes (RFC 3461).
 * @strict-properties
 * @not-serializable
 */
final class Recipient
{
    public readonly Address $address;
    public readonly array $notify;
    public readonly ?string $originalRecipient;

    public function __construct(Address|string $address, array $notify = [], ?string $originalRecipient = null) {}
}

/**
 * Everything on MAIL FROM and RCPT TO, and nothing else. Duplicate recipients are dropped here.
 * @strict-properties
 * @not-serializable
 */
final class Envelope
{
    public readonly ?Address $sender;
    public readonly array $recipients;
    public readonly ?string $envelopeId;
    public readonly ?DsnReturn $return;
    public readonly bool $requireTls;
    public readonly ?int $priority;
    public readonly ?int $holdFor;
    public readonly ?int $deliverBy;

    public function __construct(
        Address|string|null $sender,
        array $recipients,
        ?string $envelopeId = null,
        ?DsnReturn $return = null,
        bool $requireTls = false,
        ?int $priority = null,
        ?int $holdFor = null,
        ?int $deliverBy = null,
    ) {}
}
