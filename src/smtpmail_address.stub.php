<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * One mailbox.
 * @strict-properties
 * @not-serializable
 */
final class Address implements \Stringable, \JsonSerializable
{
    public readonly string $address;
    public readonly string $name;
    public readonly string $localPart;
    public readonly string $domain;

    public function __construct(string $address, string $name = '') {}

    /** 'Zoë <zoe@exämple.org>' */
    public static function parse(string $spec): Address {}

    public static function tryParse(string $spec): ?Address {}

    /**
     * The value of a header field, folded or not, obsolete syntax included.
     * @return list<Address|Group>
     */
    public static function parseList(string $header): array {}

    /** The address with its domain as A-labels; ValueError where the local part needs SMTPUTF8. */
    public function toAscii(): string {}

    public function __toString(): string {}

    public function jsonSerialize(): array {}
}
