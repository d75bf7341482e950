<?php

/** @generate-class-entries */

/**
 * A lazily connected client for one server; it keeps and reuses its connection.
 * @not-serializable
 */
class SmtpMail
{
    /** @var int */
    public const REDACT_SECRETS = 1;
    /** @var int */
    public const REDACT_RECIPIENTS = 2;
    /** @var int */
    public const REDACT_BODY = 4;

    public function __construct(
        string $host = 'localhost',
        int $port = 0,
        SmtpMail\Tls $tls = SmtpMail\Tls::Auto,
        ?string $username = null,
        #[\SensitiveParameter] string|\Closure|null $password = null,
        #[\SensitiveParameter] array $options = [],
    ) {}

    /** smtp:// or smtps://; query keys as options, in snake_case. */
    public static function fromDsn(#[\SensitiveParameter] string $dsn, #[\SensitiveParameter] array $options = []): static {}

    /** Returns when at least one recipient was accepted; throws otherwise. */
    public function send(SmtpMail\Message $message, ?SmtpMail\Envelope $envelope = null): SmtpMail\Result {}

    /**
     * Sends lazily over several connections; yields each key with a Result or a SmtpMailException, as they complete.
     * $messages: iterable of Message or array{Message, Envelope}.
     */
    public function sendAll(iterable $messages, int $connections = 4): \Traversable {}

    public function batch(int $connections = 4): SmtpMail\Batch {}

    /** Connects, authenticates, sends nothing. */
    public function verify(): SmtpMail\ServerInfo {}

    public function connect(): void {}

    public function close(): void {}

    public function isConnected(): bool {}

    public function getServerInfo(): ?SmtpMail\ServerInfo {}

    /** The dialogue of the last session, redacted. */
    public function getTranscript(): string {}

    /** $logger: fn(string $direction, string $line, SmtpMail\Stage $stage): void */
    public function setLogger(?callable $logger, int $redact = SmtpMail::REDACT_SECRETS | SmtpMail::REDACT_BODY): static {}

    /**
     * $waiter: fn(resource $stream, bool $read, bool $write, float $timeout): bool, in place of poll(2); false: timed out.
     * The stream can be waited for and nothing else, and is closed when the function returns. For fibers.
     */
    public function setWaiter(?callable $waiter): static {}

    /** What memory:// and fault:// have taken so far: list of array{Message, Envelope}. */
    public function getMessages(): array {}
}
