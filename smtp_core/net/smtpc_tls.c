/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_tls.h"

#include <stdio.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

enum { TLS_NAME_MAX = 256 };

struct smtpc_tls_context {
	const smtpc_mem *mem;
	SSL_CTX *ssl_ctx;
	BIO_METHOD *bio_method;
	bool verify_peer, verify_name, allow_self_signed;
	bool name_is_ip;
	char name[TLS_NAME_MAX];
};

struct smtpc_tls {
	smtpc_tls_context *context;
	SSL *ssl;
	int fd;
	int sys_errno;
	bool eof;
	bool heard;          /* the peer's first octet is in */
	unsigned char first; /* and it was this */
	bool wants_write;
	char names[256]; /* of a certificate that is for somebody else */
};

const char *smtpc_tls_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}

/* ---- a BIO over send() and recv(), because OpenSSL's own may raise SIGPIPE --- */

static int bio_write(BIO *bio, const char *data, int len)
{
	smtpc_tls *tls = BIO_get_data(bio);
	BIO_clear_retry_flags(bio);
	ptrdiff_t n = smtpc_sock_send(tls->fd, data, (size_t)len, &tls->sys_errno);
	if (n == SMTPC_SOCK_AGAIN) {
		BIO_set_retry_write(bio);
	}
	return n < 0 ? -1 : (int)n;
}

static int bio_read(BIO *bio, char *room, int len)
{
	smtpc_tls *tls = BIO_get_data(bio);
	BIO_clear_retry_flags(bio);
	ptrdiff_t n = smtpc_sock_recv(tls->fd, room, (size_t)len, &tls->sys_errno);
	if (n > 0 && !tls->heard) {
		tls->heard = true;
		tls->first = (unsigned char)room[0];
	}
	if (n == SMTPC_SOCK_AGAIN) {
		BIO_set_retry_read(bio);
	}
	if (n == SMTPC_SOCK_EOF) {
		tls->eof = true;
		return 0;
	}
	return n < 0 ? -1 : (int)n;
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *make_bio_method(void)
{
	BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "smtpc");
	if (method == NULL || BIO_meth_set_write(method, bio_write) != 1 ||
		BIO_meth_set_read(method, bio_read) != 1 || BIO_meth_set_ctrl(method, bio_ctrl) != 1) {
		BIO_meth_free(method);
		return NULL;
	}
	return method;
}

/* ---- verification -------------------------------------------------------- */

/* RFC 9525: the names in subjectAltName count, the common name does not, and a `*` is a whole
 * label. */
static bool name_matches(const smtpc_tls_context *context, X509 *cert)
{
	unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
	if (context->name_is_ip) {
		return X509_check_ip_asc(cert, context->name, 0) == 1;
	}
	return X509_check_host(cert, context->name, strlen(context->name), flags, NULL) == 1;
}

static size_t add_name(char *out, size_t used, size_t size, const char *name, size_t len)
{
	int n = snprintf(out + used, size - used, "%s%.*s", used > 0 ? ", " : "", (int)len, name);
	return n < 0 || (size_t)n >= size - used ? used : used + (size_t)n;
}

static size_t add_ip(char *out, size_t used, size_t size, const ASN1_OCTET_STRING *ip)
{
	char text[48];
	const unsigned char *p = ASN1_STRING_get0_data(ip);
	int len = ASN1_STRING_length(ip);
	int at = 0;
	if (len == 4) {
		at = snprintf(text, sizeof text, "%d.%d.%d.%d", p[0], p[1], p[2], p[3]);
	}
	for (int i = 0; len == 16 && i < 16; i += 2) {
		at += snprintf(text + at, sizeof text - (size_t)at, "%s%x", i > 0 ? ":" : "",
			(unsigned)p[i] << 8 | p[i + 1]);
	}
	return at > 0 ? add_name(out, used, size, text, (size_t)at) : used;
}

