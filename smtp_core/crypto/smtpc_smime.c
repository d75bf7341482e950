/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * S/MIME by OpenSSL's CMS (RFC 5652, 5083, 5084), fed piece by piece: for a signature through the
 * chain of digests that CMS_dataInit() gives, for encryption through the chain that writes BER of
 * indefinite length, whose output is carried from a memory BIO to the spool after each piece.
 *
 * The key for the content goes to RSA recipients with PKCS #1 v1.5. That is what every reader of
 * mail opens; OAEP (RFC 3560) fails in many. What is held against v1.5 is the decrypter that
 * answers an attacker's guesses, and a mail reader answers nobody.
 *
 * Limits: no Ed25519 (RFC 8419) and no X25519 (RFC 8418), for want of readers. */
#include "crypto/smtpc_smime_int.h"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"

enum { PIECE = 32 * 1024 };

/* No translation of line ends by OpenSSL, and nothing done before the content has been seen. */
enum { COMMON_FLAGS = CMS_BINARY | CMS_STREAM | CMS_PARTIAL };

static int cms_fail(smtpc_error *err, const char *what)
{
	return smtpc_fail(err, SMTPC_E_SOURCE, "OpenSSL cannot %s: %s", what, smtpc_key_reason());
}

/* What is done with each piece of the entity; a failure fills |err|. */
typedef struct cms_sink {
	BIO *into;
	BIO *drain; /* carried to |spool| after each piece; NULL: nothing to carry */
	smtpc_spool *spool;
	const char *what;
	bool any; /* something was read */
} cms_sink;

static int sink_carry(const cms_sink *sink, smtpc_error *err)
{
	char *made;
	long len = sink->drain != NULL ? BIO_get_mem_data(sink->drain, &made) : 0;
	if (len <= 0) {
		return SMTPC_OK;
	}
	int rc = smtpc_spool_write(sink->spool, made, (size_t)len);
	(void)BIO_reset(sink->drain);
	return rc < 0 ? smtpc_spool_fail(sink->spool, rc, err) : rc;
}

static int sink_pump(cms_sink *sink, smtpc_source *entity, char *piece, smtpc_error *err)
{
	for (;;) {
		ptrdiff_t len = entity->read(entity->user, piece, PIECE, err);
		if (len <= 0) {
			return (int)len;
		}
		sink->any = true;
		if (BIO_write(sink->into, piece, (int)len) != (int)len) {
			return cms_fail(err, sink->what);
		}
		int rc = sink_carry(sink, err);
		if (rc < 0) {
			return rc;
		}
	}
}

