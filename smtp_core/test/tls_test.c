/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * TLS against OpenSSL's own server in a child process: resumption, pins, ciphers, and what TLS does
 * between the lines (key updates, renegotiation, close_notify) to a client with a kept connection.
 * Which certificates are accepted is for the PHPTs in tests/tls. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto_fixture.h"
#include "net/smtpc_tls_int.h"

#define GREET "220 mx\r\n"
#define EHLO "250-mx\r\n250 PIPELINING\r\n"
#define GO "250 ok\r\n250 ok\r\n354 go\r\n"
#define OK "250 ok\r\n"

/* One connection as the server plays it. */
typedef struct dialogue {
	SSL_CTX *ctx;
	int tickets;
	const char *flights[12]; /* text, or KEYUPDATE, RENEGOTIATE, NOTIFY, CUT */
} dialogue;

static EVP_PKEY *ca_key, *key, *other_key;
static X509 *ca, *cert, *other_cert;
static char ca_file[] = "/tmp/smtpc_tls_test.XXXXXX";

/* ---- the server ---------------------------------------------------------- */

static void make_san(X509 *x509, const char *names)
{
	X509V3_CTX ctx;
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, NULL, x509, NULL, NULL, 0);
	X509_EXTENSION *ext = X509V3_EXT_nconf_nid(NULL, &ctx, NID_subject_alt_name, names);
	CHECK(ext != NULL && X509_add_ext(x509, ext, -1) == 1);
	X509_EXTENSION_free(ext);
	CHECK(X509_sign(x509, ca_key, EVP_sha256()) > 0);
}

static void make_certificates(void)
{
	ca_key = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	key = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	other_key = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	ca = fixture_cert("the tests' authority", ca_key, NULL, NULL, "keyCertSign");
	cert = fixture_cert("server", key, ca, ca_key, NULL);
	make_san(cert, "IP:127.0.0.1,DNS:a.example");
	other_cert = fixture_cert("server", other_key, NULL, NULL, NULL);
	smtpc_str pem = fixture_cert_pem(ca);
	int fd = mkstemp(ca_file);
	CHECK(write(fd, pem.ptr, pem.len) == (ssize_t)pem.len);
	(void)close(fd);
	fixture_text_free(pem);
}

static SSL_CTX *server_ctx(int version, X509 *x509, EVP_PKEY *pkey, uint64_t options)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	CHECK_INT(SSL_CTX_set_min_proto_version(ctx, version), 1);
	CHECK_INT(SSL_CTX_set_max_proto_version(ctx, version), 1);
	CHECK_INT(SSL_CTX_use_certificate(ctx, x509), 1);
	CHECK_INT(SSL_CTX_use_PrivateKey(ctx, pkey), 1);
	(void)SSL_CTX_set_options(ctx, options);
	return ctx;
}

static SSL_CTX *usual_ctx(int version)
{
	return server_ctx(version, cert, key, 0);
}

/* False: the connection is over. */
static bool play_flight(SSL *ssl, int fd, const char *flight)
{
	if (strcmp(flight, "KEYUPDATE") == 0) {
		return SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(ssl) == 1;
	}
	if (strcmp(flight, "RENEGOTIATE") == 0) {
		return SSL_renegotiate(ssl) == 1 && SSL_do_handshake(ssl) == 1;
	}
	if (strcmp(flight, "NOTIFY") == 0) {
		(void)SSL_shutdown(ssl);
		return false;
	}
	if (strcmp(flight, "CUT") == 0) {
		(void)shutdown(fd, SHUT_RDWR);
		return false;
	}
	return SSL_write(ssl, flight, (int)strlen(flight)) > 0;
}

/* The first flight at once, each text after something was read; the directives with the flight
 * before them. */
static void play(int fd, const dialogue *d)
{
	char sink[65536];
	SSL *ssl = SSL_new(d->ctx);
	(void)SSL_set_num_tickets(ssl, (size_t)d->tickets);
	(void)SSL_set_fd(ssl, fd);
	bool open = SSL_accept(ssl) == 1;
	for (size_t i = 0; open && d->flights[i] != NULL; i++) {
		bool text = d->flights[i][3] == ' ' || d->flights[i][3] == '-';
		open = (i == 0 || !text || SSL_read(ssl, sink, sizeof sink) > 0) &&
			play_flight(ssl, fd, d->flights[i]);
	}
	while (open && SSL_read(ssl, sink, sizeof sink) > 0) {
		continue;
	}
	(void)close(fd);
	_exit(0);
}

