/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What is made here is read with OpenSSL's CMS_verify() and CMS_decrypt(). */
#include "crypto_fixture.h"

#include <openssl/cms.h>

#include "base/smtpc_err.h"
#include "crypto/smtpc_key.h"
#include "crypto/smtpc_smime.h"

typedef struct party {
	EVP_PKEY *pkey;
	X509 *x509;
	smtpc_str pem;
} party;

static party authority, rsa, ec, other, ed25519;

static void party_init(party *who, const char *name, int type, int bits)
{
	who->pkey = fixture_key(type, bits);
	bool root = who == &authority;
	who->x509 = fixture_cert(name, who->pkey, root ? NULL : authority.x509,
		root ? NULL : authority.pkey, root ? "critical,keyCertSign,cRLSign" : NULL);
	who->pem = fixture_cert_pem(who->x509);
}

static void party_free(party *who)
{
	EVP_PKEY_free(who->pkey);
	X509_free(who->x509);
	fixture_text_free(who->pem);
}

/* ---- An entity to be signed or encrypted -------------------------------- */

typedef struct text_source {
	size_t total, at, piece;
	size_t fail_at; /* 0: never */
	int reads;
} text_source;

static char text_octet(size_t at)
{
	return (char)(at % 70 == 68 ? '\r' : at % 70 == 69 ? '\n' : 'a' + at % 23);
}

static ptrdiff_t text_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	text_source *text = user;
	text->reads++;
	if (text->fail_at > 0 && text->at >= text->fail_at) {
		return smtpc_fail(err, SMTPC_E_SOURCE, "the disk is gone");
	}
	size_t left = text->total - text->at;
	len = len < text->piece ? len : text->piece;
	len = len < left ? len : left;
	for (size_t i = 0; i < len; i++) {
		buf[i] = text_octet(text->at + i);
	}
	text->at += len;
	return (ptrdiff_t)len;
}

static smtpc_source source_of(text_source *text)
{
	return (smtpc_source){.user = text, .read = text_read, .size = -1};
}

static BIO *text_bio(size_t total)
{
	BIO *bio = BIO_new(BIO_s_mem());
	BIO_set_mem_eof_return(bio, 0);
	for (size_t i = 0; i < total; i++) {
		char c = text_octet(i);
		BIO_write(bio, &c, 1);
	}
	return bio;
}

static bool is_text(BIO *bio, size_t total)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);
	bool same = len == (long)total;
	for (size_t i = 0; same && i < total; i++) {
		same = data[i] == text_octet(i);
	}
	return same;
}

/* ---- Signing ------------------------------------------------------------- */

static smtpc_smime_signer *signer_of(const smtpc_mem *mem, const party *who)
{
	smtpc_error err = {0};
	smtpc_smime_options options = {
		.certificate = who->pem, .key = fixture_smtpc_key(mem, who->pkey)};
	smtpc_smime_signer *signer = smtpc_smime_signer_new(mem, &options, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	smtpc_key_unref(options.key);
	return signer;
}

static CMS_ContentInfo *cms_of(smtpc_str der)
{
	const unsigned char *at = (const unsigned char *)der.ptr;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.len);
	CHECK(cms != NULL && at == (const unsigned char *)der.ptr + der.len);
	return cms;
}

static bool verifies(smtpc_str der, size_t total)
{
	CMS_ContentInfo *cms = cms_of(der);
	X509_STORE *store = X509_STORE_new();
	X509_STORE_add_cert(store, authority.x509);
	BIO *text = text_bio(total);
	bool ok = CMS_verify(cms, NULL, store, text, NULL, CMS_BINARY) == 1;
	ERR_clear_error();
	BIO_free(text);
	X509_STORE_free(store);
	CMS_ContentInfo_free(cms);
	return ok;
}

static int cert_count(CMS_ContentInfo *cms)
{
	STACK_OF(X509) *certs = CMS_get1_certs(cms);
	int count = sk_X509_num(certs);
	sk_X509_pop_free(certs, X509_free);
	return count;
}

