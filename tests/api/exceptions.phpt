--TEST--
Exceptions: the tree, their properties, and one that a user makes himself
--EXTENSIONS--
smtpmail
--FILE--
<?php
use SmtpMail\{ConnectionException, Message, Outcome, SmtpMailException, Stage};

try {
    (new SmtpMail('127.0.0.1', 1))->send(new Message('a@example.com', 'b@example.com'));
} catch (ConnectionException $e) {
    var_dump($e instanceof SmtpMailException, $e instanceof RuntimeException, $e->getCode(), $e->stage, $e->outcome, $e->transient, $e->reply);
    var_dump($e->isRetrySafe(), is_string($e->getTranscript()), $e->result->outcome, $e->result->getCode());
    var_dump(basename($e->getFile()) === basename(__FILE__), $e->getLine());
    try {
        $e->transient = false;
    } catch (Error $error) {
        echo $error->getMessage(), "\n";
    }
}
$own = new SmtpMail\InDoubtException('own', 5);
var_dump($own->getMessage(), $own->getCode(), $own->getTranscript());
foreach ([fn () => $own->isRetrySafe(), fn () => $own->stage] as $do) {
    try {
        $do();
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
var_dump(is_subclass_of(SmtpMail\InDoubtException::class, ConnectionException::class));
--EXPECT--
bool(true)
bool(true)
int(0)
enum(SmtpMail\Stage::Connect)
enum(SmtpMail\Outcome::NotSent)
bool(true)
NULL
bool(true)
bool(true)
enum(SmtpMail\Outcome::NotSent)
int(0)
bool(true)
int(5)
Cannot modify readonly property SmtpMail\SmtpMailException::$transient
string(3) "own"
int(5)
string(0) ""
Error: Typed property SmtpMail\SmtpMailException::$outcome must not be accessed before initialization
Error: Typed property SmtpMail\SmtpMailException::$stage must not be accessed before initialization
bool(false)