static pid_t play_in_child(int fd, const dialogue *d)
{
	pid_t pid = fork();
	if (pid == 0) {
		(void)signal(SIGPIPE, SIG_IGN);
		(void)alarm(60);
		play(fd, d);
	}
	return pid;
}

/* ---- the client, without SMTP -------------------------------------------- */

static smtpc_options usual_options(void)
{
	smtpc_options o;
	smtpc_options_init(&o);
	o.host = SMTPC_STR("127.0.0.1");
	o.tls = SMTPC_TLS_IMPLICIT;
	o.ca_file = smtpc_str_of(ca_file);
	return o;
}

static smtpc_tls_context *usual_context(void)
{
	smtpc_options o = usual_options();
	smtpc_error err = {0};
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	return context;
}

typedef struct shaken {
	int rv;
	smtpc_error err;
	smtpc_server_info info;
	ptrdiff_t received;
	char reason[256]; /* why nothing could be received */
} shaken;

/* One handshake, and the greeting, behind which the tickets are in. */
static shaken shake(smtpc_tls_context *context, SSL_CTX *ctx, int tickets)
{
	int fds[2], sys_errno;
	char greeting[16];
	dialogue d = {ctx, tickets, {GREET}};
	shaken s = {.rv = 0};
	CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	CHECK_INT(fcntl(fds[0], F_SETFL, O_NONBLOCK), 0);
	pid_t pid = play_in_child(fds[1], &d);
	(void)close(fds[1]);
	smtpc_tls *tls = smtpc_tls_new(context, fds[0], &s.err);
	CHECK(tls != NULL);
	while ((s.rv = smtpc_tls_handshake(tls, false, &s.err)) == 0) {
		bool write = smtpc_tls_wants_write(tls);
		CHECK_INT(smtpc_wait(fds[0], !write, write, 30), 1);
	}
	ptrdiff_t n = SMTPC_SOCK_AGAIN;
	while (s.rv == 1 &&
		(n = smtpc_tls_recv(tls, greeting, sizeof greeting, &sys_errno)) == SMTPC_SOCK_AGAIN) {
		CHECK_INT(smtpc_wait(fds[0], true, false, 30), 1);
	}
	s.received = n;
	if (n == SMTPC_SOCK_ERROR) {
		(void)snprintf(s.reason, sizeof s.reason, "%s", smtpc_tls_reason());
	}
	if (s.rv == 1) {
		smtpc_tls_describe(tls, &s.info);
	}
	smtpc_tls_free(tls, true);
	(void)close(fds[0]);
	(void)waitpid(pid, NULL, 0);
	return s;
}

static void check_shake(smtpc_tls_context *context, SSL_CTX *ctx, int tickets, bool resumed)
{
	shaken s = shake(context, ctx, tickets);
	CHECK_STR(smtpc_str_of(s.err.message), "");
	CHECK_INT(s.rv, 1);
	CHECK_INT(s.received, (int)strlen(GREET));
	CHECK_INT(s.info.tls_resumed, resumed);
	CHECK(s.info.tls_version[0] != '\0' && s.info.tls_cipher[0] != '\0');
	CHECK(s.info.certificate_expires > 0);
}

static void a_ticket_is_used_once(void)
{
	SSL_CTX *server = usual_ctx(TLS1_3_VERSION);
	smtpc_tls_context *context = usual_context();
	check_shake(context, server, 2, false);
	check_shake(context, server, 0, true);
	check_shake(context, server, 0, true);
	check_shake(context, server, 0, false);
	check_shake(context, server, 2, false);
	check_shake(context, server, 1, true);
	CHECK_INT(context->sessions.count, 2);
	smtpc_tls_context_free(context);
	/* More than there is room for: the oldest make way. */
	context = usual_context();
	check_shake(context, server, 40, false);
	CHECK_INT(context->sessions.count, SMTPC_TLS_SESSIONS_MAX);
	check_shake(context, server, 0, true);
	smtpc_tls_context_free(context);
	SSL_CTX_free(server);
}