static void signatures_verify(void)
{
	static const size_t sizes[] = {0, 1, 1000, 32768, 32769, 5 << 20};
	party *parties[] = {&rsa, &ec};
	for (size_t i = 0; i < 2 * sizeof sizes / sizeof sizes[0]; i++) {
		size_t total = sizes[i / 2];
		test_mem mem;
		smtpc_buf der;
		smtpc_error err = {0};
		test_mem_init(&mem);
		smtpc_buf_init(&der, &mem.mem, 10000);
		smtpc_smime_signer *signer = signer_of(&mem.mem, parties[i % 2]);
		text_source text = {.total = total, .piece = total < 10000 ? 7 : SIZE_MAX};
		smtpc_source source = source_of(&text);
		CHECK_INT(smtpc_smime_sign(&signer, 1, &source, &der, &err), 0);
		CHECK_STR(smtpc_str_of(err.message), "");
		CHECK(verifies(smtpc_buf_str(&der), total));
		CHECK(!verifies(smtpc_buf_str(&der), total + 1));
		smtpc_buf_free(&der);
		smtpc_smime_signer_unref(smtpc_smime_signer_ref(signer));
		smtpc_smime_signer_unref(signer);
		smtpc_smime_signer_unref(NULL);
		CHECK_INT(mem.held, 0);
		CHECK(ERR_peek_error() == 0);
	}
}

/* Attributes and certificates as they should be: detached, SHA-256, no invitation to weak ciphers.
 */
static void signature_says_what_it_should(void)
{
	smtpc_buf der;
	smtpc_buf_init(&der, smtpc_mem_or_default(NULL), 10000);
	CHECK_INT(smtpc_buf_append(&der, "x", 1), 0);
	smtpc_smime_signer *signer = signer_of(NULL, &rsa);
	text_source text = {.total = 100, .piece = 100};
	smtpc_source source = source_of(&text);
	CHECK_INT(smtpc_smime_sign(&signer, 1, &source, &der, NULL), 0);
	CMS_ContentInfo *cms = cms_of(smtpc_str_skip(smtpc_buf_str(&der), 1));
	CHECK_INT(CMS_is_detached(cms), 1);
	STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);
	CHECK_INT(sk_CMS_SignerInfo_num(infos), 1);
	CMS_SignerInfo *info = sk_CMS_SignerInfo_value(infos, 0);
	X509_ALGOR *digest;
	const ASN1_OBJECT *oid;
	CMS_SignerInfo_get0_algs(info, NULL, NULL, &digest, NULL);
	X509_ALGOR_get0(&oid, NULL, NULL, digest);
	CHECK_INT(OBJ_obj2nid(oid), NID_sha256);
	CHECK_STR(smtpc_str_of(smtpc_smime_micalg()), "sha-256");
	CHECK(CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1) >= 0);
	CHECK(CMS_signed_get_attr_by_NID(info, NID_pkcs9_messageDigest, -1) >= 0);
	int at = CMS_signed_get_attr_by_NID(info, NID_SMIMECapabilities, -1);
	CHECK(at >= 0);
	X509_ATTRIBUTE *attribute = CMS_signed_get_attr(info, at);
	ASN1_TYPE *type = X509_ATTRIBUTE_get0_type(attribute, 0);
	const unsigned char *list = ASN1_STRING_get0_data(type->value.sequence);
	STACK_OF(X509_ALGOR) *algs =
		d2i_X509_ALGORS(NULL, &list, ASN1_STRING_length(type->value.sequence));
	CHECK_INT(sk_X509_ALGOR_num(algs), 3);
	X509_ALGOR_get0(&oid, NULL, NULL, sk_X509_ALGOR_value(algs, 0));
	CHECK_INT(OBJ_obj2nid(oid), NID_aes_256_cbc);
	sk_X509_ALGOR_pop_free(algs, X509_ALGOR_free);
	CHECK_INT(cert_count(cms), 1);
	CMS_ContentInfo_free(cms);
	smtpc_buf_free(&der);
	smtpc_smime_signer_unref(signer);
}

static smtpc_str joined(smtpc_str a, smtpc_str b)
{
	char *text = malloc(a.len + b.len);
	memcpy(text, a.ptr, a.len);
	memcpy(text + a.len, b.ptr, b.len);
	return (smtpc_str){text, a.len + b.len};
}

