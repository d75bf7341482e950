/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Fingerprints of certificates and of their public keys. */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_str.h"

typedef struct pin_row {
	const char *name;
	const EVP_MD *(*digest)(void);
	size_t size;
	bool of_key; /* of the DER of SubjectPublicKeyInfo (RFC 7469 §2.4), which outlives renewals */
} pin_row;

/* No MD5 and no SHA-1: somebody could have two certificates with one of those. */
static const pin_row rows[SMTPC_FINGERPRINT_COUNT] = {
	[SMTPC_FINGERPRINT_SHA256] = {"sha256", EVP_sha256, 32, false},
	[SMTPC_FINGERPRINT_SHA512] = {"sha512", EVP_sha512, 64, false},
	[SMTPC_FINGERPRINT_SPKI_SHA256] = {"spki-sha256", EVP_sha256, 32, true},
};

/* ---- reading ------------------------------------------------------------- */

/* Pairs of digits, with or without colons between them. Exactly |size| octets, or false. */
static bool read_hex(uint8_t *out, size_t size, smtpc_str hex)
{
	bool colons = hex.len > 2 && hex.ptr[2] == ':';
	size_t step = colons ? 3 : 2;
	if (hex.len != size * step - colons) {
		return false;
	}
	for (size_t i = 0; i < size; i++) {
		int octet = smtpc_hex_octet(smtpc_str_skip(hex, i * step));
		if (octet < 0 || (colons && i > 0 && hex.ptr[i * step - 1] != ':')) {
			return false;
		}
		out[i] = (uint8_t)octet;
	}
	return true;
}

int smtpc_fingerprint_parse(smtpc_fingerprint *out, smtpc_str kind, smtpc_str hex, smtpc_error *err)
{
	for (size_t i = 0; i < SMTPC_FINGERPRINT_COUNT; i++) {
		if (!smtpc_str_ieq(kind, smtpc_str_of(rows[i].name))) {
			continue;
		}
		*out = (smtpc_fingerprint){.kind = (smtpc_fingerprint_kind)i};
		if (!read_hex(out->digest, rows[i].size, hex)) {
			return smtpc_fail(err, SMTPC_E_ARGUMENT,
				"a %s of %u hexadecimal digits, in pairs that may have colons between them",
				rows[i].name, (unsigned)rows[i].size * 2);
		}
		return SMTPC_OK;
	}
	return smtpc_fail(err, SMTPC_E_ARGUMENT,
		"a fingerprint by sha256, sha512 or spki-sha256, and \"%.*s\" is none of them",
		(int)(kind.len > 32 ? 32 : kind.len), kind.len > 0 ? kind.ptr : "");
}

/* ---- comparing ----------------------------------------------------------- */

static bool digest_of(const pin_row *row, X509 *cert, uint8_t out[EVP_MAX_MD_SIZE])
{
	unsigned len = 0;
	if (!row->of_key) {
		return X509_digest(cert, row->digest(), out, &len) == 1 && len == row->size;
	}
	unsigned char *der = NULL;
	int der_len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);
	bool ok = der_len > 0 &&
		EVP_Digest(der, (size_t)der_len, out, &len, row->digest(), NULL) == 1 && len == row->size;
	OPENSSL_free(der);
	return ok;
}

static void describe(const pin_row *row, const uint8_t *digest, char *out, size_t size)
{
	char hex[2 * EVP_MAX_MD_SIZE + 1];
	smtpc_hex(hex, digest, row->size);
	hex[2 * row->size] = '\0';
	(void)snprintf(out, size, "%s %s", row->name, hex);
}

bool smtpc_tls_pins_hold(const smtpc_tls_context *context, X509 *cert, char *found, size_t size)
{
	for (size_t kind = 0; kind < SMTPC_FINGERPRINT_COUNT; kind++) {
		const pin_row *row = &rows[kind];
		uint8_t digest[EVP_MAX_MD_SIZE] = {0};
		bool asked = false, fits = false;
		bool known = digest_of(row, cert, digest);
		for (size_t i = 0; i < context->pin_count; i++) {
			const smtpc_fingerprint *pin = &context->pins[i];
			if (pin->kind == kind) {
				asked = true;
				fits = fits || (known && memcmp(pin->digest, digest, row->size) == 0);
			}
		}
		if (asked && !fits) {
			describe(row, digest, found, size);
			return false;
		}
	}
	return true;
}