/* Two clients one after the other, with what they have in common; a child of a fork has none of it. */
static void clients_share_sessions(void)
{
	SSL_CTX *server = usual_ctx(TLS1_3_VERSION);
	smtpc_options o = usual_options();
	o.tls_cache = smtpc_tls_cache_new(NULL);
	for (int i = 0; i < 2; i++) {
		smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, NULL);
		check_shake(context, server, 2, i > 0);
		smtpc_tls_context_free(context);
	}
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, NULL);
	CHECK(context->sessions.count > 0);
	int status = -1;
	pid_t pid = fork();
	if (pid == 0) {
		SSL *ssl = SSL_new(context->ssl_ctx);
		smtpc_tls_sessions_offer(context, ssl);
		_exit(SSL_get_session(ssl) == NULL && context->sessions.count == 0 ? 0 : 1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	check_shake(context, server, 0, true);
	smtpc_tls_context_free(context);
	smtpc_tls_cache_free(o.tls_cache);
	SSL_CTX_free(server);
}

static void sessions_of_tls_1_2_serve_again(void)
{
	SSL_CTX *server = usual_ctx(TLS1_2_VERSION);
	smtpc_tls_context *context = usual_context();
	check_shake(context, server, 0, false);
	check_shake(context, server, 0, true);
	check_shake(context, server, 0, true);
	smtpc_tls_context_free(context);
	SSL_CTX_free(server);
#ifdef SSL_OP_NO_EXTENDED_MASTER_SECRET
	server = server_ctx(TLS1_2_VERSION, cert, key, SSL_OP_NO_EXTENDED_MASTER_SECRET);
	context = usual_context();
	check_shake(context, server, 0, false);
	check_shake(context, server, 0, false);
	smtpc_tls_context_free(context);
	SSL_CTX_free(server);
#endif
}

static void nothing_unverified_is_resumed(void)
{
	SSL_CTX *server = server_ctx(TLS1_3_VERSION, other_cert, other_key, 0);
	smtpc_options o = usual_options();
	o.verify_peer = o.verify_peer_name = false;
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, NULL);
	check_shake(context, server, 2, false);
	check_shake(context, server, 2, false);
	smtpc_tls_context_free(context);
	SSL_CTX_free(server);
}

/* A session shows that we have talked to this server before, not that it is still the right one. */
static void a_resumed_session_is_checked_again(void)
{
	static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};
	for (size_t i = 0; i < 2; i++) {
		SSL_CTX *server = usual_ctx(versions[i]);
		smtpc_tls_context *context = usual_context();
		check_shake(context, server, 4, false);
		context->name[0] = '9';
		shaken s = shake(context, server, 4);
		CHECK_INT(s.rv, SMTPC_E_TLS_VERIFY);
		CHECK(strstr(s.err.message, "not for 927.0.0.1 but for 127.0.0.1, a.example") != NULL);
		/* And what failed is not tried again. */
		CHECK_INT(context->sessions.count, 0);
		context->name[0] = '1';
		check_shake(context, server, 4, false);
		smtpc_fingerprint pin = {.kind = SMTPC_FINGERPRINT_SHA256};
		context->pins = &pin;
		context->pin_count = 1;
		s = shake(context, server, 4);
		CHECK_INT(s.rv, SMTPC_E_TLS_VERIFY);
		CHECK(strstr(s.err.message, "peerFingerprint") != NULL);
		context->pins = NULL;
		context->pin_count = 0;
		smtpc_tls_context_free(context);
		SSL_CTX_free(server);
	}
}

static void a_session_does_not_vouch_for_another_server(void)
{
	SSL_CTX *server = usual_ctx(TLS1_3_VERSION);
	SSL_CTX *impostor = server_ctx(TLS1_3_VERSION, other_cert, other_key, 0);
	smtpc_tls_context *context = usual_context();
	check_shake(context, server, 2, false);
	CHECK_INT(shake(context, impostor, 2).rv, SMTPC_E_TLS_VERIFY);
	check_shake(context, server, 2, false);
	smtpc_tls_context_free(context);
	SSL_CTX_free(impostor);
	SSL_CTX_free(server);
}

static void a_session_ends_with_its_certificate(void)
{
	X509 *brief = X509_dup(cert);
	SSL_CTX *server = server_ctx(TLS1_3_VERSION, brief, key, 0);
	smtpc_tls_context *context = usual_context();
	check_shake(context, server, 2, false);
	CHECK_INT(context->sessions.count, 2);
	/* The copy that the session holds, made to end; nobody looks at its signature again. */
	for (size_t i = 0; i < context->sessions.count; i++) {
		X509 *held = SSL_SESSION_get0_peer(context->sessions.list[i].session);
		(void)X509_gmtime_adj(X509_getm_notAfter(held), -60);
	}
	check_shake(context, server, 0, false);
	check_shake(context, server, 1, false);
	(void)SSL_SESSION_set_timeout(context->sessions.list[0].session, 7 * 86400);
	context->sessions.list[0].since -= 2 * 86400;
	check_shake(context, server, 0, false);
	smtpc_tls_context_free(context);
	SSL_CTX_free(server);
	X509_free(brief);
}

/* ---- fingerprints -------------------------------------------------------- */

