/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "crypto_fixture.h"

#include "crypto/smtpc_digest.h"
#include "crypto/smtpc_key.h"

static const smtpc_str no_passphrase = {NULL, 0};
static EVP_PKEY *rsa, *ec, *ed25519;

static void sha256_is_sha256(void)
{
	/* FIPS 180-2, appendix B.1. */
	static const uint8_t abc[] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
		0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10,
		0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
	uint8_t out[32];
	CHECK_INT(smtpc_digest_of(SMTPC_STR("abc"), out), 0);
	CHECK(memcmp(out, abc, 32) == 0);
	smtpc_digest digest;
	CHECK_INT(smtpc_digest_init(&digest), 0);
	smtpc_digest_update(&digest, "a", 1);
	smtpc_digest_update(&digest, "", 0);
	smtpc_digest_update(&digest, "bc", 2);
	memset(out, 0, sizeof out);
	CHECK_INT(smtpc_digest_finish(&digest, out), 0);
	CHECK(memcmp(out, abc, 32) == 0);
	/* It is over: a second end is none. */
	CHECK_INT(smtpc_digest_finish(&digest, out), SMTPC_E_NOMEM);
	smtpc_digest_free(&digest);
}

static void takes(smtpc_str pem, smtpc_str passphrase, EVP_PKEY *wanted)
{
	test_mem mem;
	smtpc_error err = {0};
	test_mem_init(&mem);
	smtpc_key *key = smtpc_key_new(&mem.mem, pem, passphrase, &err);
	CHECK_STR(smtpc_str_of(err.message), "");
	if (key != NULL) {
		CHECK_INT(smtpc_key_type_of(key->pkey), smtpc_key_type_of(wanted));
		CHECK_INT(EVP_PKEY_bits(key->pkey), EVP_PKEY_bits(wanted));
		smtpc_key_unref(smtpc_key_ref(key));
	}
	smtpc_key_unref(key);
	smtpc_key_unref(NULL);
	CHECK_INT(mem.held, 0);
	CHECK(ERR_peek_error() == 0);
}

static void refuses(smtpc_str pem, smtpc_str passphrase, const char *why)
{
	smtpc_error err = {0};
	smtpc_key *key = smtpc_key_new(NULL, pem, passphrase, &err);
	CHECK(key == NULL);
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), why);
	CHECK(ERR_peek_error() == 0);
	CHECK(smtpc_key_new(NULL, pem, passphrase, NULL) == NULL);
	smtpc_key_unref(key);
}

static smtpc_str joined(smtpc_str a, smtpc_str b)
{
	char *text = malloc(a.len + b.len + 1);
	memcpy(text, a.ptr, a.len);
	memcpy(text + a.len, b.ptr, b.len);
	text[a.len + b.len] = '\0';
	return (smtpc_str){text, a.len + b.len};
}

static void reads_keys(void)
{
	EVP_PKEY *keys[] = {rsa, ec, ed25519};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		smtpc_str pem = fixture_pem(keys[i], NULL);
		smtpc_str locked = fixture_pem(keys[i], "correct horse");
		smtpc_str both = joined(SMTPC_STR("some words\nbefore it\n"), pem);
		takes(pem, no_passphrase, keys[i]);
		takes(pem, SMTPC_STR("not needed"), keys[i]);
		takes(both, no_passphrase, keys[i]);
		takes(locked, SMTPC_STR("correct horse"), keys[i]);
		fixture_text_free(both);
		fixture_text_free(pem);
		fixture_text_free(locked);
	}
}

/* "BEGIN RSA PRIVATE KEY", with its own way of being encrypted, and EC keys behind parameters. */
static void reads_old_forms(void)
{
	BIO *bio = BIO_new(BIO_s_mem());
	CHECK_INT(PEM_write_bio_PrivateKey_traditional(bio, rsa, NULL, NULL, 0, NULL, NULL), 1);
	smtpc_str old = fixture_text(bio);
	takes(old, no_passphrase, rsa);
	bio = BIO_new(BIO_s_mem());
	unsigned char pass[] = "pw";
	CHECK_INT(
		PEM_write_bio_PrivateKey_traditional(bio, rsa, EVP_aes_128_cbc(), pass, 2, NULL, NULL), 1);
	smtpc_str locked = fixture_text(bio);
	takes(locked, SMTPC_STR("pw"), rsa);
	refuses(locked, no_passphrase, "the private key is encrypted and no passphrase was given");
	refuses(locked, SMTPC_STR("wrong"),
		"the passphrase of the private key is wrong, or the key is damaged");
	bio = BIO_new(BIO_s_mem());
	CHECK_INT(PEM_write_bio_PrivateKey_traditional(bio, ec, NULL, NULL, 0, NULL, NULL), 1);
	smtpc_str sec1 = fixture_text(bio);
	smtpc_str parameters = SMTPC_STR("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
									 "-----END EC PARAMETERS-----\n");
	smtpc_str both = joined(parameters, sec1);
	takes(both, no_passphrase, ec);
	fixture_text_free(old);
	fixture_text_free(locked);
	fixture_text_free(sec1);
	fixture_text_free(both);
}

