/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Who signs and who is encrypted for: certificates, and what they may be used for (RFC 8550
 * §4.4.2). What would make mail that its readers reject, or cannot open, is refused while it is
 * made. */
#include "crypto/smtpc_smime_int.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"

/* All bits are set where the certificate does not say. */
static bool cert_allows(X509 *x509, uint32_t usage)
{
	return (X509_get_key_usage(x509) & usage) != 0;
}

/* RSA or EC, of a size for use, with one of these usages. |what| begins the sentence. */
static int cert_check(
	X509 *x509, uint32_t rsa_usage, uint32_t ec_usage, const char *what, smtpc_error *err)
{
	EVP_PKEY *pkey = X509_get0_pubkey(x509);
	if (pkey == NULL) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "%s has a key of a kind unknown here", what);
	}
	smtpc_key_type type = smtpc_key_type_of(pkey);
	if (type != SMTPC_KEY_RSA && type != SMTPC_KEY_EC) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"%s has a key of type %s; for S/MIME it is RSA or EC here", what,
			smtpc_key_type_name(pkey));
	}
	int rc = smtpc_key_check_rsa(pkey, what, err);
	if (rc == SMTPC_OK && !cert_allows(x509, type == SMTPC_KEY_RSA ? rsa_usage : ec_usage)) {
		rc =
			smtpc_fail(err, SMTPC_E_ARGUMENT, "%s is not for this: its key usage forbids it", what);
	}
	return rc;
}

smtpc_cert *smtpc_cert_new(const smtpc_mem *mem, smtpc_str pem, smtpc_error *err)
{
	STACK_OF(X509) *certs = smtpc_key_certs(pem, "the certificate", err);
	if (certs == NULL) {
		return NULL;
	}
	(void)ERR_set_mark();
	int rc = cert_check(
		sk_X509_value(certs, 0), KU_KEY_ENCIPHERMENT, KU_KEY_AGREEMENT, "the certificate", err);
	(void)ERR_pop_to_mark();
	smtpc_cert *cert = NULL;
	if (rc == SMTPC_OK) {
		mem = smtpc_mem_or_default(mem);
		cert = smtpc_malloc(mem, sizeof *cert);
		if (cert == NULL) {
			(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		} else {
			*cert = (smtpc_cert){mem, 1, sk_X509_shift(certs)};
		}
	}
	sk_X509_pop_free(certs, X509_free);
	return cert;
}

smtpc_cert *smtpc_cert_ref(smtpc_cert *cert)
{
	cert->refs++;
	return cert;
}

void smtpc_cert_unref(smtpc_cert *cert)
{
	if (cert != NULL && --cert->refs == 0) {
		X509_free(cert->x509);
		smtpc_free(cert->mem, cert);
	}
}

static int signer_refuse(const smtpc_smime_options *options, smtpc_smime_option option, int rc)
{
	if (rc == SMTPC_E_ARGUMENT && options->refused != NULL) {
		*options->refused = option;
	}
	return rc;
}

static int signer_take_certs(
	smtpc_smime_signer *signer, smtpc_str pem, const char *what, smtpc_error *err)
{
	STACK_OF(X509) *certs = smtpc_key_certs(pem, what, err);
	if (certs == NULL) {
		return err != NULL ? err->code : SMTPC_E_ARGUMENT;
	}
	int rc = SMTPC_OK;
	while (rc == SMTPC_OK && sk_X509_num(certs) > 0) {
		X509 *x509 = sk_X509_shift(certs);
		if (sk_X509_push(signer->certs, x509) <= 0) {
			X509_free(x509);
			rc = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		}
	}
	sk_X509_pop_free(certs, X509_free);
	return rc;
}

static int signer_check(
	const smtpc_smime_signer *signer, const smtpc_smime_options *options, smtpc_error *err)
{
	X509 *own = sk_X509_value(signer->certs, 0);
	if (X509_check_private_key(own, signer->key->pkey) != 1) {
		return signer_refuse(options, SMTPC_SMIME_CERTIFICATE,
			smtpc_fail(err, SMTPC_E_ARGUMENT, "the certificate does not match the private key"));
	}
	uint32_t usage = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
	return signer_refuse(
		options, SMTPC_SMIME_CERTIFICATE, cert_check(own, usage, usage, "the certificate", err));
}

static int signer_init(
	smtpc_smime_signer *signer, const smtpc_smime_options *options, smtpc_error *err)
{
	signer->key = smtpc_key_ref(options->key);
	signer->certs = sk_X509_new_null();
	if (signer->certs == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	int rc = signer_take_certs(signer, options->certificate, "the certificate", err);
	if (rc < 0) {
		return signer_refuse(options, SMTPC_SMIME_CERTIFICATE, rc);
	}
	(void)ERR_set_mark();
	rc = signer_check(signer, options, err);
	(void)ERR_pop_to_mark();
	for (size_t i = 0; rc == SMTPC_OK && i < options->extra_count; i++) {
		rc = signer_refuse(options, SMTPC_SMIME_EXTRA,
			signer_take_certs(signer, options->extra[i], "an extra certificate", err));
	}
	return rc;
}

smtpc_smime_signer *smtpc_smime_signer_new(
	const smtpc_mem *mem, const smtpc_smime_options *options, smtpc_error *err)
{
	mem = smtpc_mem_or_default(mem);
	smtpc_smime_signer *signer = smtpc_zalloc(mem, sizeof *signer);
	if (signer == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	signer->mem = mem;
	signer->refs = 1;
	if (signer_init(signer, options, err) < 0) {
		smtpc_smime_signer_unref(signer);
		return NULL;
	}
	return signer;
}

smtpc_smime_signer *smtpc_smime_signer_ref(smtpc_smime_signer *signer)
{
	signer->refs++;
	return signer;
}

void smtpc_smime_signer_unref(smtpc_smime_signer *signer)
{
	if (signer == NULL || --signer->refs > 0) {
		return;
	}
	sk_X509_pop_free(signer->certs, X509_free);
	smtpc_key_unref(signer->key);
	smtpc_free(signer->mem, signer);
}
