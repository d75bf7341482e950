--TEST--
AUTH: SCRAM-...-PLUS against GNU SASL, bound to the TLS connection, and not where somebody sits between
--EXTENSIONS--
smtpmail
--SKIPIF--
<?php
exec('pkg-config --exists libgsasl openssl 2>&1 && command -v cc', $output, $code);
if ($code !== 0) {
	die('skip needs a compiler and libgsasl-dev');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$program = tempnam(sys_get_temp_dir(), 'gsasl_server');
exec("cc -o $program " . escapeshellarg(__DIR__ . '/gsasl_server.c') . ' $(pkg-config --cflags --libs libgsasl openssl) 2>&1', $output, $code);
if ($code !== 0) {
	die(implode("\n", $output));
}

function plus(string $version, string $mode, string $mechanisms, string $password = 'pencil', array $options = []): void
{
	global $program;
	$command = [$program, test_cert('localhost'), $version, $mode, $mechanisms, 'user', 'pencil'];
	$process = proc_open($command, [1 => ['pipe', 'w']], $pipes);
	$port = (int) fgets($pipes[1]);
	$mail = new SmtpMail('127.0.0.1', $port, SmtpMail\Tls::Implicit, 'user', $password,
		$options + ['localDomain' => 'client.test', 'caFile' => test_cert('ca')]);
	try {
		$mail->connect();
		$came = 'logged in';
	} catch (SmtpMail\AuthenticationException $e) {
		$came = $e->mechanism->value . ', ' . $e->getCode();
	}
	unset($mail);
	echo "$mode, $mechanisms: $came; the server: ", trim(stream_get_contents($pipes[1])), "\n";
	proc_close($process);
}

foreach (['1.3', '1.2'] as $version) {
	foreach (['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1-PLUS'] as $mechanism) {
		plus($version, 'honest', "PLAIN SCRAM-SHA-1 $mechanism");
		plus($version, 'tampered', "PLAIN SCRAM-SHA-1 $mechanism");
	}
}
plus('1.3', 'honest', 'PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS', 'wrong');
plus('1.3', 'honest', 'PLAIN SCRAM-SHA-1');
plus('1.3', 'honest', 'SCRAM-SHA-256 SCRAM-SHA-256-PLUS', 'pencil', ['authMechanisms' => [SmtpMail\AuthMechanism::ScramSha256]]);
unlink($program);
?>
--EXPECT--
honest, PLAIN SCRAM-SHA-1 SCRAM-SHA-256-PLUS: logged in; the server: TLSv1.3 SCRAM-SHA-256-PLUS: GSASL_OK
tampered, PLAIN SCRAM-SHA-1 SCRAM-SHA-256-PLUS: SCRAM-SHA-256-PLUS, 535; the server: TLSv1.3 SCRAM-SHA-256-PLUS: GSASL_AUTHENTICATION_ERROR
honest, PLAIN SCRAM-SHA-1 SCRAM-SHA-1-PLUS: logged in; the server: TLSv1.3 SCRAM-SHA-1-PLUS: GSASL_OK
tampered, PLAIN SCRAM-SHA-1 SCRAM-SHA-1-PLUS: SCRAM-SHA-1-PLUS, 535; the server: TLSv1.3 SCRAM-SHA-1-PLUS: GSASL_AUTHENTICATION_ERROR
honest, PLAIN SCRAM-SHA-1 SCRAM-SHA-256-PLUS: logged in; the server: TLSv1.2 SCRAM-SHA-256-PLUS: GSASL_OK
tampered, PLAIN SCRAM-SHA-1 SCRAM-SHA-256-PLUS: SCRAM-SHA-256-PLUS, 535; the server: TLSv1.2 SCRAM-SHA-256-PLUS: GSASL_AUTHENTICATION_ERROR
honest, PLAIN SCRAM-SHA-1 SCRAM-SHA-1-PLUS: logged in; the server: TLSv1.2 SCRAM-SHA-1-PLUS: GSASL_OK
tampered, PLAIN SCRAM-SHA-1 SCRAM-SHA-1-PLUS: SCRAM-SHA-1-PLUS, 535; the server: TLSv1.2 SCRAM-SHA-1-PLUS: GSASL_AUTHENTICATION_ERROR
honest, PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS: SCRAM-SHA-256-PLUS, 535; the server: TLSv1.3 SCRAM-SHA-256-PLUS: GSASL_AUTHENTICATION_ERROR
honest, PLAIN SCRAM-SHA-1: SCRAM-SHA-1, 535; the server: TLSv1.3 SCRAM-SHA-1: GSASL_AUTHENTICATION_ERROR
honest, SCRAM-SHA-256 SCRAM-SHA-256-PLUS: logged in; the server: TLSv1.3 SCRAM-SHA-256: GSASL_OK
