/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Messages that are signed and encrypted: what is signed is what goes out, and it is read no more
 * often than it must be. */
#include "crypto_fixture.h"
#include "dkim_verify.h"
#include "fake_origin.h"
#include "message_fixture.h"

#include <openssl/cms.h>

static EVP_PKEY *rsa, *ed25519;
static X509 *cert;
static smtpc_dkim *dkim_rsa, *dkim_ed25519;
static smtpc_smime_signer *smime;
static smtpc_cert *recipient;
static char octets[60000];

static smtpc_dkim *dkim_of(EVP_PKEY *pkey, const char *selector, int64_t expires_after)
{
	smtpc_dkim_options options = {.domain = SMTPC_STR("x.org"),
		.selector = smtpc_str_of(selector),
		.key = fixture_smtpc_key(NULL, pkey),
		.expires_after = expires_after};
	smtpc_dkim *signer = smtpc_dkim_new(NULL, &options, NULL);
	CHECK(signer != NULL);
	smtpc_key_unref(options.key);
	return signer;
}

static void start(void)
{
	rsa = fixture_key(EVP_PKEY_RSA, 2048);
	ed25519 = fixture_key(EVP_PKEY_ED25519, 0);
	cert = fixture_cert("signer", rsa, NULL, NULL, NULL);
	dkim_rsa = dkim_of(rsa, "r", 0);
	dkim_ed25519 = dkim_of(ed25519, "e", 3600);
	smtpc_str pem = fixture_cert_pem(cert);
	smtpc_smime_options options = {.certificate = pem, .key = fixture_smtpc_key(NULL, rsa)};
	smime = smtpc_smime_signer_new(NULL, &options, NULL);
	recipient = smtpc_cert_new(NULL, pem, NULL);
	CHECK(smime != NULL && recipient != NULL);
	smtpc_key_unref(options.key);
	fixture_text_free(pem);
	for (size_t i = 0; i < sizeof octets; i++) {
		octets[i] = (char)(i * 7 + i / 256);
	}
}

static void finish(void)
{
	smtpc_dkim_unref(dkim_rsa);
	smtpc_dkim_unref(dkim_ed25519);
	smtpc_smime_signer_unref(smime);
	smtpc_cert_unref(recipient);
	X509_free(cert);
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(ed25519);
}

static smtpc_message *letter(fake_origin *origin)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	add(msg, SMTPC_FIELD_TO, "\xc3\xa4 <b@x.org>");
	CHECK_INT(smtpc_message_set_subject(msg, SMTPC_STR("sub  ject"), NULL), 0);
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "text \nwith  blanks\n\n\n", SMTPC_ENC_AUTO), 0);
	if (origin != NULL) {
		smtpc_attachment_options options = {.name = SMTPC_STR("a.bin")};
		smtpc_attachment *made =
			smtpc_attachment_new_origin(&mem.mem, &options, fake_as_origin(origin), NULL);
		CHECK_INT(smtpc_message_attach(msg, made), 0);
		smtpc_attachment_unref(made);
	}
	return msg;
}

static smtpc_str opened(smtpc_message *msg, int64_t now, smtpc_dkim *extra)
{
	smtpc_open_options options;
	smtpc_source source;
	smtpc_error err = {.code = 0};
	smtpc_open_options_init(&options);
	options.now = now;
	options.dkim = &extra;
	options.dkim_count = extra != NULL;
	CHECK_INT(smtpc_message_open(msg, &options, &source, NULL, &err), 0);
	CHECK_STR(smtpc_str_of(err.message), "");
	smtpc_str text = read_all(&source, sizeof out_buf);
	CHECK(source.size < 0 || source.size == (int64_t)text.len);
	source.close(source.user);
	return text;
}

/* ---- DKIM ---------------------------------------------------------------- */