/* The names that a certificate is for, for the message about a wrong one. */
static void list_names(X509 *cert, char *out, size_t size)
{
	size_t used = 0;
	out[0] = '\0';
	GENERAL_NAMES *names =
		cert != NULL ? X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL) : NULL;
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		if (name->type == GEN_DNS) {
			used = add_name(out, used, size, (const char *)ASN1_STRING_get0_data(name->d.dNSName),
				(size_t)ASN1_STRING_length(name->d.dNSName));
		} else if (name->type == GEN_IPADD) {
			used = add_ip(out, used, size, name->d.iPAddress);
		}
	}
	GENERAL_NAMES_free(names);
	if (used == 0) {
		(void)snprintf(out, size, "no name at all in its subjectAltName");
	}
}

static int verify(X509_STORE_CTX *store, void *arg)
{
	const smtpc_tls_context *context = arg;
	if (context->verify_peer && X509_verify_cert(store) != 1) {
		bool self_signed =
			X509_STORE_CTX_get_error(store) == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
		if (!self_signed || !context->allow_self_signed) {
			return 0;
		}
	}
	if (context->verify_name && !name_matches(context, X509_STORE_CTX_get0_cert(store))) {
		const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
		smtpc_tls *tls = SSL_get_app_data(ssl);
		list_names(X509_STORE_CTX_get0_cert(store), tls->names, sizeof tls->names);
		X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
		return 0;
	}
	X509_STORE_CTX_set_error(store, X509_V_OK);
	return 1;
}

/* ---- the context --------------------------------------------------------- */

const char *smtpc_tls_reason(void)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;
	return reason != NULL ? reason : "unknown error";
}

/* Borrowed strings made by smtpc_str_dup() end with a NUL. */
static const char *c_or_null(smtpc_str str)
{
	return str.len > 0 ? str.ptr : NULL;
}

static int load_trust(SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	if (o->ca_file.len == 0 && o->ca_path.len == 0) {
		return SSL_CTX_set_default_verify_paths(ctx) == 1
			? SMTPC_OK
			: smtpc_fail(err, SMTPC_E_TLS_CONFIG, NULL);
	}
	if (SSL_CTX_load_verify_locations(ctx, c_or_null(o->ca_file), c_or_null(o->ca_path)) != 1) {
		smtpc_str what = o->ca_file.len > 0 ? o->ca_file : o->ca_path;
		return smtpc_fail(err, SMTPC_E_TLS_CONFIG, "no certificates can be read from %.*s: %s",
			SMTPC_FMT(what), smtpc_tls_reason());
	}
	return SMTPC_OK;
}

static int give_passphrase(char *room, int size, int writing, void *arg)
{
	const smtpc_str *passphrase = arg;
	(void)writing;
	if (passphrase->len > (size_t)size) {
		return 0;
	}
	if (passphrase->len > 0) {
		memcpy(room, passphrase->ptr, passphrase->len);
	}
	return (int)passphrase->len;
}

static int load_own_certificate(SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	if (o->local_cert.len == 0) {
		return SMTPC_OK;
	}
	smtpc_str passphrase = o->passphrase;
	smtpc_str key = o->local_pk.len > 0 ? o->local_pk : o->local_cert;
	SSL_CTX_set_default_passwd_cb(ctx, give_passphrase);
	SSL_CTX_set_default_passwd_cb_userdata(ctx, &passphrase);
	int rv = SMTPC_OK;
	if (SSL_CTX_use_certificate_chain_file(ctx, o->local_cert.ptr) != 1) {
		rv = smtpc_fail(err, SMTPC_E_TLS_CONFIG, "the certificate %.*s cannot be read: %s",
			SMTPC_FMT(o->local_cert), smtpc_tls_reason());
	} else if (SSL_CTX_use_PrivateKey_file(ctx, key.ptr, SSL_FILETYPE_PEM) != 1) {
		rv = smtpc_fail(err, SMTPC_E_TLS_CONFIG, "the private key %.*s cannot be read: %s",
			SMTPC_FMT(key), smtpc_tls_reason());
	} else if (SSL_CTX_check_private_key(ctx) != 1) {
		rv = smtpc_fail(err, SMTPC_E_TLS_CONFIG,
			"the private key %.*s does not fit the certificate", SMTPC_FMT(key));
	}
	SSL_CTX_set_default_passwd_cb_userdata(ctx, NULL);
	return rv;
}