static void several_sign_at_once(void)
{
	smtpc_error err = {0};
	smtpc_str chain = joined(rsa.pem, authority.pem);
	smtpc_str extra[] = {authority.pem, other.pem};
	smtpc_smime_options options = {.certificate = chain,
		.key = fixture_smtpc_key(NULL, rsa.pkey),
		.extra = extra,
		.extra_count = 2};
	smtpc_smime_signer *signers[] = {
		smtpc_smime_signer_new(NULL, &options, &err), signer_of(NULL, &ec)};
	CHECK_STR(smtpc_str_of(err.message), "");
	smtpc_buf der;
	smtpc_buf_init(&der, smtpc_mem_or_default(NULL), 20000);
	text_source text = {.total = 5000, .piece = 100};
	smtpc_source source = source_of(&text);
	CHECK_INT(smtpc_smime_sign(signers, 2, &source, &der, &err), 0);
	CHECK(verifies(smtpc_buf_str(&der), 5000));
	CHECK(!verifies(smtpc_buf_str(&der), 4999));
	CMS_ContentInfo *cms = cms_of(smtpc_buf_str(&der));
	CHECK_INT(sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)), 2);
	/* rsa, authority (given twice), other, ec. */
	CHECK_INT(cert_count(cms), 4);
	CMS_ContentInfo_free(cms);
	smtpc_buf_free(&der);
	smtpc_smime_signer_unref(signers[0]);
	smtpc_smime_signer_unref(signers[1]);
	smtpc_key_unref(options.key);
	fixture_text_free(chain);
}

static void refuse_signer(
	smtpc_str cert, EVP_PKEY *pkey, smtpc_str extra, smtpc_smime_option which, const char *why)
{
	smtpc_error err = {0};
	smtpc_smime_option refused = (smtpc_smime_option)-1;
	smtpc_smime_options options = {.certificate = cert,
		.key = fixture_smtpc_key(NULL, pkey),
		.extra = &extra,
		.extra_count = extra.ptr != NULL,
		.refused = &refused};
	CHECK(smtpc_smime_signer_new(NULL, &options, &err) == NULL);
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	CHECK_INT(refused, which);
	CHECK_STR(smtpc_str_of(err.message), why);
	CHECK(ERR_peek_error() == 0);
	options.refused = NULL;
	CHECK(smtpc_smime_signer_new(NULL, &options, NULL) == NULL);
	smtpc_key_unref(options.key);
}

static void refuses_signers(void)
{
	smtpc_str none = {NULL, 0};
	refuse_signer(rsa.pem, other.pkey, none, SMTPC_SMIME_CERTIFICATE,
		"the certificate does not match the private key");
	refuse_signer(rsa.pem, ec.pkey, none, SMTPC_SMIME_CERTIFICATE,
		"the certificate does not match the private key");
	refuse_signer(SMTPC_STR("x"), rsa.pkey, none, SMTPC_SMIME_CERTIFICATE,
		"the certificate is not in PEM format (no \"-----BEGIN \" in it)");
	refuse_signer(rsa.pem, rsa.pkey, SMTPC_STR("x"), SMTPC_SMIME_EXTRA,
		"an extra certificate is not in PEM format (no \"-----BEGIN \" in it)");
	refuse_signer(ed25519.pem, ed25519.pkey, none, SMTPC_SMIME_CERTIFICATE,
		"the certificate has a key of type Ed25519; for S/MIME it is RSA or EC here");
	X509 *x509 = fixture_cert("e", rsa.pkey, NULL, NULL, "keyEncipherment");
	smtpc_str pem = fixture_cert_pem(x509);
	refuse_signer(pem, rsa.pkey, none, SMTPC_SMIME_CERTIFICATE,
		"the certificate is not for this: its key usage forbids it");
	fixture_text_free(pem);
	X509_free(x509);
	EVP_PKEY *weak = fixture_key(EVP_PKEY_RSA, 768);
	x509 = fixture_cert("w", weak, NULL, NULL, NULL);
	pem = fixture_cert_pem(x509);
	refuse_signer(pem, weak, none, SMTPC_SMIME_CERTIFICATE,
		"the certificate has 768 bits of RSA; from 1024 to 16384 are for use");
	fixture_text_free(pem);
	X509_free(x509);
	EVP_PKEY_free(weak);
}

