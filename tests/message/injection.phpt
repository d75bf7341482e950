--TEST--
Setters: CR, LF, CRLF and NUL are refused, and the message stays as it was
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{Address, Message};

$message = new Message('a@example.com', 'b@example.com', 'subject', 'text');
$message->date(new DateTime('2026-01-02'))->messageId('id@example.com')->header('X-Kept', 'kept');
$before = (string) $message;
$setters = [
    'from' => fn ($x) => $message->from("a@example.com$x"), 'from name' => fn ($x) => $message->from("A$x <a@example.com>"),
    'from 2' => fn ($x) => $message->from('new@example.com', "b@example.com$x"),
    'sender' => fn ($x) => $message->sender("a@example.com$x"), 'to' => fn ($x) => $message->to("a$x@example.com"),
    'cc' => fn ($x) => $message->cc("a@example.com{$x}x"), 'bcc' => fn ($x) => $message->bcc("a@example.com{$x}x"),
    'replyTo' => fn ($x) => $message->replyTo("a@example.com{$x}x"), 'returnPath' => fn ($x) => $message->returnPath("a@example.com{$x}x"),
    'subject' => fn ($x) => $message->subject("s{$x}Bcc: x@example.com"), 'messageId' => fn ($x) => $message->messageId("i{$x}d@example.com"),
    'inReplyTo' => fn ($x) => $message->inReplyTo("i{$x}d@example.com"), 'references' => fn ($x) => $message->inReplyTo('id@example.com', "i{$x}d@example.com"),
    'header name' => fn ($x) => $message->header("X-{$x}A", 'v'), 'header value' => fn ($x) => $message->header('X-Kept', "v{$x}w"),
    'second value' => fn ($x) => $message->header('X-Kept', 'new', "v{$x}w"), 'addHeader name' => fn ($x) => $message->addHeader("X{$x}", 'v'),
    'addHeader value' => fn ($x) => $message->addHeader('X-Kept', "v{$x}"), 'charset' => fn ($x) => $message->text('t', "UTF-8{$x}x"),
    'html charset' => fn ($x) => $message->html('t', "UTF{$x}"), 'Address' => fn ($x) => new Address("a@example.com$x"),
    'Address name' => fn ($x) => new Address('a@example.com', "N{$x}"), 'new from' => fn ($x) => new Message("a@example.com$x"),
    'new to' => fn ($x) => new Message(to: ["a@example.com" => "N{$x}"]), 'new subject' => fn ($x) => new Message(subject: $x),
];
foreach ($setters as $name => $set) {
    foreach (["\r", "\n", "\r\n", "\0"] as $evil) {
        try {
            $set($evil);
            echo "$name takes ", json_encode($evil), "\n";
        } catch (ValueError) {
        }
    }
}
var_dump((string) $message === $before);
foreach ([fn () => $message->subject("a\nb"), fn () => $message->header("Re\0ceived", 'x'), fn () => $message->header('X-A', 'good', "b\nad")] as $do) {
    try {
        $do();
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
bool(true)
SmtpMail\Message::subject(): Argument #1 ($subject) is refused: Subject has a line break
SmtpMail\Message::header(): Argument #1 ($name) is refused: "Re" is no header name
SmtpMail\Message::header(): Argument #3 is refused: X-A has a line break
