/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What comes from files: whom we trust, and who we are. */
#include "net/smtpc_tls_int.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/smtpc_buf.h"
#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "crypto/smtpc_key.h"

enum { FILE_MAX = 1 << 20 };

static int fail_path(const char *what, smtpc_str path, smtpc_error *err)
{
	char why[128];
	smtpc_errno_text(errno, why, sizeof why);
	return smtpc_fail(
		err, SMTPC_E_TLS_CONFIG, "%s: %.*s cannot be read: %s", what, SMTPC_FMT(path), why);
}

/* |what| |path| is a directory or a regular file, as |directory| says, that can be read: OpenSSL
 * would take a directory that does not exist for an empty one, wait for ever for a pipe, and not
 * say what is wrong with a file. */
static int check_path(const char *what, smtpc_str path, bool directory, smtpc_error *err)
{
#ifndef _WIN32
	struct stat st;
	if (stat(path.ptr, &st) != 0) {
		return fail_path(what, path, err);
	}
	if ((st.st_mode & S_IFMT) != (directory ? S_IFDIR : S_IFREG)) {
		return smtpc_fail(err, SMTPC_E_TLS_CONFIG, "%s: %.*s is not a %s", what, SMTPC_FMT(path),
			directory ? "directory" : "regular file");
	}
#endif
	BIO *bio = directory ? NULL : BIO_new_file(path.ptr, "rb");
	int rv = directory || bio != NULL ? SMTPC_OK : fail_path(what, path, err);
	BIO_free(bio);
	return rv;
}

/* ---- whom we trust ------------------------------------------------------- */

/* Whoever puts revocation lists among the authorities wants them used: for the server's own
 * certificate, since lists for the rest of a chain are seldom at hand. */
static void use_revocation_lists(X509_STORE *store)
{
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store);
	for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
		if (X509_OBJECT_get_type(sk_X509_OBJECT_value(objects, i)) == X509_LU_CRL) {
			(void)X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
			return;
		}
	}
}

static int load_system_trust(SSL_CTX *ctx, smtpc_error *err)
{
	if (SSL_CTX_set_default_verify_paths(ctx) != 1) {
		return smtpc_fail(err, SMTPC_E_TLS_CONFIG, NULL);
	}
#if defined(_WIN32) && OPENSSL_VERSION_NUMBER >= 0x30200000L
	(void)SSL_CTX_load_verify_store(ctx, "org.openssl.winstore://");
#endif
	return SMTPC_OK;
}

int smtpc_tls_load_trust(SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	X509_STORE *store = SSL_CTX_get_cert_store(ctx);
	/* An authority in the middle of a chain, or the server's own certificate, may be trusted. */
	(void)X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
	if (o->ca_file.len == 0 && o->ca_path.len == 0) {
		return load_system_trust(ctx, err);
	}
	if ((o->ca_file.len > 0 && check_path("caFile", o->ca_file, false, err) < 0) ||
		(o->ca_path.len > 0 && check_path("caPath", o->ca_path, true, err) < 0)) {
		return SMTPC_E_TLS_CONFIG;
	}
	/* The options' copies end with a NUL. */
	const char *file = o->ca_file.len > 0 ? o->ca_file.ptr : NULL;
	const char *path = o->ca_path.len > 0 ? o->ca_path.ptr : NULL;
	if (SSL_CTX_load_verify_locations(ctx, file, path) != 1) {
		return smtpc_fail(err, SMTPC_E_TLS_CONFIG,
			"%s: %s has no certificate in PEM format, or a damaged one",
			file != NULL ? "caFile" : "caPath", file != NULL ? file : path);
	}
	use_revocation_lists(store);
	return SMTPC_OK;
}

/* ---- who we are ---------------------------------------------------------- */