static void fingerprints_are_read(void)
{
	static const char hex[] = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
	static const char colons[] = "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:"
								 "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";
	static const struct {
		const char *kind, *hex;
		bool good;
	} cases[] = {
		{"sha256", hex, true},
		{"SHA256", colons, true},
		{"spki-sha256", hex, true},
		{"sha512", hex, false},
		{"sha1", "00112233445566778899aabbccddeeff00112233", false},
		{"md5", "00112233445566778899aabbccddeeff", false},
		{"", hex, false},
		{"sha256", "", false},
		{"sha256", "00", false},
		{"sha256", "0g112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", false},
		{"sha256", "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEF", false},
		{"sha256", "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF0", false},
		{"sha256", "00:112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF", false},
		{"sha256",
			"00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:"
			"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE FF",
			false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		smtpc_fingerprint out;
		smtpc_error err = {0};
		int rv = smtpc_fingerprint_parse(
			&out, smtpc_str_of(cases[i].kind), smtpc_str_of(cases[i].hex), &err);
		CHECK_INT(rv, cases[i].good ? SMTPC_OK : SMTPC_E_ARGUMENT);
		if (cases[i].good) {
			CHECK_INT(out.digest[1], 0x11);
			CHECK_INT(out.digest[31], 0xff);
		} else {
			CHECK(err.message[0] != '\0');
		}
	}
}

static smtpc_fingerprint pin_of(smtpc_fingerprint_kind kind, const X509 *x509)
{
	smtpc_fingerprint pin = {.kind = kind};
	unsigned len = sizeof pin.digest;
	unsigned char *der = NULL;
	int der_len;
	switch (kind) {
	case SMTPC_FINGERPRINT_SPKI_SHA256:
		der_len = i2d_PUBKEY(X509_get0_pubkey(x509), &der);
		CHECK_INT(EVP_Digest(der, (size_t)der_len, pin.digest, &len, EVP_sha256(), NULL), 1);
		OPENSSL_free(der);
		break;
	case SMTPC_FINGERPRINT_SHA512:
		CHECK_INT(X509_digest(x509, EVP_sha512(), pin.digest, &len), 1);
		break;
	default:
		CHECK_INT(X509_digest(x509, EVP_sha256(), pin.digest, &len), 1);
	}
	return pin;
}

static int shake_with_pins(
	const smtpc_fingerprint *pins, size_t count, bool verify, SSL_CTX *server, char *message)
{
	smtpc_options o = usual_options();
	o.fingerprints = pins;
	o.fingerprint_count = count;
	o.verify_peer = o.verify_peer_name = verify;
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, NULL);
	shaken s = shake(context, server, 1);
	if (s.rv < 0) {
		(void)snprintf(message, 512, "%s", s.err.message);
	}
	smtpc_tls_context_free(context);
	return s.rv;
}

static void pins_are_demanded(void)
{
	char message[512];
	SSL_CTX *server = usual_ctx(TLS1_3_VERSION);
	SSL_CTX *unknown = server_ctx(TLS1_3_VERSION, other_cert, other_key, 0);
	for (int i = 0; i < SMTPC_FINGERPRINT_COUNT; i++) {
		smtpc_fingerprint_kind kind = (smtpc_fingerprint_kind)i;
		smtpc_fingerprint good = pin_of(kind, cert), bad = pin_of(kind, other_cert);
		smtpc_fingerprint both[] = {bad, good};
		CHECK_INT(shake_with_pins(&good, 1, true, server, message), 1);
		CHECK_INT(shake_with_pins(both, 2, true, server, message), 1);
		/* A trusted chain does not make up for a wrong fingerprint, nor this for a chain. */
		CHECK_INT(shake_with_pins(&bad, 1, true, server, message), SMTPC_E_TLS_VERIFY);
		char found[160] = "";
		smtpc_tls_context fake = {.pins = &bad, .pin_count = 1};
		CHECK(!smtpc_tls_pins_hold(&fake, cert, found, sizeof found));
		CHECK(strstr(message, found) != NULL);
		CHECK_INT(shake_with_pins(&bad, 1, true, unknown, message), SMTPC_E_TLS_VERIFY);
		CHECK(strstr(message, "self-signed") != NULL);
		/* Without the chain it is the fingerprint that tells. */
		CHECK_INT(shake_with_pins(&bad, 1, false, unknown, message), 1);
		CHECK_INT(shake_with_pins(&good, 1, false, unknown, message), SMTPC_E_TLS_VERIFY);
	}
	/* Each kind that is named has to fit. */
	smtpc_fingerprint mixed[] = {
		pin_of(SMTPC_FINGERPRINT_SHA256, cert), pin_of(SMTPC_FINGERPRINT_SPKI_SHA256, other_cert)};
	CHECK_INT(shake_with_pins(mixed, 2, true, server, message), SMTPC_E_TLS_VERIFY);
	CHECK(strstr(message, "spki-sha256 ") != NULL);
	SSL_CTX_free(unknown);
	SSL_CTX_free(server);
}