static void says_what_is_wrong(void)
{
	smtpc_str locked = fixture_pem(rsa, "correct horse");
	smtpc_str pem = fixture_pem(rsa, NULL);
	smtpc_str public_pem = fixture_public_pem(rsa);
	X509 *x509 = fixture_cert("x", rsa, NULL, NULL, NULL);
	smtpc_str cert = fixture_cert_pem(x509);
	refuses(no_passphrase, no_passphrase,
		"the private key is not in PEM format (no \"-----BEGIN \" in it)");
	refuses(SMTPC_STR("garbage"), no_passphrase,
		"the private key is not in PEM format (no \"-----BEGIN \" in it)");
	refuses(locked, no_passphrase, "the private key is encrypted and no passphrase was given");
	refuses(locked, SMTPC_STR("battery staple"),
		"the passphrase of the private key is wrong, or the key is damaged");
	refuses(
		locked, SMTPC_STR(""), "the passphrase of the private key is wrong, or the key is damaged");
	char endless[5000];
	memset(endless, 'x', sizeof endless);
	refuses(locked, (smtpc_str){endless, sizeof endless}, "the passphrase is too long for OpenSSL");
	refuses(public_pem, no_passphrase, "a public key was given where the private key is wanted");
	refuses(cert, no_passphrase, "a certificate was given where the private key is wanted");
	refuses(SMTPC_STR("-----BEGIN X-----\n-----END X-----\n"), no_passphrase,
		"no private key is in the PEM");
	refuses((smtpc_str){pem.ptr, pem.len / 2}, no_passphrase,
		"the private key is damaged, or of a kind unknown here");
	refuses(SMTPC_STR("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
		no_passphrase, "the private key is damaged, or of a kind unknown here");
	char *huge = calloc(1, (1 << 20) + 1);
	refuses(
		(smtpc_str){huge, (1 << 20) + 1}, no_passphrase, "the private key is longer than 1 MiB");
	free(huge);
	fixture_text_free(locked);
	fixture_text_free(pem);
	fixture_text_free(public_pem);
	fixture_text_free(cert);
	X509_free(x509);
}

/* What others have left in OpenSSL's queue stays there. */
static void leaves_the_queue_alone(void)
{
	ERR_put_error(ERR_LIB_USER, 0, 77, "other", 1);
	smtpc_error err;
	CHECK(smtpc_key_new(
			  NULL, SMTPC_STR("-----BEGIN PRIVATE KEY-----\nAAAA\n"), no_passphrase, &err) == NULL);
	CHECK_INT(ERR_GET_REASON(ERR_peek_last_error()), 77);
	ERR_clear_error();
}

static void names_tell_keys_apart(void)
{
	uint8_t a[32], b[32];
	static const smtpc_str pairs[][2] = {
		{{"pem", 3}, {NULL, 0}},
		{{"pem", 3}, {"", 0}},
		{{"pem", 3}, {"x", 1}},
		{{"pemx", 4}, {NULL, 0}},
		{{"pemx", 4}, {"", 0}},
		{{"pe", 2}, {"mx", 2}},
	};
	size_t count = sizeof pairs / sizeof pairs[0];
	for (size_t i = 0; i < count; i++) {
		CHECK_INT(smtpc_key_name(pairs[i][0], pairs[i][1], a), 0);
		for (size_t j = 0; j < count; j++) {
			CHECK_INT(smtpc_key_name(pairs[j][0], pairs[j][1], b), 0);
			CHECK((memcmp(a, b, 32) == 0) == (i == j));
		}
	}
}

static void reads_certificates(void)
{
	smtpc_error err = {0};
	X509 *x509 = fixture_cert("x", rsa, NULL, NULL, NULL);
	smtpc_str cert = fixture_cert_pem(x509), key = fixture_pem(ec, NULL);
	smtpc_str two = joined(cert, cert), mixed = joined(key, two);
	STACK_OF(X509) *certs = smtpc_key_certs(mixed, "it", &err);
	CHECK_INT(certs != NULL ? sk_X509_num(certs) : -1, 2);
	sk_X509_pop_free(certs, X509_free);
	CHECK(smtpc_key_certs(key, "it", &err) == NULL);
	CHECK_STR(smtpc_str_of(err.message), "no certificate is in the PEM of it");
	CHECK(smtpc_key_certs((smtpc_str){two.ptr, two.len - 60}, "it", &err) == NULL);
	CHECK_STR(smtpc_str_of(err.message),
		"the PEM of it cannot be read, or holds more than 32 certificates");
	/* Nobody is asked for a passphrase. */
	CHECK(smtpc_key_certs(SMTPC_STR("-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"
									"DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
									"AAAAAAAAAAAAAAAAAAAAAA==\n-----END CERTIFICATE-----\n"),
			  "it", &err) == NULL);
	for (int i = 0; i < 5; i++) {
		smtpc_str more = joined(two, two);
		fixture_text_free(two);
		two = more;
	}
	CHECK(smtpc_key_certs(two, "it", &err) == NULL);
	CHECK(ERR_peek_error() == 0);
	fixture_text_free(cert);
	fixture_text_free(key);
	fixture_text_free(two);
	fixture_text_free(mixed);
	X509_free(x509);
}

static void survives_want_of_memory(void)
{
	smtpc_str pem = fixture_pem(ec, NULL);
	test_mem mem;
	smtpc_error err;
	test_mem_init(&mem);
	mem.fail_at = 1;
	CHECK(smtpc_key_new(&mem.mem, pem, no_passphrase, &err) == NULL);
	CHECK_INT(err.code, SMTPC_E_NOMEM);
	CHECK_INT(mem.held, 0);
	fixture_text_free(pem);
}

int main(void)
{
	rsa = fixture_key(EVP_PKEY_RSA, 2048);
	ec = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	ed25519 = fixture_key(EVP_PKEY_ED25519, 0);
	RUN(sha256_is_sha256);
	RUN(reads_keys);
	RUN(reads_old_forms);
	RUN(says_what_is_wrong);
	RUN(leaves_the_queue_alone);
	RUN(names_tell_keys_apart);
	RUN(reads_certificates);
	RUN(survives_want_of_memory);
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(ec);
	EVP_PKEY_free(ed25519);
	return test_report();
}
