/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Channel bindings: what our end of a TLS connection finds is what OpenSSL's server finds at the
 * other, with TLS 1.3 and 1.2, in new sessions and resumed ones, and differs between connections. */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crypto_fixture.h"
#include "net/smtpc_tls_int.h"

typedef struct pair {
	int fds[2];
	smtpc_tls *tls;
	SSL *server;
	smtpc_bindings ours;
} pair;

static SSL_CTX *server_ctx(int version, EVP_PKEY *pkey, X509 *x509, uint64_t options)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	CHECK_INT(SSL_CTX_set_min_proto_version(ctx, version), 1);
	CHECK_INT(SSL_CTX_set_max_proto_version(ctx, version), 1);
	CHECK_INT(SSL_CTX_use_certificate(ctx, x509), 1);
	CHECK_INT(SSL_CTX_use_PrivateKey(ctx, pkey), 1);
	CHECK_INT(SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"t", 1), 1);
	(void)SSL_CTX_set_options(ctx, options);
	return ctx;
}

/* Both ends in one process, neither waits. */
static void shake_hands(pair *p, smtpc_tls_context *context, SSL_CTX *ctx)
{
	smtpc_error err = {0};
	char byte;
	int sys_errno, client = 0, server = 0;
	CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, p->fds), 0);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(fcntl(p->fds[i], F_SETFL, O_NONBLOCK), 0);
	}
	p->tls = smtpc_tls_new(context, p->fds[0], &err);
	p->server = SSL_new(ctx);
	CHECK_INT(SSL_set_fd(p->server, p->fds[1]), 1);
	for (int round = 0; round < 1000 && (client != 1 || server != 1); round++) {
		client = client == 1 ? 1 : smtpc_tls_handshake(p->tls, false, &err);
		server = server == 1 ? 1 : SSL_accept(p->server);
	}
	CHECK_STR(smtpc_str_of(err.message), "");
	CHECK(client == 1 && server == 1);
	/* What TLS 1.3 says behind the handshake: tickets. */
	CHECK_INT(SSL_write(p->server, "x", 1), 1);
	ptrdiff_t got = SMTPC_SOCK_AGAIN;
	for (int round = 0; round < 10 && got == SMTPC_SOCK_AGAIN; round++) {
		got = smtpc_tls_recv(p->tls, &byte, 1, &sys_errno);
	}
	CHECK_INT(got, 1);
	smtpc_tls_bindings(p->tls, &p->ours);
}

static void part(pair *p)
{
	smtpc_tls_free(p->tls, true);
	(void)SSL_shutdown(p->server);
	SSL_free(p->server);
	(void)close(p->fds[0]);
	(void)close(p->fds[1]);
}

static const smtpc_binding *find(const pair *p, const char *type)
{
	for (size_t i = 0; i < p->ours.count; i++) {
		if (strcmp(p->ours.list[i].type, type) == 0) {
			return &p->ours.list[i];
		}
	}
	return NULL;
}

static bool is_binding(const pair *p, const char *type, const uint8_t *data, size_t len)
{
	const smtpc_binding *b = find(p, type);
	return b != NULL && b->len == len && memcmp(b->data, data, len) == 0;
}

static void check_exporter(const pair *p)
{
	uint8_t theirs[32];
	CHECK_INT(SSL_export_keying_material(p->server, theirs, sizeof theirs,
				  "EXPORTER-Channel-Binding", 24, (const unsigned char *)"", 0, 1), 1);
	CHECK(is_binding(p, "tls-exporter", theirs, sizeof theirs));
}

static void check_end_point(const pair *p, X509 *x509, const EVP_MD *md)
{
	uint8_t theirs[64];
	unsigned len = 0;
	CHECK_INT(X509_digest(x509, md, theirs, &len), 1);
	CHECK(is_binding(p, "tls-server-end-point", theirs, len));
}

/* The first Finished: the client's, or in a resumed session the server's. */
static void check_unique(const pair *p, bool resumed)
{
	uint8_t theirs[64];
	CHECK_INT(SSL_session_reused(p->server), resumed);
	size_t len = resumed ? SSL_get_finished(p->server, theirs, sizeof theirs)
						 : SSL_get_peer_finished(p->server, theirs, sizeof theirs);
	CHECK(len > 0 && is_binding(p, "tls-unique", theirs, len));
}

static EVP_PKEY *key;
static X509 *cert;
static smtpc_options options;