/* ---- ciphers ------------------------------------------------------------- */

static void ciphers_of_both_versions_are_named_in_one(void)
{
	static const struct {
		const char *ciphers;
		int server;
		const char *used; /* NULL: no handshake; "": no context */
	} cases[] = {
		{"TLS_AES_128_GCM_SHA256", TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256"},
		{"TLS_CHACHA20_POLY1305_SHA256:ECDHE-ECDSA-AES256-GCM-SHA384", TLS1_3_VERSION,
			"TLS_CHACHA20_POLY1305_SHA256"},
		{"TLS_CHACHA20_POLY1305_SHA256:ECDHE-ECDSA-AES256-GCM-SHA384", TLS1_2_VERSION,
			"ECDHE-ECDSA-AES256-GCM-SHA384"},
		{"TLS_AES_128_GCM_SHA256", TLS1_2_VERSION, NULL},
		{"ECDHE-RSA-AES256-GCM-SHA384", TLS1_2_VERSION, NULL},
		{"NONSENSE", TLS1_2_VERSION, ""},
		{"TLS_NONSENSE", TLS1_3_VERSION, ""},
		{"aNULL", TLS1_2_VERSION, ""},
		{"eNULL@SECLEVEL=0", TLS1_2_VERSION, ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		smtpc_options o = usual_options();
		smtpc_error err;
		o.ciphers = smtpc_str_of(cases[i].ciphers);
		smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, &err);
		bool wanted = cases[i].used == NULL || cases[i].used[0] != '\0';
		CHECK_INT(context != NULL, wanted);
		if (context == NULL) {
			CHECK_INT(err.code, SMTPC_E_TLS_CONFIG);
			continue;
		}
		SSL_CTX *server = usual_ctx(cases[i].server);
		shaken s = shake(context, server, 1);
		CHECK_INT(s.rv, cases[i].used != NULL ? 1 : SMTPC_E_TLS_HANDSHAKE);
		if (s.rv == 1) {
			CHECK_STR(smtpc_str_of(s.info.tls_cipher), cases[i].used);
		}
		SSL_CTX_free(server);
		smtpc_tls_context_free(context);
	}
}

/* ---- a certificate of our own -------------------------------------------- */

/* A file with |pkey| and |x509|; the caller unlinks it. */
static void write_own(char *path, EVP_PKEY *pkey, X509 *x509)
{
	int fd = mkstemp(path);
	smtpc_str key_pem = fixture_pem(pkey, NULL), cert_pem = fixture_cert_pem(x509);
	CHECK(write(fd, key_pem.ptr, key_pem.len) == (ssize_t)key_pem.len);
	CHECK(write(fd, cert_pem.ptr, cert_pem.len) == (ssize_t)cert_pem.len);
	(void)close(fd);
	fixture_text_free(key_pem);
	fixture_text_free(cert_pem);
}

static SSL_CTX *demanding_ctx(int version)
{
	SSL_CTX *ctx = usual_ctx(version);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	CHECK_INT(SSL_CTX_load_verify_locations(ctx, ca_file, NULL), 1);
	CHECK_INT(SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"t", 1), 1);
	return ctx;
}

/* With TLS 1.3 the handshake is over for the client before the server has looked (RFC 8446
 * §4.4.2.4), so that its refusal comes in place of the greeting. */
