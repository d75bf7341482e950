/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What connections to one server share, of one client or of several. */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

/* Splits |ciphers| at its colons: names of TLS 1.3, which OpenSSL wants apart, and the rest. False:
 * too long. */
static bool split_ciphers(smtpc_str ciphers, char *suites, char *list, size_t size)
{
	size_t used[2] = {0, 0};
	suites[0] = list[0] = '\0';
	while (ciphers.len > 0) {
		smtpc_str name = smtpc_str_until(&ciphers, ':');
		bool is_suite = smtpc_str_istarts(name, SMTPC_STR("TLS_"));
		char *out = is_suite ? suites : list;
		size_t *at = &used[is_suite];
		int n = snprintf(out + *at, size - *at, "%s%.*s", *at > 0 ? ":" : "", SMTPC_FMT(name));
		if (n < 0 || (size_t)n >= size - *at) {
			return false;
		}
		*at += (size_t)n;
	}
	return true;
}

static int set_ciphers(SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	char suites[1024], list[1024], safe[1056];
	if (o->ciphers.len == 0) {
		return SMTPC_OK;
	}
	bool ok = split_ciphers(o->ciphers, suites, list, sizeof list);
	if (ok && suites[0] != '\0') {
		ok = SSL_CTX_set_ciphersuites(ctx, suites) == 1;
	}
	if (ok && list[0] != '\0') {
		/* Whatever else is wished: no server without a name, nothing in the clear. */
		(void)snprintf(safe, sizeof safe, "%s:!aNULL:!eNULL", list);
		ok = SSL_CTX_set_cipher_list(ctx, safe) == 1;
	} else if (ok) {
		/* None of TLS 1.2 was named, so none is wished. */
		ok = SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION) == 1;
	}
	return ok
		? SMTPC_OK
		: smtpc_fail(err, SMTPC_E_TLS_CONFIG, "no cipher fits \"%.*s\"", SMTPC_FMT(o->ciphers));
}

/* What the system's openssl.cnf may say otherwise is said here outright. */
static int set_policy(SSL_CTX *ctx, const smtpc_options *o, smtpc_error *err)
{
	(void)SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
	(void)SSL_CTX_clear_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT);
#ifdef SSL_OP_IGNORE_UNEXPECTED_EOF
	(void)SSL_CTX_clear_options(ctx, SSL_OP_IGNORE_UNEXPECTED_EOF);
#endif
	(void)SSL_CTX_set_mode(ctx,
		SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
			SSL_MODE_RELEASE_BUFFERS);
	(void)SSL_CTX_clear_mode(ctx, SSL_MODE_AUTO_RETRY);
	if (o->security_level >= 0) {
		SSL_CTX_set_security_level(ctx, o->security_level);
	}
	if (SSL_CTX_set_min_proto_version(ctx, o->min_tls) != 1 ||
		SSL_CTX_set_max_proto_version(ctx, 0) != 1) {
		return smtpc_fail(err, SMTPC_E_TLS_CONFIG, "this OpenSSL lacks the TLS version asked for");
	}
	return set_ciphers(ctx, o, err);
}

static int set_up(smtpc_tls_context *context, const smtpc_options *o, smtpc_error *err)
{
	context->bio_method = smtpc_tls_bio_method();
	context->ssl_ctx = SSL_CTX_new(TLS_client_method());
	if (context->bio_method == NULL || context->ssl_ctx == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	bool any = o->verify_peer || o->verify_peer_name || o->fingerprint_count > 0;
	SSL_CTX_set_verify(context->ssl_ctx, any ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(context->ssl_ctx, smtpc_tls_verify, context);
	int rv = set_policy(context->ssl_ctx, o, err);
	if (rv == SMTPC_OK && o->verify_peer) {
		/* Without a verified chain there is nothing that a resumed session could stand for. */
		smtpc_tls_sessions_enable(context);
		rv = smtpc_tls_load_trust(context->ssl_ctx, o, err);
	}
	return rv < 0 ? rv : smtpc_tls_load_own(context->mem, context->ssl_ctx, o, err);
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

static bool copy_pins(smtpc_tls_context *context, const smtpc_options *o)
{
	if (o->fingerprint_count == 0) {
		return true;
	}
	context->pins =
		smtpc_realloc_array(context->mem, NULL, o->fingerprint_count, sizeof *context->pins);
	if (context->pins == NULL) {
		return false;
	}
	memcpy(context->pins, o->fingerprints, o->fingerprint_count * sizeof *context->pins);
	context->pin_count = o->fingerprint_count;
	return true;
}

smtpc_tls_context *smtpc_tls_context_make(
	const smtpc_mem *mem, const smtpc_options *o, smtpc_error *err)
{
	smtpc_tls_context *context = smtpc_zalloc(mem, sizeof *context);
	if (context == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	context->mem = mem;
	context->refs = 1;
	context->verify_peer = o->verify_peer;
	context->verify_name = o->verify_peer_name;
	context->allow_self_signed = o->allow_self_signed;
	ERR_clear_error();
	if (!copy_name(context, o->peer_name.len > 0 ? o->peer_name : o->host)) {
		(void)smtpc_fail(err, SMTPC_E_TLS_CONFIG, "the peer's name is too long");
	} else if (!copy_pins(context, o)) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	} else if (set_up(context, o, err) == SMTPC_OK) {
		return context;
	}
	ERR_clear_error();
	smtpc_tls_context_free(context);
	return NULL;
}

smtpc_tls_context *smtpc_tls_context_ref(smtpc_tls_context *context)
{
	context->refs++;
	return context;
}

void smtpc_tls_context_free(smtpc_tls_context *context)
{
	if (context != NULL && --context->refs == 0) {
		smtpc_tls_sessions_free(&context->sessions);
		SSL_CTX_free(context->ssl_ctx);
		BIO_meth_free(context->bio_method);
		smtpc_free(context->mem, context->pins);
		smtpc_free(context->mem, context);
	}
}

/* ---- sharing ------------------------------------------------------------- */

smtpc_tls_slot *smtpc_tls_slot_new(const smtpc_mem *mem)
{
	smtpc_tls_slot *slot = smtpc_zalloc(mem, sizeof *slot);
	if (slot != NULL) {
		slot->mem = mem;
		slot->refs = 1;
	}
	return slot;
}

smtpc_tls_slot *smtpc_tls_slot_ref(smtpc_tls_slot *slot)
{
	slot->refs++;
	return slot;
}

void smtpc_tls_slot_unref(smtpc_tls_slot *slot)
{
	if (slot != NULL && --slot->refs == 0) {
		smtpc_tls_context_free(slot->context);
		smtpc_free(slot->mem, slot);
	}
}
