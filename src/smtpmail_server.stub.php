<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * @strict-properties
 * @not-serializable
 */
final class ServerInfo
{
    public readonly string $greeting;
    public readonly string $name;
    public readonly array $extensions;
    public readonly array $authMechanisms;
    public readonly ?int $maxSize;
    public readonly ?string $tlsVersion;
    public readonly ?string $tlsCipher;
    public readonly ?\DateTimeImmutable $certificateExpires;

    private function __construct() {}

    public function supports(string $extension): bool {}
}