static void usages_that_may_sign(void)
{
	static const char *const usages[] = {"digitalSignature", "nonRepudiation,keyEncipherment"};
	for (size_t i = 0; i < 2; i++) {
		party who = {.pkey = ec.pkey};
		who.x509 = fixture_cert("u", ec.pkey, authority.x509, authority.pkey, usages[i]);
		who.pem = fixture_cert_pem(who.x509);
		smtpc_smime_signer_unref(signer_of(NULL, &who));
		fixture_text_free(who.pem);
		X509_free(who.x509);
	}
}

/* ---- Encrypting ---------------------------------------------------------- */

static smtpc_cert *cert_of(const smtpc_mem *mem, smtpc_str pem)
{
	smtpc_error err = {0};
	smtpc_cert *cert = smtpc_cert_new(mem, pem, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	return cert;
}

static CMS_ContentInfo *cms_of_spool(smtpc_spool *spool)
{
	size_t size = (size_t)smtpc_spool_size(spool);
	char *all = malloc(size + 1);
	size_t at = 0;
	while (at < size) {
		ptrdiff_t len = smtpc_spool_read(spool, at, all + at, size - at);
		if (len <= 0) {
			break;
		}
		at += (size_t)len;
	}
	CHECK_INT(at, size);
	CMS_ContentInfo *cms = cms_of((smtpc_str){all, size});
	free(all);
	return cms;
}

static bool decrypts(smtpc_spool *spool, const party *who, size_t total)
{
	CMS_ContentInfo *cms = cms_of_spool(spool);
	BIO *out = BIO_new(BIO_s_mem());
	bool ok =
		CMS_decrypt(cms, who->pkey, who->x509, NULL, out, CMS_BINARY) == 1 && is_text(out, total);
	ERR_clear_error();
	BIO_free(out);
	CMS_ContentInfo_free(cms);
	return ok;
}

static void everybody_decrypts(void)
{
	static const size_t sizes[] = {2, 1, 15, 16, 17, 32768, 100000};
	for (int cipher = 0; cipher < 2; cipher++) {
		if (!smtpc_cipher_usable((smtpc_cipher)cipher)) {
			continue;
		}
		for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			test_mem mem;
			smtpc_error err = {0};
			test_mem_init(&mem);
			smtpc_cert *certs[] = {cert_of(&mem.mem, rsa.pem), cert_of(&mem.mem, ec.pem)};
			smtpc_spool *spool = smtpc_spool_new(&mem.mem, 20000, SMTPC_STR(""));
			text_source text = {.total = sizes[i], .piece = 1000};
			smtpc_source source = source_of(&text);
			/* Who is not among them cannot. */
			size_t first = i % 3 == 1 ? 1 : 0, count = i % 3 == 0 ? 2 : 1;
			CHECK_INT(smtpc_smime_encrypt(
						  certs + first, count, (smtpc_cipher)cipher, &source, spool, &err),
				0);
			CHECK_STR(smtpc_str_of(err.message), "");
			CHECK(decrypts(spool, &rsa, sizes[i]) == (i % 3 != 1));
			CHECK(decrypts(spool, &ec, sizes[i]) == (i % 3 != 2));
			CHECK(!decrypts(spool, &other, sizes[i]));
			CHECK(ERR_peek_error() == 0);
			smtpc_spool_unref(spool);
			smtpc_cert_unref(smtpc_cert_ref(certs[0]));
			smtpc_cert_unref(certs[0]);
			smtpc_cert_unref(certs[1]);
			smtpc_cert_unref(NULL);
			CHECK_INT(mem.held, 0);
		}
	}
}

/* 5 MB pass through little memory of ours, and OpenSSL keeps none of it either: the spool's first
 * octets are there long before the source ends. */
typedef struct watching {
	text_source text;
	smtpc_spool *spool;
	uint64_t behind;
} watching;

static ptrdiff_t watching_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	watching *w = user;
	uint64_t size = smtpc_spool_size(w->spool);
	uint64_t behind = w->text.at > size ? w->text.at - size : 0;
	w->behind = behind > w->behind ? behind : w->behind;
	return text_read(&w->text, buf, len, err);
}

