/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Keys and certificates, made while the tests run. */
#ifndef CRYPTO_FIXTURE_H
#define CRYPTO_FIXTURE_H

#include "smtpc_test.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

/* |bits| for RSA; the curve's NID for EC; 0 otherwise. */
static inline EVP_PKEY *fixture_key(int type, int bits)
{
	EVP_PKEY *pkey = NULL;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(type, NULL);
	bool ok = ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1;
	if (ok && (type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS)) {
		ok = EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, bits) == 1;
	} else if (ok && type == EVP_PKEY_EC) {
		ok = EVP_PKEY_CTX_set_ec_paramgen_curve_nid(ctx, bits) == 1;
	}
	ok = ok && EVP_PKEY_keygen(ctx, &pkey) == 1;
	EVP_PKEY_CTX_free(ctx);
	CHECK(ok);
	return pkey;
}

/* PEM of anything, NUL-terminated; the caller frees it with free(). */
static inline smtpc_str fixture_text(BIO *bio)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);
	char *copy = malloc((size_t)len + 1);
	memcpy(copy, data, (size_t)len);
	copy[len] = '\0';
	BIO_free(bio);
	return (smtpc_str){copy, (size_t)len};
}

static inline void fixture_text_free(smtpc_str text)
{
	free((void *)(uintptr_t)text.ptr);
}

static inline smtpc_str fixture_pem(EVP_PKEY *pkey, const char *passphrase)
{
	BIO *bio = BIO_new(BIO_s_mem());
	const EVP_CIPHER *cipher = passphrase != NULL ? EVP_aes_128_cbc() : NULL;
	int len = passphrase != NULL ? (int)strlen(passphrase) : 0;
	CHECK_INT(PEM_write_bio_PKCS8PrivateKey(bio, pkey, cipher, passphrase, len, NULL, NULL), 1);
	return fixture_text(bio);
}

static inline smtpc_str fixture_public_pem(EVP_PKEY *pkey)
{
	BIO *bio = BIO_new(BIO_s_mem());
	CHECK_INT(PEM_write_bio_PUBKEY(bio, pkey), 1);
	return fixture_text(bio);
}

static inline smtpc_str fixture_cert_pem(X509 *x509)
{
	BIO *bio = BIO_new(BIO_s_mem());
	CHECK_INT(PEM_write_bio_X509(bio, x509), 1);
	return fixture_text(bio);
}

/* A smtpc_key that is this key. */
static inline smtpc_key *fixture_smtpc_key(const smtpc_mem *mem, EVP_PKEY *pkey)
{
	smtpc_error err = {0};
	smtpc_str pem = fixture_pem(pkey, NULL);
	smtpc_key *key = smtpc_key_new(mem, pem, (smtpc_str){NULL, 0}, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	fixture_text_free(pem);
	return key;
}

/* A certificate for |name|, by |issuer| or (NULL) itself; |usage| as in openssl.cnf, NULL: none. */
static inline X509 *fixture_cert(
	const char *name, EVP_PKEY *pkey, X509 *issuer, EVP_PKEY *issuer_key, const char *usage)
{
	static long serial = 1000;
	X509 *x509 = X509_new();
	X509_NAME *subject = X509_NAME_new();
	X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	X509_set_version(x509, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), serial++);
	X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
	X509_gmtime_adj(X509_getm_notAfter(x509), 86400);
	X509_set_subject_name(x509, subject);
	X509_set_issuer_name(x509, issuer != NULL ? X509_get_subject_name(issuer) : subject);
	X509_set_pubkey(x509, pkey);
	if (usage != NULL) {
		X509_EXTENSION *ext = X509V3_EXT_nconf_nid(NULL, NULL, NID_key_usage, usage);
		CHECK(ext != NULL && X509_add_ext(x509, ext, -1) == 1);
		X509_EXTENSION_free(ext);
	}
	EVP_PKEY *by = issuer_key != NULL ? issuer_key : pkey;
	bool bare = EVP_PKEY_base_id(by) == EVP_PKEY_ED25519;
	CHECK(X509_sign(x509, by, bare ? NULL : EVP_sha256()) > 0);
	X509_NAME_free(subject);
	return x509;
}

#endif
