--TEST--
The API by reflection: names, order, types and defaults are a promise
--EXTENSIONS--
smtpmail
--FILE--
<?php
function value(mixed $value): string
{
    return match (true) {
        $value instanceof UnitEnum => $value::class . '::' . $value->name,
        $value === null => 'null',
        is_array($value) => str_replace('"', "'", json_encode($value)),
        default => var_export($value, true),
    };
}
function signature(ReflectionFunctionAbstract $f): string
{
    $params = [];
    foreach ($f->getParameters() as $p) {
        $params[] = ($p->getAttributes(SensitiveParameter::class) ? '#[SensitiveParameter] ' : '')
            . ltrim($p->getType() . ' ') . ($p->isPassedByReference() ? '&' : '')
            . ($p->isVariadic() ? '...' : '') . '$' . $p->getName()
            . ($p->isDefaultValueAvailable() ? ' = ' . value($p->getDefaultValue()) : '');
    }
    return $f->getName() . '(' . implode(', ', $params) . ')' . ($f->hasReturnType() ? ': ' . $f->getReturnType() : '');
}
$extension = new ReflectionExtension('smtpmail');
foreach ($extension->getConstants() as $name => $constant) {
    echo $name, ' = ', $name === 'SMTPMAIL_VERSION' ? get_debug_type($constant) : value($constant), "\n";
}
foreach ($extension->getFunctions() as $function) {
    echo signature($function), "\n";
}
$classes = $extension->getClasses();
ksort($classes);
foreach ($classes as $class) {
    echo "\n", $class->isEnum() ? 'enum ' : ($class->isFinal() ? 'final class ' : 'class '), $class->getName();
    echo $class->getParentClass() ? ' extends ' . $class->getParentClass()->getName() : '';
    $interfaces = array_diff($class->getInterfaceNames(), ['UnitEnum', 'BackedEnum', 'Throwable']);
    sort($interfaces);
    echo $interfaces && !$class->getParentClass() ? ' implements ' . implode(', ', $interfaces) : '', "\n";
    foreach ($class->getReflectionConstants() as $constant) {
        $case = $constant->getValue();
        echo '  ', $constant->getName(), match (true) {
            $case instanceof BackedEnum => " '{$case->value}'", $case instanceof UnitEnum => '', default => " = $case",
        }, "\n";
    }
    foreach ($class->isEnum() ? [] : $class->getProperties(ReflectionProperty::IS_PUBLIC) as $property) {
        if ($property->getDeclaringClass()->getName() === $class->getName()) {
            echo '  ', $property->isReadOnly() ? 'readonly ' : '', $property->getType(), ' $', $property->getName(), "\n";
        }
    }
    foreach ($class->isEnum() ? [] : $class->getMethods() as $method) {
        if ($method->getDeclaringClass()->getName() === $class->getName()) {
            $words = array_diff(Reflection::getModifierNames($method->getModifiers()), ['public']);
            echo '  ', implode(' ', [...$words, signature($method)]), "\n";
        }
    }
}
--EXPECT--
SMTPMAIL_NOT_SENT = 0
SMTPMAIL_IN_DOUBT = -1
SMTPMAIL_VERSION = string
smtpmail_send(SmtpMail\Address|array|string $to, string $subject, string $text = '', ?string $html = null, SmtpMail\Address|string|null $from = null, SmtpMail\Address|array|string $cc = [], SmtpMail\Address|array|string $bcc = [], SmtpMail\Address|array|string|null $replyTo = null, array $attachments = [], array $headers = [], #[SensitiveParameter] ?string $dsn = null, #[SensitiveParameter] array $options = [], ?SmtpMail\Result &$result = null): int
smtpmail_reply_text(int $code): ?string
smtpmail_stats(): array

class SmtpMail
  REDACT_SECRETS = 1
  REDACT_RECIPIENTS = 2
  REDACT_BODY = 4
  __construct(string $host = 'localhost', int $port = 0, SmtpMail\Tls $tls = SmtpMail\Tls::Auto, ?string $username = null, #[SensitiveParameter] Closure|string|null $password = null, #[SensitiveParameter] array $options = [])
  static fromDsn(#[SensitiveParameter] string $dsn, #[SensitiveParameter] array $options = []): static
  send(SmtpMail\Message $message, ?SmtpMail\Envelope $envelope = null): SmtpMail\Result
  sendAll(Traversable|array $messages, int $connections = 4): Traversable
  batch(int $connections = 4): SmtpMail\Batch
  verify(): SmtpMail\ServerInfo
  connect(): void
  close(): void
  isConnected(): bool
  getServerInfo(): ?SmtpMail\ServerInfo
  getTranscript(): string
  setLogger(?callable $logger, int $redact = 5): static
  setWaiter(?callable $waiter): static
  getMessages(): array

final class SmtpMail\Address implements JsonSerializable, Stringable
  readonly string $address
  readonly string $name
  readonly string $localPart
  readonly string $domain
  __construct(string $address, string $name = '')
  static parse(string $spec): SmtpMail\Address
  static tryParse(string $spec): ?SmtpMail\Address
  static parseList(string $header): array
  toAscii(): string
  __toString(): string
  jsonSerialize(): array

final class SmtpMail\Attachment
  readonly string $name
  readonly string $contentType
  readonly ?string $contentId
  readonly ?int $size
  private __construct()
  static fromPath(string $path, ?string $name = null, ?string $contentType = null): SmtpMail\Attachment
  static fromString(string $data, string $name, ?string $contentType = null): SmtpMail\Attachment
  static fromStream($stream, string $name, ?string $contentType = null): SmtpMail\Attachment
  static fromMessage(SmtpMail\Message $message, ?string $name = null): SmtpMail\Attachment
  inline(?string $contentId = null): SmtpMail\Attachment
  encoding(SmtpMail\Encoding $encoding): SmtpMail\Attachment

enum SmtpMail\AuthMechanism
  Plain 'PLAIN'
  Login 'LOGIN'
  CramMd5 'CRAM-MD5'
  ScramSha1 'SCRAM-SHA-1'
  ScramSha1Plus 'SCRAM-SHA-1-PLUS'
  ScramSha256 'SCRAM-SHA-256'
  ScramSha256Plus 'SCRAM-SHA-256-PLUS'
  XOAuth2 'XOAUTH2'
  OAuthBearer 'OAUTHBEARER'
  External 'EXTERNAL'

class SmtpMail\AuthenticationException extends SmtpMail\SmtpMailException
  readonly array $offered
  readonly ?SmtpMail\AuthMechanism $mechanism

final class SmtpMail\Batch implements Countable, IteratorAggregate, Traversable
  private __construct()
  add(SmtpMail\Message $message, mixed $tag = null, ?SmtpMail\Envelope $envelope = null): int
  run(?callable $onResult = null, ?float $deadline = null): int
  tick(float $timeout = 0.0, ?callable $onResult = null): int
  getStream()
  cancel(int $id): bool
  getIterator(): Iterator
  count(): int

final class SmtpMail\BatchIterator implements Iterator, Traversable
  private __construct()
  current(): mixed
  key(): mixed
  next(): void
  rewind(): void
  valid(): bool

class SmtpMail\CancelledException extends SmtpMail\SmtpMailException

class SmtpMail\CapabilityException extends SmtpMail\SmtpMailException
  readonly string $capability

enum SmtpMail\Cipher
  Aes256Gcm 'aes-256-gcm'
  Aes256Cbc 'aes-256-cbc'

class SmtpMail\ConnectionException extends SmtpMail\SmtpMailException

final class SmtpMail\DkimSigner
  __construct(string $domain, string $selector, #[SensitiveParameter] string $privateKey, #[SensitiveParameter] ?string $passphrase = null, array $headers = [], array $oversign = ['From'], ?int $expiresAfter = null)

enum SmtpMail\DsnReturn
  Full 'FULL'
  Headers 'HDRS'

enum SmtpMail\Encoding
  Auto 'auto'
  SevenBit '7bit'
  EightBit '8bit'
  QuotedPrintable 'quoted-printable'
  Base64 'base64'
  Binary 'binary'

final class SmtpMail\Envelope
  readonly ?SmtpMail\Address $sender
  readonly array $recipients
  readonly ?string $envelopeId
  readonly ?SmtpMail\DsnReturn $return
  readonly bool $requireTls
  readonly ?int $priority
  readonly ?int $holdFor
  readonly ?int $deliverBy
  __construct(SmtpMail\Address|string|null $sender, array $recipients, ?string $envelopeId = null, ?SmtpMail\DsnReturn $return = null, bool $requireTls = false, ?int $priority = null, ?int $holdFor = null, ?int $deliverBy = null)

final class SmtpMail\Group
  readonly string $name
  readonly array $addresses
  __construct(string $name, array $addresses = [])

class SmtpMail\InDoubtException extends SmtpMail\SmtpMailException

final class SmtpMail\Message implements Stringable
  __construct(SmtpMail\Address|string|null $from = null, SmtpMail\Address|array|string $to = [], string $subject = '', string $text = '', ?string $html = null)
  static fromRaw(mixed $eml): SmtpMail\Message
  from(SmtpMail\Address|string ...$addresses): static
  sender(SmtpMail\Address|string $address): static
  to(SmtpMail\Address|SmtpMail\Group|string ...$addresses): static
  cc(SmtpMail\Address|SmtpMail\Group|string ...$addresses): static
  bcc(SmtpMail\Address|string ...$addresses): static
  replyTo(SmtpMail\Address|string ...$addresses): static
  returnPath(SmtpMail\Address|string|null $address): static
  subject(string $subject): static
  date(DateTimeInterface $date): static
  messageId(string $id): static
  idempotencyKey(string $key): static
  inReplyTo(string $id, string ...$references): static
  priority(int $priority): static
  text(string $body, string $charset = 'UTF-8', SmtpMail\Encoding $encoding = SmtpMail\Encoding::Auto): static
  html(string $body, string $charset = 'UTF-8', SmtpMail\Encoding $encoding = SmtpMail\Encoding::Auto): static
  calendar(string $ics, string $method = 'REQUEST'): static
  alternative(string $contentType, string $body): static
  attach(SmtpMail\Attachment ...$attachments): static
  attachFromPath(string $path, ?string $name = null, ?string $contentType = null): static
  embedFromPath(string $path, ?string $name = null, ?string $contentType = null): static
  header(string $name, string ...$values): static
  addHeader(string $name, string $value): static
  removeHeader(string $name): static
  listUnsubscribe(?string $httpsUrl, ?string $mailto = null): static
  sign(SmtpMail\DkimSigner|SmtpMail\SmimeSigner ...$signers): static
  encryptFor(string ...$certificates): static
  cipher(SmtpMail\Cipher $cipher): static
  getMessageId(): string
  getEnvelope(): SmtpMail\Envelope
  getSize(): ?int
  writeTo($stream): int
  __toString(): string

class SmtpMail\MessageRejectedException extends SmtpMail\RejectedException

enum SmtpMail\Need
  Never
  Prefer
  Require

enum SmtpMail\Notify
  Never 'NEVER'
  Success 'SUCCESS'
  Failure 'FAILURE'
  Delay 'DELAY'

enum SmtpMail\Outcome
  Accepted 'accepted'
  Rejected 'rejected'
  NotSent 'not_sent'
  InDoubt 'in_doubt'

class SmtpMail\ProtocolException extends SmtpMail\SmtpMailException

final class SmtpMail\Recipient
  readonly SmtpMail\Address $address
  readonly array $notify
  readonly ?string $originalRecipient
  __construct(SmtpMail\Address|string $address, array $notify = [], ?string $originalRecipient = null)

enum SmtpMail\RecipientPolicy
  DeliverAccepted
  RequireAll

final class SmtpMail\RecipientResult
  readonly SmtpMail\Address $recipient
  readonly SmtpMail\Outcome $outcome
  readonly ?SmtpMail\Reply $reply
  private __construct()

class SmtpMail\RecipientsRejectedException extends SmtpMail\RejectedException

class SmtpMail\RejectedException extends SmtpMail\SmtpMailException

final class SmtpMail\Reply implements Stringable
  readonly int $code
  readonly ?string $enhanced
  readonly array $lines
  readonly SmtpMail\Stage $stage
  private __construct()
  isPositive(): bool
  isTransient(): bool
  isPermanent(): bool
  __toString(): string

final class SmtpMail\Result implements JsonSerializable
  readonly SmtpMail\Outcome $outcome
  readonly ?SmtpMail\Reply $reply
  readonly string $messageId
  readonly ?string $queueId
  readonly array $recipients
  readonly array $accepted
  readonly array $rejected
  readonly string $remote
  readonly ?string $tlsVersion
  readonly bool $reusedConnection
  readonly int $bytes
  readonly int $attempts
  readonly array $timings
  private __construct()
  getCode(): int
  isPartial(): bool
  retryable(): array
  inDoubt(): array
  jsonSerialize(): array

class SmtpMail\SenderRejectedException extends SmtpMail\RejectedException

final class SmtpMail\ServerInfo
  readonly string $greeting
  readonly string $name
  readonly array $extensions
  readonly array $authMechanisms
  readonly ?int $maxSize
  readonly ?string $tlsVersion
  readonly ?string $tlsCipher
  readonly ?DateTimeImmutable $certificateExpires
  private __construct()
  supports(string $extension): bool

final class SmtpMail\SmimeSigner
  __construct(string $certificate, #[SensitiveParameter] string $privateKey, #[SensitiveParameter] ?string $passphrase = null, array $extraCertificates = [])

class SmtpMail\SmtpMailException extends RuntimeException
  readonly SmtpMail\Stage $stage
  readonly SmtpMail\Outcome $outcome
  readonly bool $transient
  readonly ?SmtpMail\Reply $reply
  readonly ?SmtpMail\Result $result
  final getTranscript(): string
  final isRetrySafe(): bool

class SmtpMail\SourceException extends SmtpMail\SmtpMailException

enum SmtpMail\Stage
  Resolve 'resolve'
  Connect 'connect'
  Proxy 'proxy'
  Handshake 'tls'
  Greeting 'greeting'
  Ehlo 'ehlo'
  StartTls 'starttls'
  Auth 'auth'
  MailFrom 'mail'
  RcptTo 'rcpt'
  Data 'data'
  Content 'content'
  Commit 'commit'
  Reset 'rset'
  Quit 'quit'

class SmtpMail\TimeoutException extends SmtpMail\ConnectionException

enum SmtpMail\Tls
  Auto
  None
  StartTls
  Implicit
  Opportunistic

class SmtpMail\TlsException extends SmtpMail\ConnectionException