static int read_file(const char *what, smtpc_str path, smtpc_buf *out, smtpc_error *err)
{
	if (check_path(what, path, false, err) < 0) {
		return SMTPC_E_TLS_CONFIG;
	}
	BIO *bio = BIO_new_file(path.ptr, "rb");
	int n = bio != NULL ? 1 : -1;
	while (n > 0) {
		char *room = smtpc_buf_reserve(out, 4096);
		if (room == NULL) {
			BIO_free(bio);
			return smtpc_buf_room(out) < 4096
				? smtpc_fail(err, SMTPC_E_TLS_CONFIG, "%s: %.*s is longer than 1 MiB", what,
					  SMTPC_FMT(path))
				: smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		}
		n = BIO_read(bio, room, 4096);
		if (n > 0) {
			smtpc_buf_commit(out, (size_t)n);
		}
	}
	BIO_free(bio);
	return n == 0 ? SMTPC_OK
				  : smtpc_fail(err, SMTPC_E_TLS_CONFIG, "%s: %.*s cannot be read: %s", what,
						SMTPC_FMT(path), smtpc_tls_reason());
}

/* |chain|: our certificate first, then those above it. */
static int use_own(
	SSL_CTX *ctx, STACK_OF(X509) * chain, const smtpc_key *key, const char *what, smtpc_error *err)
{
	X509 *cert = sk_X509_shift(chain);
	int rv = SMTPC_OK;
	if (X509_check_private_key(cert, key->pkey) != 1) {
		rv = smtpc_fail(err, SMTPC_E_TLS_CONFIG,
			"%s: the private key does not belong to the certificate of localCert", what);
	} else if (SSL_CTX_use_cert_and_key(ctx, cert, key->pkey, chain, 1) != 1) {
		rv = smtpc_fail(err, SMTPC_E_TLS_CONFIG, "localCert: the certificate cannot be used: %s",
			smtpc_tls_reason());
	}
	X509_free(cert);
	return rv;
}

static int fail_own(const char *what, const smtpc_error *why, smtpc_error *err)
{
	return why->code == SMTPC_E_NOMEM
		? smtpc_fail(err, SMTPC_E_NOMEM, NULL)
		: smtpc_fail(err, SMTPC_E_TLS_CONFIG, "%s: %s", what, why->message);
}

static int parse_own(const smtpc_mem *mem, SSL_CTX *ctx, smtpc_str cert_pem, smtpc_str key_pem,
	const smtpc_options *o, smtpc_error *err)
{
	const char *what = o->local_pk.len > 0 ? "localPk" : "localCert";
	smtpc_error why;
	STACK_OF(X509) *chain = smtpc_key_certs(cert_pem, "the certificate", &why);
	if (chain == NULL) {
		return fail_own("localCert", &why, err);
	}
	smtpc_key *key = smtpc_key_new(mem, key_pem, o->passphrase, &why);
	int rv = key == NULL ? fail_own(what, &why, err) : use_own(ctx, chain, key, what, err);
	smtpc_key_unref(key);
	sk_X509_pop_free(chain, X509_free);
	return rv;
}

int smtpc_tls_load_own(const smtpc_mem *mem, SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	if (o->local_cert.len == 0) {
		return SMTPC_OK;
	}
	smtpc_buf cert, key;
	smtpc_buf_init(&cert, mem, FILE_MAX);
	smtpc_buf_init(&key, mem, FILE_MAX);
	cert.secret = key.secret = true;
	int rv = read_file("localCert", o->local_cert, &cert, err);
	if (rv == SMTPC_OK && o->local_pk.len > 0) {
		rv = read_file("localPk", o->local_pk, &key, err);
	}
	if (rv == SMTPC_OK) {
		smtpc_str pem = smtpc_buf_str(o->local_pk.len > 0 ? &key : &cert);
		rv = parse_own(mem, ctx, smtpc_buf_str(&cert), pem, o, err);
	}
	smtpc_buf_free(&cert);
	smtpc_buf_free(&key);
	return rv;
}