/* All of |entity|. The piece of it that is in memory is wiped. */
static int sink_feed(cms_sink *sink, const smtpc_mem *mem, smtpc_source *entity, smtpc_error *err)
{
	char *piece = smtpc_malloc(mem, PIECE);
	if (piece == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	int rc = sink_pump(sink, entity, piece, err);
	if (rc == SMTPC_OK && sink->drain != NULL && !sink->any) {
		/* OpenSSL's chain cannot end before it has begun, and no MIME entity is empty. */
		rc = smtpc_fail(err, SMTPC_E_ARGUMENT, "there is nothing to encrypt");
	}
	if (rc == SMTPC_OK && BIO_flush(sink->into) != 1) {
		rc = cms_fail(err, sink->what);
	}
	smtpc_wipe(piece, PIECE);
	smtpc_free(mem, piece);
	return rc < 0 ? rc : sink_carry(sink, err);
}

/* ---- Signing ------------------------------------------------------------- */

/* What the signer's own reader of mail is said to decrypt (RFC 8551 §2.5.2). OpenSSL's list would
 * invite RC2 and DES. */
static bool sign_capabilities(CMS_SignerInfo *info)
{
	static const int ciphers[] = {NID_aes_256_cbc, NID_aes_192_cbc, NID_aes_128_cbc};
	STACK_OF(X509_ALGOR) *algs = NULL;
	bool ok = true;
	for (size_t i = 0; ok && i < sizeof ciphers / sizeof ciphers[0]; i++) {
		ok = CMS_add_simple_smimecap(&algs, ciphers[i], -1) == 1;
	}
	ok = ok && CMS_add_smimecap(info, algs) == 1;
	sk_X509_ALGOR_pop_free(algs, X509_ALGOR_free);
	return ok;
}

/* Each certificate once: OpenSSL refuses some doubles and writes others, as its version is. */
static bool sign_add_cert(CMS_ContentInfo *cms, X509 *x509, STACK_OF(X509) * added)
{
	for (int i = 0; i < sk_X509_num(added); i++) {
		if (X509_cmp(sk_X509_value(added, i), x509) == 0) {
			return true;
		}
	}
	return sk_X509_push(added, x509) > 0 && CMS_add1_cert(cms, x509) == 1;
}

static bool sign_add_signer(
	CMS_ContentInfo *cms, const smtpc_smime_signer *signer, STACK_OF(X509) * added)
{
	CMS_SignerInfo *info = CMS_add1_signer(cms, sk_X509_value(signer->certs, 0), signer->key->pkey,
		EVP_sha256(), COMMON_FLAGS | CMS_DETACHED | CMS_NOCERTS | CMS_NOSMIMECAP);
	bool ok = info != NULL && sign_capabilities(info);
	for (int i = 0; ok && i < sk_X509_num(signer->certs); i++) {
		ok = sign_add_cert(cms, sk_X509_value(signer->certs, i), added);
	}
	return ok;
}

static CMS_ContentInfo *sign_prepare(smtpc_smime_signer *const *signers, size_t count)
{
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, COMMON_FLAGS | CMS_DETACHED);
	STACK_OF(X509) *added = sk_X509_new_null(); /* borrowed */
	bool ok = cms != NULL && added != NULL && count > 0;
	for (size_t i = 0; ok && i < count; i++) {
		ok = sign_add_signer(cms, signers[i], added);
	}
	sk_X509_free(added);
	if (!ok) {
		CMS_ContentInfo_free(cms);
		return NULL;
	}
	return cms;
}

static int sign_write(CMS_ContentInfo *cms, smtpc_buf *der, smtpc_error *err)
{
	int len = i2d_CMS_ContentInfo(cms, NULL);
	if (len <= 0) {
		return cms_fail(err, "write an S/MIME signature");
	}
	unsigned char *to = (unsigned char *)smtpc_buf_reserve(der, (size_t)len);
	if (to == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	len = i2d_CMS_ContentInfo(cms, &to);
	if (len <= 0) {
		return cms_fail(err, "write an S/MIME signature");
	}
	smtpc_buf_commit(der, (size_t)len);
	return SMTPC_OK;
}

static int sign_all(CMS_ContentInfo *cms, smtpc_source *entity, smtpc_buf *der, smtpc_error *err)
{
	BIO *chain = CMS_dataInit(cms, NULL);
	if (chain == NULL) {
		return cms_fail(err, "begin an S/MIME signature");
	}
	cms_sink sink = {.into = chain, .what = "hash for an S/MIME signature"};
	int rc = sink_feed(&sink, smtpc_mem_or_default(der->mem), entity, err);
	if (rc == SMTPC_OK && CMS_dataFinal(cms, chain) != 1) {
		rc = cms_fail(err, "make an S/MIME signature");
	}
	BIO_free_all(chain);
	return rc < 0 ? rc : sign_write(cms, der, err);
}

int smtpc_smime_sign(smtpc_smime_signer *const *signers, size_t count, smtpc_source *entity,
	smtpc_buf *der, smtpc_error *err)
{
	(void)ERR_set_mark();
	CMS_ContentInfo *cms = sign_prepare(signers, count);
	int rc = cms != NULL ? sign_all(cms, entity, der, err)
						 : cms_fail(err, "prepare an S/MIME signature");
	CMS_ContentInfo_free(cms);
	(void)ERR_pop_to_mark();
	return rc;
}

const char *smtpc_smime_micalg(void)
{
	return "sha-256";
}

/* ---- Encrypting ---------------------------------------------------------- */

/* RFC 8551 §2.3 and RFC 5753 §7.1.4: SHA-256 derives the key that wraps; OpenSSL would take SHA-1.
 */
static bool encrypt_add(CMS_ContentInfo *cms, X509 *x509)
{
	CMS_RecipientInfo *info = CMS_add1_recipient_cert(cms, x509, COMMON_FLAGS | CMS_KEY_PARAM);
	if (info == NULL || CMS_RecipientInfo_type(info) != CMS_RECIPINFO_AGREE) {
		return info != NULL;
	}
	EVP_PKEY_CTX *agreement = CMS_RecipientInfo_get0_pkey_ctx(info);
	return agreement != NULL && EVP_PKEY_CTX_set_ecdh_kdf_md(agreement, EVP_sha256()) == 1;
}

static CMS_ContentInfo *encrypt_prepare(smtpc_cert *const *certs, size_t count, smtpc_cipher cipher)
{
	const EVP_CIPHER *evp =
		cipher == SMTPC_CIPHER_AES256_GCM ? EVP_aes_256_gcm() : EVP_aes_256_cbc();
	CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, evp, COMMON_FLAGS);
	bool ok = cms != NULL;
	for (size_t i = 0; ok && i < count; i++) {
		ok = encrypt_add(cms, certs[i]->x509);
	}
	if (!ok) {
		CMS_ContentInfo_free(cms);
		return NULL;
	}
	return cms;
}

