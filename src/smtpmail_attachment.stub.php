<?php

/** @generate-class-entries */

namespace SmtpMail;

/**
 * A source, not bytes: it is opened again for each send.
 * @strict-properties
 * @not-serializable
 */
final class Attachment
{
    /** The file's name; '' for none. */
    public readonly string $name;
    public readonly string $contentType;
    public readonly ?string $contentId;
    /** Octets, or null where a stream's length is unknown. */
    public readonly ?int $size;

    private function __construct() {}

    /**
     * A local file; open_basedir holds; a URL is the caller's to open. The name is that of the file, the
     * content type follows from the name's extension. SourceException if it cannot be read.
     */
    public static function fromPath(string $path, ?string $name = null, ?string $contentType = null): Attachment {}

    public static function fromString(string $data, string $name, ?string $contentType = null): Attachment {}

    /**
     * From where the stream stands. What cannot seek is kept as it is read, above smtpmail.spool_memory
     * in a temporary file.
     * @param resource $stream
     */
    public static function fromStream($stream, string $name, ?string $contentType = null): Attachment {}

    /** As message/rfc822, as the message is now. */
    public static function fromMessage(Message $message, ?string $name = null): Attachment {}

    /** A copy that is shown in the html body as cid:$contentId; null: an id of its own. */
    public function inline(?string $contentId = null): Attachment {}

    /** A copy that is encoded in this way. */
    public function encoding(Encoding $encoding): Attachment {}
}
