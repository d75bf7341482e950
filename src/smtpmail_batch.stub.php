<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * Many mails over several connections of one process.
 * @strict-properties
 * @not-serializable
 */
final class Batch implements \Countable, \IteratorAggregate
{
    private function __construct() {}

    public function add(Message $message, mixed $tag = null, ?Envelope $envelope = null): int {}

    /**
     * $onResult: fn(mixed $tag, Result|SmtpMailException $r): void; one message's error never ends the batch. $deadline: seconds
     * from now, what is left then ends as CancelledException. Returns how many were accepted.
     */
    public function run(?callable $onResult = null, ?float $deadline = null): int {}

    /** One round of I/O; returns how many are unfinished. */
    public function tick(float $timeout = 0.0, ?callable $onResult = null): int {}

    /**
     * One pollable stream for event loops and stream_select(); null where the platform has none.
     * @return resource|null
     */
    public function getStream() {}

    /** False once its content is out. */
    public function cancel(int $id): bool {}

    /** tag => Result|SmtpMailException, as they complete */
    public function getIterator(): \Iterator {}

    /** Mails whose outcome has not been given out. */
    public function count(): int {}
}