static int encrypt_all(CMS_ContentInfo *cms, const smtpc_mem *mem, smtpc_source *entity,
	smtpc_spool *out, smtpc_error *err)
{
	BIO *made = BIO_new(BIO_s_mem());
	BIO *chain = made != NULL ? BIO_new_CMS(made, cms) : NULL;
	int rc = SMTPC_OK;
	if (chain == NULL) {
		rc = cms_fail(err, "begin to encrypt for S/MIME");
	} else {
		cms_sink sink = {.into = chain, .drain = made, .spool = out, .what = "encrypt for S/MIME"};
		rc = sink_feed(&sink, mem, entity, err);
		/* Not BIO_free_all(): the end of the chain is needed until the rest has let go of it. */
		while (chain != made) {
			BIO *next = BIO_pop(chain);
			BIO_free(chain);
			chain = next;
		}
	}
	BIO_free(made);
	return rc;
}

int smtpc_smime_encrypt(smtpc_cert *const *certs, size_t count, smtpc_cipher cipher,
	smtpc_source *entity, smtpc_spool *out, smtpc_error *err)
{
	if (!smtpc_cipher_usable(cipher)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "AES-GCM for S/MIME needs OpenSSL 3.0 or later");
	}
	if (count == 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "there is no certificate to encrypt for");
	}
	(void)ERR_set_mark();
	CMS_ContentInfo *cms = encrypt_prepare(certs, count, cipher);
	int rc = cms != NULL ? encrypt_all(cms, certs[0]->mem, entity, out, err)
						 : cms_fail(err, "prepare to encrypt for S/MIME");
	CMS_ContentInfo_free(cms);
	(void)ERR_pop_to_mark();
	return rc;
}

const char *smtpc_smime_type(smtpc_cipher cipher)
{
	return cipher == SMTPC_CIPHER_AES256_GCM ? "authEnveloped-data" : "enveloped-data";
}

bool smtpc_cipher_usable(smtpc_cipher cipher)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	return cipher == SMTPC_CIPHER_AES256_GCM || cipher == SMTPC_CIPHER_AES256_CBC;
#else
	return cipher == SMTPC_CIPHER_AES256_CBC;
#endif
}
