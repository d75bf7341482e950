<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * What comes of the mails of a batch or of sendAll(), each once.
 * @strict-properties
 * @not-serializable
 */
final class BatchIterator implements \Iterator
{
    private function __construct() {}

    public function current(): mixed {}

    public function key(): mixed {}

    public function next(): void {}

    public function rewind(): void {}

    public function valid(): bool {}
}
