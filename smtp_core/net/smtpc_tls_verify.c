/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whether the peer is the one that was meant: chain, name (RFC 9525) and fingerprints. */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"

/* ---- the name ------------------------------------------------------------ */

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
	size_t comma = used > 0 ? 2 : 0;
	if (used + comma + len >= size) {
		return used;
	}
	memcpy(out + used, ", ", comma);
	used += comma;
	for (size_t i = 0; i < len; i++) {
		/* A NUL must not make the rest of a name invisible. */
		out[used++] = name[i] == '\0' ? '?' : name[i];
	}
	out[used] = '\0';
	return used;
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
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
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

/* ---- what is wrong ------------------------------------------------------- */

static void take_text(BIO *bio, char *out, size_t size)
{
	int n = BIO_read(bio, out, (int)size - 1);
	out[n > 0 ? n : 0] = '\0';
	BIO_free(bio);
}

static void print_name(const X509_NAME *name, char *out, size_t size)
{
	BIO *bio = BIO_new(BIO_s_mem());
	out[0] = '\0';
	if (bio != NULL) {
		(void)X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
		take_text(bio, out, size);
	}
}

static void print_time(const ASN1_TIME *moment, char *out, size_t size)
{
	BIO *bio = BIO_new(BIO_s_mem());
	out[0] = '\0';
	if (bio != NULL) {
		(void)ASN1_TIME_print(bio, moment);
		take_text(bio, out, size);
	}
}

/* Keeps of a chain that was not accepted what the message is to tell. */
static void note_fault(smtpc_tls *tls, X509_STORE_CTX *store)
{
	X509 *cert = X509_STORE_CTX_get_current_cert(store);
	tls->depth = X509_STORE_CTX_get_error_depth(store);
	tls->alone = sk_X509_num(X509_STORE_CTX_get0_untrusted(store)) <= 1;
	tls->detail[0] = tls->subject[0] = '\0';
	if (cert == NULL) {
		return;
	}
	print_name(X509_get_subject_name(cert), tls->subject, sizeof tls->subject);
	switch (X509_STORE_CTX_get_error(store)) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		print_time(X509_get0_notAfter(cert), tls->detail, sizeof tls->detail);
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		print_time(X509_get0_notBefore(cert), tls->detail, sizeof tls->detail);
		break;
	default:
		print_name(X509_get_issuer_name(cert), tls->detail, sizeof tls->detail);
		break;
	}
}

/* ---- asking -------------------------------------------------------------- */

/* X509_V_OK if |cert| has the name and the fingerprints that were asked for. */
static int check_identity(smtpc_tls *tls, X509 *cert)
{
	const smtpc_tls_context *context = tls->context;
	if (context->verify_name && !name_matches(context, cert)) {
		list_names(cert, tls->detail, sizeof tls->detail);
		return X509_V_ERR_HOSTNAME_MISMATCH;
	}
	return smtpc_tls_pins_hold(context, cert, tls->detail, sizeof tls->detail)
		? X509_V_OK
		: X509_V_ERR_APPLICATION_VERIFICATION;
}

/* That the server's certificate is self-signed may be forgiven, and nothing else. */
static int forgive_self_signed(int ok, X509_STORE_CTX *store)
{
	return ok || X509_STORE_CTX_get_error(store) == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
}

int smtpc_tls_verify(X509_STORE_CTX *store, void *arg)
{
	const smtpc_tls_context *context = arg;
	const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	smtpc_tls *tls = SSL_get_app_data(ssl);
	if (context->allow_self_signed) {
		X509_STORE_CTX_set_verify_cb(store, forgive_self_signed);
	}
	if (context->verify_peer && X509_verify_cert(store) != 1) {
		note_fault(tls, store);
		return 0;
	}
	int verdict = check_identity(tls, X509_STORE_CTX_get0_cert(store));
	X509_STORE_CTX_set_error(store, verdict);
	return verdict == X509_V_OK;
}

X509 *smtpc_tls_peer_certificate(const smtpc_tls *tls)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	return SSL_get1_peer_certificate(tls->ssl);
#else
	return SSL_get_peer_certificate(tls->ssl);
#endif
}

int smtpc_tls_check_peer(smtpc_tls *tls, smtpc_error *err)
{
	if (SSL_get_verify_mode(tls->ssl) == SSL_VERIFY_NONE) {
		return 1;
	}
	X509 *cert = smtpc_tls_peer_certificate(tls);
	if (cert == NULL) {
		/* Anonymous ciphers have none, and nobody is asked about it. */
		return smtpc_fail(err, SMTPC_E_TLS_VERIFY, "the server has no certificate at all");
	}
	long verdict = SSL_get_verify_result(tls->ssl);
	if (verdict == X509_V_OK) {
		verdict = check_identity(tls, cert);
	}
	X509_free(cert);
	return verdict == X509_V_OK ? 1 : smtpc_tls_fail_verify(tls, verdict, err);
}
