/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_tls_int.h"

#include <string.h>

typedef size_t (*binding_fn)(const smtpc_tls *tls, uint8_t *out, size_t size);

/* RFC 9266 §2: 32 octets, an empty context. */
static size_t exporter(const smtpc_tls *tls, uint8_t *out, size_t size)
{
	static const char label[] = "EXPORTER-Channel-Binding";
	enum { EXPORTER_LEN = 32 };
	bool ok = size >= EXPORTER_LEN &&
		SSL_export_keying_material(tls->ssl, out, EXPORTER_LEN, label, sizeof label - 1,
			(const unsigned char *)"", 0, 1) == 1;
	return ok ? EXPORTER_LEN : 0;
}

/* RFC 5929 §3.1: the first Finished message, which the client sends, or in a resumed session the
 * server. */
static size_t unique(const smtpc_tls *tls, uint8_t *out, size_t size)
{
	size_t len = SSL_session_reused(tls->ssl) ? SSL_get_peer_finished(tls->ssl, out, size)
											  : SSL_get_finished(tls->ssl, out, size);
	return len <= size ? len : 0;
}

/* RFC 5929 §4.1: the certificate by the hash of its signature, SHA-256 in place of MD5 and SHA-1.
 * A signature without a hash of its own (Ed25519) leaves it undefined. */
static size_t end_point(const smtpc_tls *tls, uint8_t *out, size_t size)
{
	int nid = NID_undef;
	unsigned len = 0;
	X509 *cert = smtpc_tls_peer_certificate(tls);
	if (cert == NULL) {
		return 0;
	}
	if (X509_get_signature_info(cert, &nid, NULL, NULL, NULL) != 1) {
		nid = NID_undef;
	}
	const EVP_MD *md = nid == NID_md5 || nid == NID_sha1 ? EVP_sha256() : EVP_get_digestbynid(nid);
	bool ok = nid != NID_undef && md != NULL && (size_t)EVP_MD_size(md) <= size &&
		X509_digest(cert, md, out, &len) == 1;
	X509_free(cert);
	return ok ? len : 0;
}

static void add(const smtpc_tls *tls, smtpc_bindings *bindings, const char *type, binding_fn make)
{
	smtpc_binding *binding = &bindings->list[bindings->count];
	binding->type = type;
	binding->len = make(tls, binding->data, sizeof binding->data);
	bindings->count += binding->len > 0;
}

void smtpc_tls_bindings(const smtpc_tls *tls, smtpc_bindings *bindings)
{
	bool tls13 = SSL_version(tls->ssl) >= TLS1_3_VERSION;
	/* Without an extended master secret two connections can be made to agree (RFC 7627 §1). */
	bool extended = tls13 || SSL_get_extms_support(tls->ssl) == 1;
	*bindings = (smtpc_bindings){.count = 0};
	ERR_clear_error();
	if (tls13) {
		add(tls, bindings, "tls-exporter", exporter);
	} else if (extended) {
		add(tls, bindings, "tls-unique", unique);
		add(tls, bindings, "tls-exporter", exporter);
	}
	add(tls, bindings, "tls-server-end-point", end_point);
	ERR_clear_error();
}