static void tls_1_3(void)
{
	pair first, second;
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &options, NULL);
	SSL_CTX *ctx = server_ctx(TLS1_3_VERSION, key, cert, 0);
	shake_hands(&first, context, ctx);
	shake_hands(&second, context, ctx);
	CHECK_INT(first.ours.count, 2);
	CHECK_STR(smtpc_str_of(first.ours.list[0].type), "tls-exporter");
	check_exporter(&first);
	check_exporter(&second);
	check_end_point(&first, cert, EVP_sha256());
	check_end_point(&second, cert, EVP_sha256());
	CHECK(memcmp(first.ours.list[0].data, second.ours.list[0].data, 32) != 0);
	part(&first);
	part(&second);
	SSL_CTX_free(ctx);
	smtpc_tls_context_free(context);
}

static void tls_1_2(void)
{
	pair p;
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &options, NULL);
	SSL_CTX *ctx = server_ctx(TLS1_2_VERSION, key, cert, 0);
	/* As it is where the chain is verified. */
	smtpc_tls_sessions_enable(context);
	bool resumed = false;
	for (int i = 0; i < 2; i++) {
		shake_hands(&p, context, ctx);
		CHECK_INT(p.ours.count, 3);
		CHECK_STR(smtpc_str_of(p.ours.list[0].type), "tls-unique");
		resumed = SSL_session_reused(p.server) == 1;
		check_unique(&p, i == 1);
		check_exporter(&p);
		check_end_point(&p, cert, EVP_sha256());
		part(&p);
	}
	CHECK(resumed);
	SSL_CTX_free(ctx);
	smtpc_tls_context_free(context);
}

/* RFC 7627: then only what names the server is safe to rely on. */
static void tls_1_2_without_extended_master_secret(void)
{
#ifdef SSL_OP_NO_EXTENDED_MASTER_SECRET
	pair p;
	smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &options, NULL);
	SSL_CTX *ctx = server_ctx(TLS1_2_VERSION, key, cert, SSL_OP_NO_EXTENDED_MASTER_SECRET);
	shake_hands(&p, context, ctx);
	CHECK_INT(p.ours.count, 1);
	check_end_point(&p, cert, EVP_sha256());
	part(&p);
	SSL_CTX_free(ctx);
	smtpc_tls_context_free(context);
#endif
}

/* The hash is that of the signature; SHA-1 counts as SHA-256, and Ed25519 has none. */
static void end_point_by_kind_of_signature(void)
{
	static const struct {
		const char *name;
		bool bare;
		int security;
	} kinds[] = {{"SHA384", false, -1}, {"SHA512", false, -1}, {"SHA1", false, 0}, {"", true, -1}};
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		pair p;
		smtpc_options o = options;
		o.security_level = kinds[i].security;
		EVP_PKEY *own = kinds[i].bare ? fixture_key(EVP_PKEY_ED25519, 0) : key;
		X509 *x509 = fixture_cert("server", own, NULL, NULL, NULL);
		if (!kinds[i].bare) {
			CHECK(X509_sign(x509, own, EVP_get_digestbyname(kinds[i].name)) > 0);
		}
		smtpc_tls_context *context = smtpc_tls_context_new(smtpc_mem_or_default(NULL), &o, NULL);
		SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
		SSL_CTX_set_security_level(ctx, 0);
		CHECK_INT(SSL_CTX_use_certificate(ctx, x509), 1);
		CHECK_INT(SSL_CTX_use_PrivateKey(ctx, own), 1);
		shake_hands(&p, context, ctx);
		if (kinds[i].bare) {
			CHECK(find(&p, "tls-server-end-point") == NULL);
		} else {
			bool sha1 = kinds[i].security == 0;
			check_end_point(&p, x509, sha1 ? EVP_sha256() : EVP_get_digestbyname(kinds[i].name));
		}
		part(&p);
		SSL_CTX_free(ctx);
		smtpc_tls_context_free(context);
		X509_free(x509);
		if (kinds[i].bare) {
			EVP_PKEY_free(own);
		}
	}
}

int main(void)
{
	key = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	cert = fixture_cert("server", key, NULL, NULL, NULL);
	smtpc_options_init(&options);
	options.verify_peer = options.verify_peer_name = false;
	RUN(tls_1_3);
	RUN(tls_1_2);
	RUN(tls_1_2_without_extended_master_secret);
	RUN(end_point_by_kind_of_signature);
	X509_free(cert);
	EVP_PKEY_free(key);
	return test_report();
}
