--TEST--
A password is not in a stack trace, nor in an error's words
--EXTENSIONS--
smtpmail
--INI--
zend.exception_ignore_args=0
--FILE--
<?php
function attempt(callable $do): void
{
    try {
        $do();
    } catch (Throwable $e) {
        $told = $e . print_r($e->getTrace(), true);
        echo get_class($e), ' ', var_export(str_contains($told, 'hunter2'), true), ' ', var_export(str_contains($told, 'SensitiveParameterValue'), true), "\n";
    }
}
attempt(fn () => new SmtpMail('mx.example', -1, password: 'hunter2'));
attempt(fn () => SmtpMail::fromDsn('smtp://user:hunter2@mx.example?nonsense=1'));
attempt(fn () => smtpmail_send('a@example.com', 'x', from: 'b@example.com', dsn: 'smtp://u:hunter2@mx.example?nonsense=1'));
attempt(fn () => smtpmail_send('a@example.com', 'x', from: 'b@example.com', options: ['host' => 'x', 'password' => 'hunter2', 'nonsense' => 1]));
attempt(fn () => new SmtpMail(options: ['passphrase' => 'hunter2', 'typo' => 1]));
attempt(fn () => SmtpMail::fromDsn('smtp://mx.example', ['passphrase' => 'hunter2', 'typo' => 1]));
// A '?' that was to be a part of the password.
attempt(fn () => SmtpMail::fromDsn('smtps://u:2024?hunter2=1@mx.example'));
--EXPECT--
ValueError false true
ValueError false true
ValueError false true
ValueError false true
ValueError false true
ValueError false true
ValueError false true
