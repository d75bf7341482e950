/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * OpenSSL's own words about a PEM that it cannot read ("DECODER routines::unsupported") help
 * nobody, so the causes that people meet are told apart here: by what labels are in the text, and
 * by whether OpenSSL asked for a passphrase. */
#include "crypto/smtpc_key.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "crypto/smtpc_digest.h"

enum { PEM_MAX = 1 << 20, CERTS_MAX = 32 };

/* The state of one reading: the passphrase on hand, and what became of it. */
typedef struct key_asked {
	smtpc_str passphrase;
	bool asked, too_long;
} key_asked;

/* OpenSSL would ask at the terminal if there were no function to ask. */
static int key_passphrase(char *buf, int size, int writing, void *user)
{
	key_asked *asked = user;
	(void)writing;
	asked->asked = true;
	if (asked->passphrase.ptr == NULL || size < 0) {
		return -1;
	}
	if (asked->passphrase.len > (size_t)size) {
		asked->too_long = true;
		return -1;
	}
	memcpy(buf, asked->passphrase.ptr, asked->passphrase.len);
	return (int)asked->passphrase.len;
}

static bool key_has(smtpc_str pem, const char *label)
{
	smtpc_str wanted = smtpc_str_of(label);
	while (pem.len >= wanted.len) {
		const char *at = memchr(pem.ptr, label[0], pem.len - wanted.len + 1);
		if (at == NULL) {
			return false;
		}
		if (memcmp(at, wanted.ptr, wanted.len) == 0) {
			return true;
		}
		pem = smtpc_str_skip(pem, (size_t)(at - pem.ptr) + 1);
	}
	return false;
}

/* ARGUMENT unless there is PEM of some kind. */
static int key_check_pem(smtpc_str pem, const char *what, smtpc_error *err)
{
	if (pem.len > PEM_MAX) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "%s is longer than 1 MiB", what);
	}
	if (pem.ptr == NULL || !key_has(pem, "-----BEGIN ")) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "%s is not in PEM format (no \"-----BEGIN \" in it)", what);
	}
	return SMTPC_OK;
}

static int key_explain(smtpc_str pem, const key_asked *asked, smtpc_error *err)
{
	const char *why = "the private key is damaged, or of a kind unknown here";
	if (!key_has(pem, "PRIVATE KEY-----")) {
		why = key_has(pem, "PUBLIC KEY-----")
			? "a public key was given where the private key is wanted"
			: key_has(pem, "-----BEGIN CERTIFICATE")
			? "a certificate was given where the private key is wanted"
			: "no private key is in the PEM";
	} else if (asked->too_long) {
		why = "the passphrase is too long for OpenSSL";
	} else if (asked->asked) {
		why = asked->passphrase.ptr == NULL
			? "the private key is encrypted and no passphrase was given"
			: "the passphrase of the private key is wrong, or the key is damaged";
	}
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "%s", why);
}

static EVP_PKEY *key_read(smtpc_str pem, key_asked *asked)
{
	BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	if (bio == NULL) {
		return NULL;
	}
	EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, key_passphrase, asked);
	BIO_free(bio);
	return pkey;
}

