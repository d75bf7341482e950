--TEST--
Files: a relative path is meant from where the client was made
--EXTENSIONS--
smtpmail
openssl
--FILE--
<?php
require __DIR__ . '/../inc/smtp.inc';

$server = smtp_server("S: 220 mx\nC: EHLO *\nS: 250 mx\nDRAIN", ['implicit' => true, 'ssl' => ['verify_peer' => true, 'verify_peer_name' => false, 'cafile' => test_cert('ca')]]);
chdir(dirname(test_cert('ca')));
$mail = new SmtpMail(...$server->client(['caFile' => 'ca.pem', 'localCert' => './localhost.pem'], ['host' => 'localhost', 'tls' => SmtpMail\Tls::Implicit]));
chdir('/');
$mail->connect();
echo $mail->getServerInfo()->tlsVersion, "\n";
?>
--EXPECT--
TLSv1.3