/* The signature number |index| of |text| is right under |key|. */
static bool verifies(smtpc_str text, size_t index, EVP_PKEY *key)
{
	const char *end = memmem(text.ptr, text.len, "\r\n\r\n", 4);
	smtpc_str header = {text.ptr, (size_t)(end - text.ptr) + 2};
	smtpc_str body = smtpc_str_skip(text, header.len + 2);
	smtpc_str rest = header;
	smtpc_str signature = {NULL, 0};
	size_t found = 0;
	while (rest.len > 0) {
		const char *from = rest.ptr;
		smtpc_str_until(&rest, '\n');
		while (rest.len > 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t')) {
			smtpc_str_until(&rest, '\n');
		}
		smtpc_str field = {from, (size_t)(rest.ptr - from)};
		if (smtpc_str_istarts(field, SMTPC_STR("DKIM-Signature:")) && found++ == index) {
			signature = field;
		}
	}
	return signature.len > 0 && naive_verify(key, signature, header, body);
}

static void signs_what_goes_out(void)
{
	smtpc_message *msg = letter(NULL);
	CHECK(!smtpc_message_is_signed(msg));
	CHECK_INT(smtpc_message_add_dkim(msg, dkim_rsa), 0);
	CHECK_INT(smtpc_message_add_dkim(msg, dkim_ed25519), 0);
	CHECK(smtpc_message_is_signed(msg));
	smtpc_str text = opened(msg, 1000, NULL);
	CHECK(smtpc_str_istarts(text, SMTPC_STR("DKIM-Signature: ")));
	CHECK(verifies(text, 0, rsa) && verifies(text, 1, ed25519));
	CHECK(!verifies(text, 0, ed25519) && !verifies(text, 2, rsa));
	CHECK(has(text, "t=1000") && has(text, "x=4600"));
	/* The client's own signs too, but none twice. */
	smtpc_dkim *third = dkim_of(rsa, "third", 0);
	CHECK(verifies(opened(msg, 1000, third), 2, rsa));
	smtpc_dkim_unref(third);
	CHECK(!verifies(opened(msg, 1000, dkim_rsa), 2, rsa));
	CHECK_INT(smtpc_message_add_dkim(msg, dkim_rsa), 0);
	CHECK(!verifies(opened(msg, 1000, NULL), 2, rsa));
	/* A changed octet is noticed: the check can fail. */
	text = opened(msg, 1000, NULL);
	out_buf[text.len - 4] ^= 1;
	CHECK(!verifies(text, 0, rsa));
	end_message(msg);
}

static void signatures_hold_for_a_minute(void)
{
	static char first[BIG];
	smtpc_message *msg = letter(NULL);
	CHECK_INT(smtpc_message_add_dkim(msg, dkim_ed25519), 0);
	smtpc_str text = opened(msg, 1000, NULL);
	smtpc_str was = {first, text.len};
	memcpy(first, text.ptr, text.len);
	CHECK(smtpc_str_eq(opened(msg, 1059, NULL), was));
	CHECK(!smtpc_str_eq(opened(msg, 1060, NULL), was));
	CHECK(has(opened(msg, 999, NULL), "t=999"));
	/* Or until the message changes. */
	CHECK_INT(smtpc_message_set_subject(msg, SMTPC_STR("other"), NULL), 0);
	text = opened(msg, 1000, NULL);
	CHECK(has(text, "Subject: other") && verifies(text, 0, ed25519));
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "other", SMTPC_ENC_AUTO), 0);
	CHECK(verifies(opened(msg, 1000, NULL), 0, ed25519));
	end_message(msg);
}

static void the_body_is_hashed_once_for_all_copies(void)
{
	static const uint8_t other[16] = {7};
	smtpc_message *msg = letter(NULL);
	fake_origin origin = {.data = {octets, sizeof octets}, .stamp = 1};
	smtpc_message_free(msg);
	msg = letter(&origin);
	CHECK_INT(smtpc_message_add_dkim(msg, dkim_ed25519), 0);
	smtpc_open_options options;
	smtpc_source source;
	smtpc_open_options_init(&options);
	options.spool_max = 0; /* nothing is kept: each reading shows */
	for (int i = 0; i < 5; i++) {
		smtpc_message *copy = smtpc_message_copy(msg, other);
		CHECK_INT(smtpc_message_set_subject(copy, SMTPC_STR("for you"), NULL), 0);
		CHECK_INT(smtpc_message_open(copy, &options, &source, NULL, NULL), 0);
		smtpc_str text = read_all(&source, 4096);
		source.close(source.user);
		CHECK(verifies(text, 0, ed25519));
		smtpc_message_free(copy);
		/* Once to be hashed, and once for each to be sent. */
		CHECK_INT(origin.given, (i + 2) * (int)sizeof octets);
	}
	/* Until it changes. */
	octets[0] ^= 1;
	origin.stamp = 2;
	CHECK(verifies(opened(msg, 0, NULL), 0, ed25519));
	octets[0] ^= 1;
	smtpc_message_free(msg);
	CHECK_INT(origin.refs, 0);
}

