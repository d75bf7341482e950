<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * A named group of mailboxes in To or Cc; there may be none in it: 'Undisclosed recipients:;'.
 * @strict-properties
 * @not-serializable
 */
final class Group
{
    public readonly string $name;
    /** @var list<Address> */
    public readonly array $addresses;

    /** $addresses: a list of string or Address, or a map of address => name. */
    public function __construct(string $name, array $addresses = []) {}
}