static void a_server_may_demand_a_certificate(void)
{
	static const struct {
		bool given, known;
		const char *why_12, *why_13;
	} cases[] = {
		{true, true, NULL, NULL},
		{false, false, "wants a client certificate", "wants a client certificate"},
		{true, false, "does not know who issued it", "does not know who issued it"},
	};
	char good[] = "/tmp/smtpc_tls_own.XXXXXX", bad[] = "/tmp/smtpc_tls_own.XXXXXX";
	write_own(good, key, cert);
	write_own(bad, other_key, other_cert);
	for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
		int version = i % 2 == 0 ? TLS1_2_VERSION : TLS1_3_VERSION;
		const char *why = i % 2 == 0 ? cases[i / 2].why_12 : cases[i / 2].why_13;
		smtpc_options o = usual_options();
		o.local_cert = smtpc_str_of(!cases[i / 2].given ? "" : cases[i / 2].known ? good : bad);
		smtpc_error err = {0};
		smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, &err);
		CHECK_STR(smtpc_str_of(err.message), "");
		SSL_CTX *server = demanding_ctx(version);
		shaken s = shake(context, server, 2);
		bool accepted = s.rv == 1 && s.received == (ptrdiff_t)strlen(GREET);
		CHECK_INT(accepted, why == NULL);
		if (why != NULL) {
			CHECK(strstr(s.rv < 0 ? s.err.message : s.reason, why) != NULL);
		} else {
			/* A session carries the client's identity as well: it is this context's. */
			check_shake(context, server, 0, true);
		}
		SSL_CTX_free(server);
		smtpc_tls_context_free(context);
	}
	(void)unlink(good);
	(void)unlink(bad);
}

static void every_allocation_may_fail(void)
{
	char own[] = "/tmp/smtpc_tls_own.XXXXXX";
	smtpc_fingerprint pin = pin_of(SMTPC_FINGERPRINT_SHA256, cert);
	smtpc_options o = usual_options();
	write_own(own, key, cert);
	o.local_cert = smtpc_str_of(own);
	o.fingerprints = &pin;
	o.fingerprint_count = 1;
	bool done = false;
	for (unsigned long at = 1; !done && at < 100; at++) {
		test_mem t;
		smtpc_error err = {0};
		test_mem_init(&t);
		t.fail_at = at;
		smtpc_tls_context *context = smtpc_tls_context_new(&t.mem, &o, &err);
		smtpc_tls *tls = context != NULL ? smtpc_tls_new(context, -1, &err) : NULL;
		done = t.calls < at;
		CHECK_INT(tls != NULL, done);
		CHECK_INT(err.code, done ? SMTPC_OK : SMTPC_E_NOMEM);
		smtpc_tls_free(tls, false);
		smtpc_tls_context_free(context);
		CHECK_INT(t.held, 0);
	}
	CHECK(done);
	(void)unlink(own);
}

/* ---- the whole client ---------------------------------------------------- */

static pid_t server_pid;
static uint16_t port;

/* The dialogues one after the other, each in a child of the child. */
static void serve(const dialogue *dialogues, size_t count)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof addr;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(bind(listener, (struct sockaddr *)&addr, len), 0);
	CHECK_INT(listen(listener, 8), 0);
	CHECK_INT(getsockname(listener, (struct sockaddr *)&addr, &len), 0);
	port = ntohs(addr.sin_port);
	server_pid = fork();
	if (server_pid == 0) {
		(void)alarm(60);
		for (size_t i = 0; i < count; i++) {
			int fd = accept(listener, NULL, NULL);
			(void)play_in_child(fd, &dialogues[i]);
			(void)close(fd);
		}
		while (wait(NULL) > 0) {
			continue;
		}
		_exit(0);
	}
	(void)close(listener);
}