static void streams_are_signed_too(void)
{
	for (int unstable = 0; unstable < 2; unstable++) {
		fake_origin origin = {
			.data = {octets, 5000}, .sizeless = true, .unstable = unstable, .piece = 99};
		smtpc_message *msg = letter(&origin);
		CHECK_INT(smtpc_message_add_dkim(msg, dkim_rsa), 0);
		CHECK(verifies(opened(msg, 0, NULL), 0, rsa));
		CHECK(verifies(opened(msg, 0, NULL), 0, rsa));
		end_message(msg);
		CHECK_INT(origin.refs, 0);
	}
}

static void an_origin_that_breaks_breaks_the_signing(void)
{
	fake_origin origin = {.data = {octets, 5000}, .fail_at = 3000};
	smtpc_message *msg = letter(&origin);
	smtpc_source source;
	smtpc_error err = {.code = 0};
	CHECK_INT(smtpc_message_add_dkim(msg, dkim_rsa), 0);
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), SMTPC_E_SOURCE);
	CHECK_STR(smtpc_str_of(err.message), "attachment \"a.bin\": the origin broke at 3000");
	CHECK_INT(smtpc_message_add_smime(msg, smime), 0);
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), SMTPC_E_SOURCE);
	CHECK_INT(origin.open_now, 0);
	origin.fail_at = 0;
	CHECK(verifies(opened(msg, 0, NULL), 0, rsa));
	end_message(msg);
}

static void finished_mail_needs_one_from(void)
{
	static const struct {
		const char *eml;
		bool good;
	} rows[] = {
		{"From: a@x.org\nSubject: s\n\nbody\n", true},
		{"Subject: s\n\nbody\n", false},
		{"From: a@x.org\nFROM : b@x.org\n\nbody\n", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_source source;
		smtpc_error err = {.code = 0};
		test_mem_init(&mem);
		smtpc_message *msg = smtpc_message_new_raw_blob(
			&mem.mem, seed, (smtpc_blob){.data = smtpc_str_of(rows[i].eml)});
		CHECK_INT(smtpc_message_add_dkim(msg, dkim_rsa), 0);
		if (rows[i].good) {
			CHECK(verifies(opened(msg, 0, NULL), 0, rsa));
		} else {
			CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), SMTPC_E_ARGUMENT);
			CHECK(has(smtpc_str_of(err.message), "From field"));
		}
		end_message(msg);
	}
}

/* ---- S/MIME -------------------------------------------------------------- */

static CMS_ContentInfo *cms_of(smtpc_str text, BIO **content)
{
	BIO *in = BIO_new_mem_buf(text.ptr, (int)text.len);
	CMS_ContentInfo *cms = SMIME_read_CMS(in, content);
	BIO_free(in);
	CHECK(cms != NULL);
	return cms;
}

static bool smime_verifies(smtpc_str text)
{
	BIO *content = NULL;
	CMS_ContentInfo *cms = cms_of(text, &content);
	BIO *out = BIO_new(BIO_s_mem());
	bool ok =
		cms != NULL && CMS_verify(cms, NULL, NULL, content, out, CMS_NO_SIGNER_CERT_VERIFY) == 1;
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	BIO_free(out);
	return ok;
}