static void large_entities_stream(void)
{
	for (int cipher = 0; cipher < 2; cipher++) {
		if (!smtpc_cipher_usable((smtpc_cipher)cipher)) {
			continue;
		}
		smtpc_cert *cert = cert_of(NULL, rsa.pem);
		smtpc_spool *spool = smtpc_spool_new(NULL, 100000, SMTPC_STR(""));
		watching w = {{.total = 5 << 20, .piece = SIZE_MAX}, spool, 0};
		smtpc_source source = {.user = &w, .read = watching_read, .size = -1};
		CHECK_INT(smtpc_smime_encrypt(&cert, 1, (smtpc_cipher)cipher, &source, spool, NULL), 0);
		CHECK(w.behind < 100000);
		CHECK(w.text.reads > 100);
		CHECK(decrypts(spool, &rsa, 5 << 20));
		smtpc_spool_unref(spool);
		smtpc_cert_unref(cert);
	}
}

static void structure_is_what_the_type_says(void)
{
	const int types[] = {OBJ_txt2nid("1.2.840.113549.1.9.16.1.23"), NID_pkcs7_enveloped};
	for (int cipher = 0; cipher < 2; cipher++) {
		if (!smtpc_cipher_usable((smtpc_cipher)cipher)) {
			continue;
		}
		smtpc_cert *certs[] = {cert_of(NULL, rsa.pem), cert_of(NULL, ec.pem)};
		smtpc_spool *spool = smtpc_spool_new(NULL, 100000, SMTPC_STR(""));
		text_source text = {.total = 10, .piece = 10};
		smtpc_source source = source_of(&text);
		CHECK_INT(smtpc_smime_encrypt(certs, 2, (smtpc_cipher)cipher, &source, spool, NULL), 0);
		CMS_ContentInfo *cms = cms_of_spool(spool);
		CHECK_INT(OBJ_obj2nid(CMS_get0_type(cms)), types[cipher]);
		STACK_OF(CMS_RecipientInfo) *infos = CMS_get0_RecipientInfos(cms);
		CHECK_INT(sk_CMS_RecipientInfo_num(infos), 2);
		X509_ALGOR *alg;
		const ASN1_OBJECT *oid;
		CMS_RecipientInfo_ktri_get0_algs(sk_CMS_RecipientInfo_value(infos, 0), NULL, NULL, &alg);
		X509_ALGOR_get0(&oid, NULL, NULL, alg);
		CHECK_INT(OBJ_obj2nid(oid), NID_rsaEncryption);
		ASN1_OCTET_STRING *ukm;
		CMS_RecipientInfo_kari_get0_alg(sk_CMS_RecipientInfo_value(infos, 1), &alg, &ukm);
		X509_ALGOR_get0(&oid, NULL, NULL, alg);
		CHECK_INT(OBJ_obj2nid(oid), NID_dhSinglePass_stdDH_sha256kdf_scheme);
		CMS_ContentInfo_free(cms);
		smtpc_spool_unref(spool);
		smtpc_cert_unref(certs[0]);
		smtpc_cert_unref(certs[1]);
	}
	CHECK_STR(smtpc_str_of(smtpc_smime_type(SMTPC_CIPHER_AES256_GCM)), "authEnveloped-data");
	CHECK_STR(smtpc_str_of(smtpc_smime_type(SMTPC_CIPHER_AES256_CBC)), "enveloped-data");
	CHECK(smtpc_cipher_usable(SMTPC_CIPHER_AES256_CBC));
}

static void refuse_cert(smtpc_str pem, const char *why)
{
	smtpc_error err = {0};
	CHECK(smtpc_cert_new(NULL, pem, &err) == NULL);
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), why);
	CHECK(smtpc_cert_new(NULL, pem, NULL) == NULL);
	CHECK(ERR_peek_error() == 0);
}

