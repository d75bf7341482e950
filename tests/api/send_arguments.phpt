--TEST--
smtpmail_send(): all arguments are checked before anything is connected
--EXTENSIONS--
smtpmail
--FILE--
<?php
// Whoever gets as far as connecting finds nobody there: a warning and 0.
const DSN = 'smtp://127.0.0.1:1';
function attempt(string $what, ...$args): void
{
    try {
        $result = 'untouched';
        $code = @smtpmail_send(...$args + ['to' => 'a@example.com', 'subject' => 's', 'from' => 'f@example.com', 'dsn' => DSN]);
        echo "$what: code $code\n";
    } catch (Error $e) {
        echo "$what: ", get_class($e), ': ', $e->getMessage(), "\n";
    }
}
attempt('plain');
attempt('array', to: ['a@example.com', 'B <b@example.com>', new SmtpMail\Address('c@example.com')]);
attempt('map', to: ['a@example.com' => 'A'], cc: [], replyTo: ['r@example.com']);
attempt('headers', headers: ['X-One' => '1', 'X-Two' => ['a', 'b']]);
attempt('comma list', to: 'a@example.com, b@example.com');
attempt('no recipient', to: []);
attempt('bcc only', to: [], bcc: 'b@example.com');
attempt('bad cc', cc: ['nonsense']);
attempt('number', to: [5]);
attempt('null in map', to: ['a@example.com' => null]);
attempt('subject', subject: "a\r\nBcc: x@example.com");
attempt('text', text: "\xff");
attempt('html', html: "\xff");
attempt('from list', from: 'a@example.com, b@example.com');
attempt('header name', headers: ["X-A\nB" => '1']);
attempt('header value', headers: ['X-A' => "1\n2"]);
attempt('header reserved', headers: ['Bcc' => 'x@example.com']);
attempt('header number', headers: ['X-A' => 1]);
attempt('header list', headers: ['X-A: 1']);
attempt('attachments', attachments: [1]);
attempt('dsn', dsn: 'nonsense');
attempt('dsn and host', options: ['host' => '127.0.0.1']);
attempt('options', options: ['nonsense' => 1]);
attempt('host', dsn: null, options: ['host' => '127.0.0.1', 'port' => 1, 'tls' => SmtpMail\Tls::None]);
attempt('port without host', dsn: null, options: ['port' => 1]);
echo "-- from\n";
attempt('none', from: null);
attempt('user name', from: null, dsn: 'smtp://user%40example.com:x@127.0.0.1:1');
attempt('user name that is no address', from: null, dsn: 'smtp://user:x@127.0.0.1:1');
ini_set('smtpmail.default_from', 'Ini <ini@example.com>');
attempt('ini', from: null);
ini_set('smtpmail.default_from', 'nonsense');
attempt('bad ini', from: null);
echo "-- ini dsn\n";
ini_set('smtpmail.default_dsn', DSN);
attempt('good', dsn: null);
ini_set('smtpmail.default_dsn', 'smtp://x?nonsense=1');
attempt('bad', dsn: null);
echo "-- result\n";
set_error_handler(function (int $level, string $message) {
    echo $level === E_WARNING ? 'E_WARNING' : $level, ": $message\n";
    return true;
});
$code = smtpmail_send('a@example.com', 's', from: 'f@example.com', dsn: DSN, result: $result);
var_dump($code === SMTPMAIL_NOT_SENT, $result->getCode(), $result->outcome, $result->attempts, count($result->recipients));
echo json_encode($result->recipients[0]->recipient), ' ', $result->recipients[0]->outcome->value, "\n";
$kept = $result;
try {
    smtpmail_send('nonsense', 's', result: $result);
} catch (ValueError) {
    var_dump($result === $kept);
}
--EXPECT--
plain: code 0
array: code 0
map: code 0
headers: code 0
comma list: ValueError: smtpmail_send(): Argument #1 ($to) is refused: invalid address "a@example.com, b@example.com": one address expected; give several as an array
no recipient: ValueError: the message has no recipient
bcc only: code 0
bad cc: ValueError: smtpmail_send(): Argument #6 ($cc) is refused: invalid address "nonsense": it has no @
number: TypeError: smtpmail_send(): Argument #1 ($to) must be a list of string or SmtpMail\Address, or a map of address => name, int in it
null in map: TypeError: smtpmail_send(): Argument #1 ($to) must map addresses to names of type string, null given
subject: ValueError: smtpmail_send(): Argument #2 ($subject) is refused: Subject has a line break
text: ValueError: smtpmail_send(): Argument #3 ($text) is refused: the text body is not valid UTF-8
html: ValueError: smtpmail_send(): Argument #4 ($html) is refused: the html body is not valid UTF-8
from list: ValueError: smtpmail_send(): Argument #5 ($from) is refused: invalid address "a@example.com, b@example.com": one address expected; give several as an array
header name: ValueError: smtpmail_send(): Argument #10 ($headers) is refused: "X-A B" is no header name
header value: ValueError: smtpmail_send(): Argument #10 ($headers) is refused: X-A has a line break
header reserved: ValueError: smtpmail_send(): Argument #10 ($headers) is refused: the header Bcc cannot be set by name: use bcc()
header number: TypeError: smtpmail_send(): Argument #10 ($headers) must map names to a string or a list of strings, int in it
header list: ValueError: smtpmail_send(): Argument #10 ($headers) must be a map of name => value
attachments: TypeError: smtpmail_send(): Argument #9 ($attachments) must be a list of paths or SmtpMail\Attachment, int in it
dsn: ValueError: smtpmail_send(): Argument #11 ($dsn) must begin with smtp:// or smtps://, or with another scheme that is known
dsn and host: ValueError: smtpmail_send(): Argument #12 ($options) option "host" is for where neither a DSN nor parameters name the server
options: ValueError: smtpmail_send(): Argument #12 ($options) has the unknown option "nonsense"
host: code 0
port without host: ValueError: smtpmail_send(): Argument #12 ($options) option "port" is for where neither a DSN nor parameters name the server
-- from
none: ValueError: smtpmail_send(): Argument #5 ($from) must be given: smtpmail.default_from is empty, and there is no user name that is an address
user name: code 0
user name that is no address: ValueError: smtpmail_send(): Argument #5 ($from) must be given: smtpmail.default_from is empty, and there is no user name that is an address
ini: code 0
bad ini: ValueError: smtpmail.default_from is refused: invalid address "nonsense": it has no @
-- ini dsn
good: code 0
bad: ValueError: smtpmail.default_dsn has the unknown option "nonsense"
-- result
E_WARNING: smtpmail_send(): cannot connect to 127.0.0.1 (127.0.0.1:1): Connection refused
bool(true)
int(0)
enum(SmtpMail\Outcome::NotSent)
int(0)
int(1)
{"address":"a@example.com","name":""} not_sent
bool(true)