smtpc_key *smtpc_key_new(
	const smtpc_mem *mem, smtpc_str pem, smtpc_str passphrase, smtpc_error *err)
{
	if (key_check_pem(pem, "the private key", err) < 0) {
		return NULL;
	}
	key_asked asked = {.passphrase = passphrase};
	(void)ERR_set_mark();
	EVP_PKEY *pkey = key_read(pem, &asked);
	(void)ERR_pop_to_mark();
	if (pkey == NULL) {
		(void)key_explain(pem, &asked, err);
		return NULL;
	}
	mem = smtpc_mem_or_default(mem);
	smtpc_key *key = smtpc_malloc(mem, sizeof *key);
	if (key == NULL) {
		EVP_PKEY_free(pkey);
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	*key = (smtpc_key){mem, 1, pkey};
	return key;
}

smtpc_key *smtpc_key_ref(smtpc_key *key)
{
	key->refs++;
	return key;
}

void smtpc_key_unref(smtpc_key *key)
{
	if (key != NULL && --key->refs == 0) {
		EVP_PKEY_free(key->pkey);
		smtpc_free(key->mem, key);
	}
}

int smtpc_key_name(smtpc_str pem, smtpc_str passphrase, uint8_t name[32])
{
	/* The length first, so that no part of one can pass for a part of the other. */
	uint64_t lengths[2] = {pem.len, passphrase.ptr != NULL ? passphrase.len : UINT64_MAX};
	smtpc_digest digest;
	int rc = smtpc_digest_init(&digest);
	if (rc == SMTPC_OK) {
		smtpc_digest_update(&digest, lengths, sizeof lengths);
		smtpc_digest_update(&digest, pem.ptr, pem.len);
		smtpc_digest_update(&digest, passphrase.ptr, passphrase.len);
		rc = smtpc_digest_finish(&digest, name);
	}
	return rc;
}

smtpc_key_type smtpc_key_type_of(EVP_PKEY *pkey)
{
	switch (EVP_PKEY_base_id(pkey)) {
	case EVP_PKEY_RSA:
		return SMTPC_KEY_RSA;
	case EVP_PKEY_EC:
		return SMTPC_KEY_EC;
	case EVP_PKEY_ED25519:
		return SMTPC_KEY_ED25519;
	default:
		return SMTPC_KEY_OTHER;
	}
}

const char *smtpc_key_type_name(EVP_PKEY *pkey)
{
	switch (EVP_PKEY_base_id(pkey)) {
	case EVP_PKEY_RSA:
		return "RSA";
	case EVP_PKEY_EC:
		return "EC";
	case EVP_PKEY_ED25519:
		return "Ed25519";
	case EVP_PKEY_RSA_PSS:
		return "RSA-PSS";
	case EVP_PKEY_DSA:
		return "DSA";
	case EVP_PKEY_ED448:
		return "Ed448";
	case EVP_PKEY_X25519:
		return "X25519";
	default:
		return "unknown";
	}
}

int smtpc_key_check_rsa(EVP_PKEY *pkey, const char *what, smtpc_error *err)
{
	int bits = EVP_PKEY_bits(pkey);
	if (smtpc_key_type_of(pkey) != SMTPC_KEY_RSA ||
		(bits >= SMTPC_RSA_MIN_BITS && bits <= SMTPC_RSA_MAX_BITS)) {
		return SMTPC_OK;
	}
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "%s has %d bits of RSA; from %d to %d are for use",
		what, bits, SMTPC_RSA_MIN_BITS, SMTPC_RSA_MAX_BITS);
}

/* What stands in |bio| up to its end; false when one of them cannot be read. */
static bool certs_read(BIO *bio, STACK_OF(X509) * certs)
{
	/* A certificate is not encrypted, but its PEM can claim to be. */
	key_asked asked = {{NULL, 0}, false, false};
	X509 *cert = PEM_read_bio_X509(bio, NULL, key_passphrase, &asked);
	while (cert != NULL) {
		if (sk_X509_num(certs) >= CERTS_MAX || sk_X509_push(certs, cert) <= 0) {
			X509_free(cert);
			return false;
		}
		cert = PEM_read_bio_X509(bio, NULL, key_passphrase, &asked);
	}
	return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
}

STACK_OF(X509) * smtpc_key_certs(smtpc_str pem, const char *what, smtpc_error *err)
{
	if (key_check_pem(pem, what, err) < 0) {
		return NULL;
	}
	(void)ERR_set_mark();
	BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
	STACK_OF(X509) *certs = sk_X509_new_null();
	bool ok = bio != NULL && certs != NULL && certs_read(bio, certs);
	BIO_free(bio);
	(void)ERR_pop_to_mark();
	if (ok && sk_X509_num(certs) > 0) {
		return certs;
	}
	if (ok) {
		(void)smtpc_fail(err, SMTPC_E_ARGUMENT, "no certificate is in the PEM of %s", what);
	} else {
		(void)smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the PEM of %s cannot be read, or holds more than %d certificates", what, CERTS_MAX);
	}
	sk_X509_pop_free(certs, X509_free);
	return NULL;
}

const char *smtpc_key_reason(void)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());
	return reason != NULL ? reason : "no reason given";
}