static void recipients_must_be_able_to_decrypt(void)
{
	static const struct {
		party *who;
		const char *usage;
		bool ok;
	} rows[] = {
		{&rsa, "digitalSignature", false},
		{&rsa, "keyAgreement", false},
		{&rsa, "keyEncipherment", true},
		{&rsa, "digitalSignature,keyEncipherment", true},
		{&ec, "keyEncipherment", false},
		{&ec, "keyAgreement", true},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		X509 *x509 = fixture_cert("u", rows[i].who->pkey, NULL, NULL, rows[i].usage);
		smtpc_str pem = fixture_cert_pem(x509);
		if (rows[i].ok) {
			smtpc_cert_unref(cert_of(NULL, pem));
		} else {
			refuse_cert(pem, "the certificate is not for this: its key usage forbids it");
		}
		fixture_text_free(pem);
		X509_free(x509);
	}
	smtpc_str key = fixture_pem(rsa.pkey, NULL);
	refuse_cert(key, "no certificate is in the PEM of the certificate");
	refuse_cert(SMTPC_STR(""), "the certificate is not in PEM format (no \"-----BEGIN \" in it)");
	refuse_cert(
		ed25519.pem, "the certificate has a key of type Ed25519; for S/MIME it is RSA or EC here");
	fixture_text_free(key);
}

static void nobody_is_refused(void)
{
	smtpc_error err = {0};
	text_source text = {.total = 10, .piece = 10};
	smtpc_source source = source_of(&text);
	smtpc_spool *spool = smtpc_spool_new(NULL, 1000, SMTPC_STR(""));
	CHECK_INT(smtpc_smime_encrypt(NULL, 0, SMTPC_CIPHER_AES256_CBC, &source, spool, &err),
		SMTPC_E_ARGUMENT);
	smtpc_cert *cert = cert_of(NULL, rsa.pem);
	CHECK_INT(
		smtpc_smime_encrypt(&cert, 1, (smtpc_cipher)7, &source, spool, &err), SMTPC_E_ARGUMENT);
	CHECK_INT(text.reads, 0);
	text.total = 0;
	for (int cipher = 0; cipher < 2; cipher++) {
		CHECK_INT(smtpc_smime_encrypt(&cert, 1, (smtpc_cipher)cipher, &source, spool, &err),
			SMTPC_E_ARGUMENT);
	}
	CHECK_INT(smtpc_spool_size(spool), 0);
	smtpc_cert_unref(cert);
	smtpc_spool_unref(spool);
}

/* ---- What goes wrong on the way ----------------------------------------- */

static void source_failures_are_passed_on(void)
{
	smtpc_error err = {0};
	smtpc_buf der;
	smtpc_buf_init(&der, smtpc_mem_or_default(NULL), 10000);
	smtpc_smime_signer *signer = signer_of(NULL, &rsa);
	smtpc_cert *cert = cert_of(NULL, rsa.pem);
	for (size_t fail_at = 1; fail_at < 100000; fail_at += 49999) {
		text_source text = {.total = 200000, .piece = SIZE_MAX, .fail_at = fail_at};
		smtpc_source source = source_of(&text);
		CHECK_INT(smtpc_smime_sign(&signer, 1, &source, &der, &err), SMTPC_E_SOURCE);
		CHECK_STR(smtpc_str_of(err.message), "the disk is gone");
		CHECK_INT(smtpc_buf_len(&der), 0);
		for (int cipher = 0; cipher < 2; cipher++) {
			smtpc_spool *spool = smtpc_spool_new(NULL, 1000, SMTPC_STR(""));
			text.at = 0;
			err.message[0] = '\0';
			CHECK_INT(smtpc_smime_encrypt(&cert, 1, (smtpc_cipher)cipher, &source, spool, &err),
				smtpc_cipher_usable((smtpc_cipher)cipher) ? SMTPC_E_SOURCE : SMTPC_E_ARGUMENT);
			CHECK(!smtpc_cipher_usable((smtpc_cipher)cipher) ||
				strcmp(err.message, "the disk is gone") == 0);
			smtpc_spool_unref(spool);
		}
	}
	CHECK(ERR_peek_error() == 0);
	smtpc_buf_free(&der);
	smtpc_smime_signer_unref(signer);
	smtpc_cert_unref(cert);
}

static void full_disk_is_told(void)
{
	smtpc_error err = {0};
	smtpc_cert *cert = cert_of(NULL, rsa.pem);
	smtpc_spool *spool = smtpc_spool_new(NULL, 1000, SMTPC_STR("/nonexistent"));
	text_source text = {.total = 200000, .piece = SIZE_MAX};
	smtpc_source source = source_of(&text);
	CHECK_INT(smtpc_smime_encrypt(&cert, 1, SMTPC_CIPHER_AES256_CBC, &source, spool, &err),
		SMTPC_E_SOURCE);
	CHECK_STR(smtpc_str_of(err.message),
		"a temporary file could not be written: No such file or directory");
	CHECK_INT(text.reads, 1);
	smtpc_spool_unref(spool);
	smtpc_cert_unref(cert);
}

