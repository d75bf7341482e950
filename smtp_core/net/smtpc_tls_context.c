/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What connections to one server share: policy, trust, a certificate of our own. */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

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
	context->bio_method = smtpc_tls_bio_method();
	context->ssl_ctx = SSL_CTX_new(TLS_client_method());
	if (context->bio_method == NULL || context->ssl_ctx == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	bool any = o->verify_peer || o->verify_peer_name;
	SSL_CTX_set_verify(context->ssl_ctx, any ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(context->ssl_ctx, smtpc_tls_verify, context);
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