static smtpc_client *make_client(void)
{
	smtpc_options o = usual_options();
	smtpc_error err = {0};
	o.port = port;
	smtpc_client *client = smtpc_client_new(NULL, &o, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	return client;
}

static ptrdiff_t give_text(void *user, char *buf, size_t len, smtpc_error *err)
{
	static const char text[] = "Subject: x\r\n\r\nhello\r\n";
	bool *given = user;
	size_t n = *given ? 0 : sizeof text - 1;
	(void)err;
	CHECK(len >= n);
	memcpy(buf, text, n);
	*given = true;
	return (ptrdiff_t)n;
}

static int rewind_text(void *user, smtpc_error *err)
{
	(void)err;
	*(bool *)user = false;
	return SMTPC_OK;
}

static void drive(smtpc_client *client)
{
	smtpc_event event;
	for (smtpc_client_step(client, &event); event.kind != SMTPC_EV_DONE;
		 smtpc_client_step(client, &event)) {
		/* Whatever others have left in the queue is not of ours (SSL_get_error(3)). */
		ERR_put_error(ERR_LIB_SSL, 0, SSL_R_DATA_LENGTH_TOO_LONG, __FILE__, __LINE__);
		if (event.kind == SMTPC_EV_SOURCE) {
			smtpc_client_pull(client);
		} else {
			CHECK_INT(smtpc_wait(event.fd, event.read, event.write, event.timeout), 1);
		}
	}
	ERR_clear_error();
}

static void check_send(smtpc_client *client, smtpc_outcome outcome, bool reused, bool resumed)
{
	smtpc_addr from, to;
	bool given = false;
	CHECK_INT(smtpc_addr_init(&from, NULL, SMTPC_STR("a@example.com"), SMTPC_STR(""), NULL), 0);
	CHECK_INT(smtpc_addr_init(&to, NULL, SMTPC_STR("b@example.net"), SMTPC_STR(""), NULL), 0);
	smtpc_job *job = smtpc_job_new(NULL, &from);
	CHECK_INT(smtpc_job_add_rcpt(job, &to), 0);
	smtpc_job_take_source(
		job, (smtpc_source){.user = &given, .read = give_text, .rewind = rewind_text, .size = -1});
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	drive(client);
	const smtpc_result *result = smtpc_job_result(job);
	CHECK_INT(result->outcome, outcome);
	CHECK_INT(result->reused, reused);
	CHECK_INT(result->tls_resumed, resumed);
	smtpc_job_free(job);
	smtpc_addr_free(&from);
	smtpc_addr_free(&to);
}

static void stop(smtpc_client *client)
{
	smtpc_client_free(client);
	int status = -1;
	CHECK_INT(waitpid(server_pid, &status, 0), server_pid);
	CHECK_INT(status, 0);
}

static void keys_are_updated_under_a_kept_connection(void)
{
	SSL_CTX *ctx = usual_ctx(TLS1_3_VERSION);
	dialogue d[] = {{ctx, 2,
		{GREET, "KEYUPDATE", EHLO, "KEYUPDATE", "KEYUPDATE", GO, OK, "KEYUPDATE", GO, "KEYUPDATE",
			OK}}};
	serve(d, 1);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, false, false);
	check_send(client, SMTPC_ACCEPTED, true, false);
	stop(client);
	SSL_CTX_free(ctx);
}

/* The client does not renegotiate: it says so, and the connection serves on or ends; the mail is
 * not in doubt over it. */
static void renegotiation_is_refused(void)
{
	SSL_CTX *ctx = usual_ctx(TLS1_2_VERSION);
	dialogue d[] = {
		{ctx, 0, {GREET, EHLO, GO, OK, "RENEGOTIATE"}}, {ctx, 0, {GREET, EHLO, GO, OK}}};
	serve(d, 2);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, false, false);
	/* Until the server's wish, or its end after the refusal, is there. */
	int rounds = 0;
	while (smtpc_client_is_connected(client) && rounds++ < 1000) {
		(void)smtpc_wait(-1, false, false, 0.01);
	}
	CHECK(rounds < 1000);
	/* A session of a connection that ended in an error is not resumed (RFC 5246 §7.2.2). */
	check_send(client, SMTPC_ACCEPTED, false, false);
	stop(client);
	SSL_CTX_free(ctx);
}

static void an_idle_end_is_seen(void)
{
	static const char *const ends[] = {"NOTIFY", "CUT"};
	SSL_CTX *ctx = usual_ctx(TLS1_3_VERSION);
	for (size_t i = 0; i < 2; i++) {
		dialogue d[] = {{ctx, 2, {GREET, EHLO, GO, OK, ends[i]}}, {ctx, 2, {GREET, EHLO, GO, OK}}};
		serve(d, 2);
		smtpc_client *client = make_client();
		check_send(client, SMTPC_ACCEPTED, false, false);
		int rounds = 0;
		while (smtpc_client_is_connected(client) && rounds++ < 1000) {
			(void)smtpc_wait(-1, false, false, 0.01);
		}
		CHECK(rounds < 1000);
		check_send(client, SMTPC_ACCEPTED, false, true);
		smtpc_str transcript = smtpc_client_transcript(client);
		CHECK(memmem(transcript.ptr, transcript.len, ", resumed", 9) != NULL);
		stop(client);
	}
	SSL_CTX_free(ctx);
}

/* An end that close_notify has not announced is no end of a reply. */
static void half_a_reply_is_none(void)
{
	SSL_CTX *ctx = usual_ctx(TLS1_3_VERSION);
	static const char *const ends[] = {"NOTIFY", "CUT"};
	for (size_t i = 0; i < 2; i++) {
		dialogue d[] = {{ctx, 2, {GREET, EHLO, GO, "250 ok", ends[i]}}};
		serve(d, 1);
		smtpc_client *client = make_client();
		check_send(client, SMTPC_IN_DOUBT, false, false);
		stop(client);
	}
	SSL_CTX_free(ctx);
}