static void small_buffer_is_told(void)
{
	smtpc_error err = {0};
	smtpc_buf der;
	smtpc_buf_init(&der, smtpc_mem_or_default(NULL), 500);
	smtpc_smime_signer *signer = signer_of(NULL, &rsa);
	text_source text = {.total = 100, .piece = SIZE_MAX};
	smtpc_source source = source_of(&text);
	CHECK_INT(smtpc_smime_sign(&signer, 1, &source, &der, &err), SMTPC_E_NOMEM);
	CHECK_INT(smtpc_buf_len(&der), 0);
	smtpc_buf_free(&der);
	smtpc_smime_signer_unref(signer);
}

static bool ok(int rc)
{
	CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
	return rc == SMTPC_OK;
}

/* True if nothing failed. */
static bool scenario(test_mem *mem, smtpc_key *key)
{
	smtpc_error err = {0};
	smtpc_smime_options options = {.certificate = rsa.pem, .key = key};
	smtpc_smime_signer *signer = smtpc_smime_signer_new(&mem->mem, &options, &err);
	bool good = ok(err.code);
	smtpc_cert *cert = smtpc_cert_new(&mem->mem, ec.pem, &err);
	good &= ok(err.code);
	text_source text = {.total = 1000, .piece = 1000};
	smtpc_source source = source_of(&text);
	if (signer != NULL) {
		smtpc_buf der;
		smtpc_buf_init(&der, &mem->mem, 10000);
		good &= ok(smtpc_smime_sign(&signer, 1, &source, &der, &err));
		smtpc_buf_free(&der);
	}
	text.at = 0;
	smtpc_spool *spool = smtpc_spool_new(&mem->mem, 100000, SMTPC_STR(""));
	good &= spool != NULL;
	if (cert != NULL && spool != NULL) {
		good &= ok(smtpc_smime_encrypt(&cert, 1, SMTPC_CIPHER_AES256_CBC, &source, spool, &err));
	}
	smtpc_spool_unref(spool);
	smtpc_smime_signer_unref(signer);
	smtpc_cert_unref(cert);
	return good;
}

static void survives_want_of_memory(void)
{
	smtpc_key *key = fixture_smtpc_key(NULL, rsa.pkey);
	for (int fail_on = 0; fail_on < 2; fail_on++) {
		unsigned long at = 0;
		bool good = false;
		while (!good && at < 1000) {
			test_mem mem;
			test_mem_init(&mem);
			mem.fail_at = ++at;
			mem.fail_on = fail_on;
			good = scenario(&mem, key);
			CHECK_INT(mem.held, 0);
		}
		CHECK(at > 6);
	}
	smtpc_key_unref(key);
}

int main(void)
{
	party_init(&authority, "authority", EVP_PKEY_EC, NID_X9_62_prime256v1);
	party_init(&rsa, "rsa", EVP_PKEY_RSA, 2048);
	party_init(&ec, "ec", EVP_PKEY_EC, NID_X9_62_prime256v1);
	party_init(&other, "other", EVP_PKEY_RSA, 1024);
	party_init(&ed25519, "ed25519", EVP_PKEY_ED25519, 0);
	RUN(signatures_verify);
	RUN(signature_says_what_it_should);
	RUN(several_sign_at_once);
	RUN(refuses_signers);
	RUN(usages_that_may_sign);
	RUN(everybody_decrypts);
	RUN(large_entities_stream);
	RUN(structure_is_what_the_type_says);
	RUN(recipients_must_be_able_to_decrypt);
	RUN(nobody_is_refused);
	RUN(source_failures_are_passed_on);
	RUN(full_disk_is_told);
	RUN(small_buffer_is_told);
	RUN(survives_want_of_memory);
	party_free(&authority);
	party_free(&rsa);
	party_free(&ec);
	party_free(&other);
	party_free(&ed25519);
	return test_report();
}
