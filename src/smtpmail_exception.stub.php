<?php

/** @generate-class-entries */

namespace SmtpMail;

/** getCode(): the SMTP reply code, or 0. */
class SmtpMailException extends \RuntimeException
{
    public readonly Stage $stage;
    public readonly Outcome $outcome;
    public readonly bool $transient;
    public readonly ?Reply $reply;
    public readonly ?Result $result;
    private string $transcript = '';

    final public function getTranscript(): string {}

    /** May the same mail be sent again without a duplicate, and might that help? */
    final public function isRetrySafe(): bool {}
}

/** Always NotSent. */
class ConnectionException extends SmtpMailException
{
}

class TimeoutException extends ConnectionException
{
}

class TlsException extends ConnectionException
{
}

class AuthenticationException extends SmtpMailException
{
    public readonly array $offered;
    public readonly ?AuthMechanism $mechanism;
}

/** The server broke the protocol: connection closed. */
class ProtocolException extends SmtpMailException
{
}

class CapabilityException extends SmtpMailException
{
    public readonly string $capability;
}

/** The server said no; the connection stays usable. */
class RejectedException extends SmtpMailException
{
}

class SenderRejectedException extends RejectedException
{
}

class RecipientsRejectedException extends RejectedException
{
}

class MessageRejectedException extends RejectedException
{
}

/** The content could not be read: nothing was delivered. */
class SourceException extends SmtpMailException
{
}

/** Nothing was delivered. */
class CancelledException extends SmtpMailException
{
}

/** None accepted, at least one in doubt. */
class InDoubtException extends SmtpMailException
{
}