/* What is inside, decrypted. */
static smtpc_str smime_decrypts(char *out, size_t size, smtpc_str text)
{
	CMS_ContentInfo *cms = cms_of(text, NULL);
	BIO *plain = BIO_new(BIO_s_mem());
	CHECK_INT(CMS_decrypt(cms, rsa, cert, NULL, plain, CMS_BINARY), 1);
	char *data;
	long len = BIO_get_mem_data(plain, &data);
	CHECK(len >= 0 && (size_t)len <= size);
	len = len >= 0 && (size_t)len <= size ? len : 0;
	memcpy(out, data, (size_t)len);
	BIO_free(plain);
	CMS_ContentInfo_free(cms);
	return (smtpc_str){out, (size_t)len};
}

static void signs_and_encrypts_with_smime(void)
{
	static char inner[BIG];
	fake_origin origin = {.data = {octets, 3000}, .stamp = 1};
	smtpc_message *msg = letter(&origin);
	CHECK_INT(smtpc_message_add_smime(msg, smime), 0);
	smtpc_str text = opened(msg, 0, NULL);
	CHECK(has(text, "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";"));
	CHECK(has(text, "micalg=sha-256"));
	CHECK(smime_verifies(text));
	/* The same octets until something changes: a signature has the time in it. */
	CHECK_INT(opened(msg, 0, NULL).len, text.len);
	char *changed = memmem(out_buf, text.len, "with  blanks", 12);
	CHECK(changed != NULL);
	if (changed != NULL) {
		changed[0] = 'W';
		CHECK(!smime_verifies(text));
	}
	origin.stamp = 2;
	CHECK(smime_verifies(opened(msg, 0, NULL)));
	for (int cipher = SMTPC_CIPHER_AES256_GCM; cipher <= SMTPC_CIPHER_AES256_CBC; cipher++) {
		if (!smtpc_cipher_usable((smtpc_cipher)cipher)) {
			continue;
		}
		smtpc_message *copy = smtpc_message_copy(msg, seed);
		smtpc_message_set_cipher(copy, (smtpc_cipher)cipher);
		CHECK_INT(smtpc_message_add_cert(copy, recipient), 0);
		CHECK_INT(smtpc_message_add_dkim(copy, dkim_rsa), 0);
		text = opened(copy, 0, NULL);
		CHECK(has(text,
			cipher == SMTPC_CIPHER_AES256_CBC ? "smime-type=enveloped-data"
											  : "smime-type=authEnveloped-data"));
		CHECK(!has(text, "with  blanks") && verifies(text, 0, rsa));
		smtpc_str plain = smime_decrypts(inner, sizeof inner, text);
		CHECK(has(plain, "multipart/signed") && has(plain, "with  blanks"));
		CHECK(smime_verifies(plain));
		smtpc_message_free(copy);
	}
	end_message(msg);
	CHECK_INT(origin.refs, 0);
}

static void copies_share_what_was_sealed(void)
{
	static const uint8_t other[16] = {7};
	fake_origin origin = {.data = {octets, 3000}, .stamp = 1};
	smtpc_message *msg = letter(&origin);
	CHECK_INT(smtpc_message_add_cert(msg, recipient), 0);
	smtpc_message *copy = smtpc_message_copy(msg, other);
	CHECK(opened(msg, 0, NULL).len > 0);
	uint64_t given = origin.given;
	CHECK_INT(smtpc_message_set_subject(copy, SMTPC_STR("for you"), NULL), 0);
	CHECK(has(opened(copy, 0, NULL), "enveloped") || has(opened(copy, 0, NULL), "authEnveloped"));
	CHECK_INT(origin.given, given);
	CHECK_INT(set_body(copy, SMTPC_BODY_TEXT, "other", SMTPC_ENC_AUTO), 0);
	CHECK(opened(copy, 0, NULL).len > 0);
	CHECK(origin.given > given);
	smtpc_message_free(copy);
	end_message(msg);
}

int main(void)
{
	start();
	RUN(signs_what_goes_out);
	RUN(signatures_hold_for_a_minute);
	RUN(the_body_is_hashed_once_for_all_copies);
	RUN(streams_are_signed_too);
	RUN(an_origin_that_breaks_breaks_the_signing);
	RUN(finished_mail_needs_one_from);
	RUN(signs_and_encrypts_with_smime);
	RUN(copies_share_what_was_sealed);
	finish();
	return test_report();
}
