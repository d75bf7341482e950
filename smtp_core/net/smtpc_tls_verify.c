/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whether the peer is the one that was meant: chain and name (RFC 9525). */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"

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

int smtpc_tls_verify(X509_STORE_CTX *store, void *arg)
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
