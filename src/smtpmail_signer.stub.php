<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * A DKIM signature to come; several sign side by side.
 * @strict-properties
 * @not-serializable
 */
final class DkimSigner
{
    /** $privateKey: PEM or file://path; RSA or Ed25519, the algorithm follows the key. */
    public function __construct(
        string $domain,
        string $selector,
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase = null,
        array $headers = [],
        array $oversign = ['From'],
        ?int $expiresAfter = null,
    ) {}
}

/**
 * An S/MIME signature to come.
 * @strict-properties
 * @not-serializable
 */
final class SmimeSigner
{
    /** Certificates and key: PEM or file://path. $certificate may hold its chain too. */
    public function __construct(
        string $certificate,
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase = null,
        array $extraCertificates = [],
    ) {}
}