/* Both ends of a TLS connection in this process; neither blocks. */
static smtpc_tls *pair_up(smtpc_tls_context *context, SSL *server, int fds[2])
{
	smtpc_error err;
	int done = 0;
	CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	CHECK_INT(fcntl(fds[0], F_SETFL, O_NONBLOCK), 0);
	CHECK_INT(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
	smtpc_tls *tls = smtpc_tls_new(context, fds[0], &err);
	CHECK(tls != NULL && SSL_set_fd(server, fds[1]) == 1);
	for (int i = 0; i < 100 && (done != 1 || SSL_accept(server) != 1); i++) {
		done = done == 1 ? 1 : smtpc_tls_handshake(tls, false, &err);
		(void)SSL_accept(server);
	}
	CHECK_INT(done, 1);
	return tls;
}

static size_t drain(SSL *server)
{
	char sink[16384];
	size_t count = 0;
	for (int n; (n = SSL_read(server, sink, sizeof sink)) > 0;) {
		count += (size_t)n;
	}
	return count;
}

/* A record of which only the beginning has left is not in the octets that were sent: its rest must
 * not leave with the goodbye, or a mail that is said not to be sent would be complete. */
static void nothing_unsent_leaves_at_the_end(void)
{
	static char data[16384];
	int fds[2], sys_errno;
	size_t sent = 0, got;
	SSL_CTX *ctx = usual_ctx(TLS1_3_VERSION);
	SSL *server = SSL_new(ctx);
	smtpc_tls_context *context = usual_context();
	smtpc_tls *tls = pair_up(context, server, fds);
	ptrdiff_t n;
	while ((n = smtpc_tls_send(tls, data, sizeof data, &sys_errno)) > 0) {
		sent += (size_t)n;
	}
	CHECK_INT(n, SMTPC_SOCK_AGAIN);
	got = drain(server);
	CHECK_INT(got, sent);
	smtpc_tls_free(tls, true);
	got += drain(server);
	CHECK_INT(got, sent);
	(void)close(fds[0]);
	(void)close(fds[1]);
	SSL_free(server);
	smtpc_tls_context_free(context);
	SSL_CTX_free(ctx);
}

/* The peer never has more than was said to be sent, be the pipe narrower than a record, and however much
 * is to be sent. */
static void what_has_arrived_was_sent(void)
{
	static char data[8 * 16384];
	int fds[2], sys_errno, room = 4096;
	size_t sent = 0, got = 0;
	SSL_CTX *ctx = usual_ctx(TLS1_3_VERSION);
	SSL *server = SSL_new(ctx);
	smtpc_tls_context *context = usual_context();
	smtpc_tls *tls = pair_up(context, server, fds);
	CHECK_INT(setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room), 0);
	for (int rounds = 0; got < sizeof data && rounds < 10000; rounds++) {
		/* More comes to what could not be sent, as from a session. */
		size_t there = (size_t)(rounds + 1) * 20000;
		there = there < sizeof data ? there : sizeof data;
		ptrdiff_t n = SMTPC_SOCK_AGAIN;
		while (sent < there &&
			(n = smtpc_tls_send(tls, data + sent, there - sent, &sys_errno)) > 0) {
			sent += (size_t)n;
		}
		CHECK(sent == there || n == SMTPC_SOCK_AGAIN);
		got += drain(server);
		CHECK(got <= sent);
	}
	CHECK_INT(got, sizeof data);
	CHECK_INT(sent, sizeof data);
	smtpc_tls_free(tls, true);
	(void)close(fds[0]);
	(void)close(fds[1]);
	SSL_free(server);
	smtpc_tls_context_free(context);
	SSL_CTX_free(ctx);
}

int main(void)
{
	make_certificates();
	RUN(nothing_unsent_leaves_at_the_end);
	RUN(what_has_arrived_was_sent);
	RUN(a_ticket_is_used_once);
	RUN(clients_share_sessions);
	RUN(sessions_of_tls_1_2_serve_again);
	RUN(nothing_unverified_is_resumed);
	RUN(a_resumed_session_is_checked_again);
	RUN(a_session_does_not_vouch_for_another_server);
	RUN(a_session_ends_with_its_certificate);
	RUN(fingerprints_are_read);
	RUN(pins_are_demanded);
	RUN(ciphers_of_both_versions_are_named_in_one);
	RUN(a_server_may_demand_a_certificate);
	RUN(every_allocation_may_fail);
	RUN(keys_are_updated_under_a_kept_connection);
	RUN(renegotiation_is_refused);
	RUN(an_idle_end_is_seen);
	RUN(half_a_reply_is_none);
	(void)unlink(ca_file);
	X509_free(ca);
	X509_free(cert);
	X509_free(other_cert);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
	EVP_PKEY_free(other_key);
	return test_report();
}