static int set_policy(SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	(void)SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
	(void)SSL_CTX_set_mode(
		ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	(void)SSL_CTX_clear_mode(ctx, SSL_MODE_AUTO_RETRY);
	if (o->security_level >= 0) {
		SSL_CTX_set_security_level(ctx, o->security_level);
	}
	if (SSL_CTX_set_min_proto_version(ctx, o->min_tls) != 1) {
		return smtpc_fail(err, SMTPC_E_TLS_CONFIG, "this OpenSSL lacks the TLS version asked for");
	}
	if (o->ciphers.len > 0) {
		/* Whatever else is wished: no server without a name, nothing in the clear. */
		char list[1024];
		int len = snprintf(list, sizeof list, "%s:!aNULL:!eNULL", o->ciphers.ptr);
		if (len < 0 || (size_t)len >= sizeof list || SSL_CTX_set_cipher_list(ctx, list) != 1) {
			return smtpc_fail(
				err, SMTPC_E_TLS_CONFIG, "no cipher fits \"%.*s\"", SMTPC_FMT(o->ciphers));
		}
	}
	return SMTPC_OK;
}

static int set_up(smtpc_tls_context *context, const smtpc_options *o, smtpc_error *err)
{
	context->bio_method = make_bio_method();
	context->ssl_ctx = SSL_CTX_new(TLS_client_method());
	if (context->bio_method == NULL || context->ssl_ctx == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	bool any = o->verify_peer || o->verify_peer_name;
	SSL_CTX_set_verify(context->ssl_ctx, any ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(context->ssl_ctx, verify, context);
	int rv = set_policy(context->ssl_ctx, o, err);
	if (rv == SMTPC_OK && o->verify_peer) {
		rv = load_trust(context->ssl_ctx, o, err);
	}
	return rv < 0 ? rv : load_own_certificate(context->ssl_ctx, o, err);
}

static bool copy_name(smtpc_tls_context *context, smtpc_str name)
{
	if (name.len >= 2 && name.ptr[0] == '[') {
		name = (smtpc_str){name.ptr + 1, name.len - 2};
	}
	/* A name with the root's dot is the same name, but certificates do not have it. */
	if (name.len > 1 && name.ptr[name.len - 1] == '.') {
		name.len--;
	}
	if (name.len >= sizeof context->name) {
		return false;
	}
	memcpy(context->name, name.ptr, name.len);
	ASN1_OCTET_STRING *ip = a2i_IPADDRESS(context->name);
	context->name_is_ip = ip != NULL;
	ASN1_OCTET_STRING_free(ip);
	return true;
}

smtpc_tls_context *smtpc_tls_context_new(
	const smtpc_mem *mem, const smtpc_options *o, smtpc_error *err)
{
	smtpc_tls_context *context = smtpc_zalloc(mem, sizeof *context);
	if (context == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	context->mem = mem;
	context->verify_peer = o->verify_peer;
	context->verify_name = o->verify_peer_name;
	context->allow_self_signed = o->allow_self_signed;
	ERR_clear_error();
	if (!copy_name(context, o->peer_name.len > 0 ? o->peer_name : o->host)) {
		(void)smtpc_fail(err, SMTPC_E_TLS_CONFIG, "the peer's name is too long");
	} else if (set_up(context, o, err) == SMTPC_OK) {
		return context;
	}
	ERR_clear_error();
	smtpc_tls_context_free(context);
	return NULL;
}

void smtpc_tls_context_free(smtpc_tls_context *context)
{
	if (context != NULL) {
		SSL_CTX_free(context->ssl_ctx);
		BIO_meth_free(context->bio_method);
		smtpc_free(context->mem, context);
	}
}

/* ---- one connection ------------------------------------------------------ */

smtpc_tls *smtpc_tls_new(smtpc_tls_context *context, int fd, smtpc_error *err)
{
	smtpc_tls *tls = smtpc_zalloc(context->mem, sizeof *tls);
	if (tls == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	tls->context = context;
	tls->fd = fd;
	tls->ssl = SSL_new(context->ssl_ctx);
	BIO *bio = BIO_new(context->bio_method);
	if (tls->ssl == NULL || bio == NULL) {
		BIO_free(bio);
		smtpc_tls_free(tls, false);
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	BIO_set_data(bio, tls);
	BIO_set_init(bio, 1);
	SSL_set_bio(tls->ssl, bio, bio);
	SSL_set_connect_state(tls->ssl);
	(void)SSL_set_app_data(tls->ssl, tls);
	if (!context->name_is_ip && SSL_set_tlsext_host_name(tls->ssl, context->name) != 1) {
		smtpc_tls_free(tls, false);
		(void)smtpc_fail(
			err, SMTPC_E_TLS_CONFIG, "the name %s cannot be used for SNI", context->name);
		return NULL;
	}
	return tls;
}

void smtpc_tls_free(smtpc_tls *tls, bool polite)
{
	if (tls == NULL) {
		return;
	}
	if (tls->ssl != NULL) {
		if (polite && SSL_is_init_finished(tls->ssl)) {
			ERR_clear_error();
			(void)SSL_shutdown(tls->ssl);
		} else {
			SSL_set_quiet_shutdown(tls->ssl, 1);
		}
		SSL_free(tls->ssl);
		ERR_clear_error();
	}
	smtpc_free(tls->context->mem, tls);
}

bool smtpc_tls_wants_write(const smtpc_tls *tls)
{
	return tls->wants_write;
}

/* SMTPC_SOCK_* for what the last SSL_ call returned. */
static ptrdiff_t outcome(smtpc_tls *tls, int rv, int *sys_errno)
{
	int error = SSL_get_error(tls->ssl, rv);
	*sys_errno = 0;
	tls->wants_write = error == SSL_ERROR_WANT_WRITE;
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
		return SMTPC_SOCK_AGAIN;
	}
	/* An end without close_notify is an end all the same: no reply is made out of half a one. */
	if (error == SSL_ERROR_ZERO_RETURN || tls->eof) {
		return SMTPC_SOCK_EOF;
	}
	if (error == SSL_ERROR_SYSCALL) {
		*sys_errno = tls->sys_errno;
	}
	return SMTPC_SOCK_ERROR;
}

static int clamp(size_t len)
{
	return len > 1 << 30 ? 1 << 30 : (int)len;
}

ptrdiff_t smtpc_tls_send(smtpc_tls *tls, const void *data, size_t len, int *sys_errno)
{
	ERR_clear_error();
	int rv = SSL_write(tls->ssl, data, clamp(len));
	return rv > 0 ? rv : outcome(tls, rv, sys_errno);
}

ptrdiff_t smtpc_tls_recv(smtpc_tls *tls, void *room, size_t len, int *sys_errno)
{
	ERR_clear_error();
	int rv = SSL_read(tls->ssl, room, clamp(len));
	return rv > 0 ? rv : outcome(tls, rv, sys_errno);
}

/* ---- saying what went wrong ---------------------------------------------- */

typedef struct verify_advice {
	long error;
	const char *text;
} verify_advice;

#define TRUST_ADVICE \
	"name the authority that issued it with the option caFile, or correct the server's chain"

static const verify_advice verify_advices[] = {
	{X509_V_ERR_CERT_HAS_EXPIRED, "it has expired; the server needs a new one"},
	{X509_V_ERR_CERT_NOT_YET_VALID, "it is not valid yet; is the clock of this machine right?"},
	{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
		"it is self-signed; give it as caFile, or set allowSelfSigned if that is really meant"},
	{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "its authority is not trusted here; " TRUST_ADVICE},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "its issuer is not known here; " TRUST_ADVICE},
	{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, "its issuer is not known here; " TRUST_ADVICE},
	{X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, "its issuer is not known here; " TRUST_ADVICE},
	{X509_V_ERR_CERT_REVOKED, "it has been revoked"},
	{X509_V_ERR_INVALID_PURPOSE, "it is not meant for servers"},
};

static int fail_verify(smtpc_tls *tls, long error, smtpc_error *err)
{
	const smtpc_tls_context *context = tls->context;
	const char *text = X509_verify_cert_error_string(error);
	if (error == X509_V_ERR_HOSTNAME_MISMATCH) {
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY,
			"the server's certificate is not for %s but for %s; connect by a name that it has, or "
			"give that name as peerName",
			context->name, tls->names);
	}
	for (size_t i = 0; i < sizeof verify_advices / sizeof verify_advices[0]; i++) {
		if (verify_advices[i].error == error) {
			text = verify_advices[i].text;
		}
	}
	return smtpc_fail(
		err, SMTPC_E_TLS_VERIFY, "the certificate of %s was not accepted: %s", context->name, text);
}

/* Content types 20 to 23 (RFC 8446 §5.1) begin every record: anything else is no TLS. */
static bool peer_speaks_plain(const smtpc_tls *tls)
{
	return tls->heard && (tls->first < 20 || tls->first > 23);
}

static int fail_handshake(
	smtpc_tls *tls, bool starttls, ptrdiff_t io, int sys_errno, smtpc_error *err)
{
	long verdict = SSL_get_verify_result(tls->ssl);
	if (verdict != X509_V_OK && SSL_get_verify_mode(tls->ssl) != SSL_VERIFY_NONE) {
		return fail_verify(tls, verdict, err);
	}
	if (peer_speaks_plain(tls)) {
		return smtpc_fail(err, SMTPC_E_TLS_HANDSHAKE,
			starttls
				? "the server said yes to STARTTLS but does not speak TLS"
				: "the server does not speak TLS from the first byte on this port: use Tls::StartTls "
				  "there (usual on port 587), or port 465 for implicit TLS");
	}
	if (io == SMTPC_SOCK_EOF || sys_errno != 0) {
		char text[128] = "the server closed it";
		if (sys_errno != 0) {
			smtpc_errno_text(sys_errno, text, sizeof text);
		}
		(void)smtpc_fail(err, SMTPC_E_TLS_HANDSHAKE,
			"the connection was lost during the TLS handshake: %s", text);
		err->sys_errno = sys_errno;
		err->transient = true;
		return SMTPC_E_TLS_HANDSHAKE;
	}
	return smtpc_fail(
		err, SMTPC_E_TLS_HANDSHAKE, "the TLS handshake failed: %s", smtpc_tls_reason());
}

static X509 *peer_certificate(const smtpc_tls *tls)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	return SSL_get1_peer_certificate(tls->ssl);
#else
	return SSL_get_peer_certificate(tls->ssl);
#endif
}

/* verify() is not asked about a server without a certificate, which anonymous ciphers allow. */
static int check_certificate(const smtpc_tls *tls, smtpc_error *err)
{
	X509 *cert = peer_certificate(tls);
	X509_free(cert);
	if (cert == NULL && SSL_get_verify_mode(tls->ssl) != SSL_VERIFY_NONE) {
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY, "the server has no certificate at all");
	}
	return 1;
}

int smtpc_tls_handshake(smtpc_tls *tls, bool starttls, smtpc_error *err)
{
	int sys_errno;
	ERR_clear_error();
	int rv = SSL_do_handshake(tls->ssl);
	if (rv == 1) {
		return check_certificate(tls, err);
	}
	ptrdiff_t io = outcome(tls, rv, &sys_errno);
	if (io == SMTPC_SOCK_AGAIN) {
		return 0;
	}
	rv = fail_handshake(tls, starttls, io, sys_errno, err);
	ERR_clear_error();
	return rv;
}

/* ASN1_TIME_diff() from the epoch, because timegm() is not everywhere. */
static int64_t unix_time(const ASN1_TIME *time)
{
	int days = 0, seconds = 0;
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	bool ok = epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
	ASN1_TIME_free(epoch);
	return ok ? (int64_t)days * 86400 + seconds : 0;
}

void smtpc_tls_describe(const smtpc_tls *tls, smtpc_server_info *info)
{
	(void)snprintf(info->tls_version, sizeof info->tls_version, "%s", SSL_get_version(tls->ssl));
	(void)snprintf(info->tls_cipher, sizeof info->tls_cipher, "%s", SSL_get_cipher_name(tls->ssl));
	X509 *cert = peer_certificate(tls);
	if (cert != NULL) {
		info->certificate_expires = unix_time(X509_get0_notAfter(cert));
		X509_free(cert);
	}
}
