/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Messages with everything in them, made, signed, encrypted, wrapped and read again and again, each
 * time with another allocation that fails: nothing leaks, and what failed can be done again. */
#include "crypto_fixture.h"
#include "fake_origin.h"

static EVP_PKEY *pkey;
static X509 *cert;
static smtpc_dkim *dkim;
static smtpc_smime_signer *smime;
static smtpc_cert *recipient;
static char octets[5000];

static void start(void)
{
	pkey = fixture_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	cert = fixture_cert("who", pkey, NULL, NULL, NULL);
	smtpc_str pem = fixture_cert_pem(cert);
	smtpc_smime_options options = {.certificate = pem, .key = fixture_smtpc_key(NULL, pkey)};
	smime = smtpc_smime_signer_new(NULL, &options, NULL);
	recipient = smtpc_cert_new(NULL, pem, NULL);
	smtpc_key_unref(options.key);
	fixture_text_free(pem);
	EVP_PKEY *ed25519 = fixture_key(EVP_PKEY_ED25519, 0);
	smtpc_dkim_options of = {.domain = SMTPC_STR("x.org"),
		.selector = SMTPC_STR("s"),
		.key = fixture_smtpc_key(NULL, ed25519)};
	dkim = smtpc_dkim_new(NULL, &of, NULL);
	smtpc_key_unref(of.key);
	EVP_PKEY_free(ed25519);
	CHECK(smime != NULL && recipient != NULL && dkim != NULL);
}

static void finish(void)
{
	smtpc_dkim_unref(dkim);
	smtpc_smime_signer_unref(smime);
	smtpc_cert_unref(recipient);
	X509_free(cert);
	EVP_PKEY_free(pkey);
}

static bool ok(int rc)
{
	CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
	return rc == SMTPC_OK;
}

static bool attach(smtpc_message *msg, smtpc_attachment *attachment, const smtpc_error *err)
{
	if (attachment == NULL) {
		CHECK_INT(err->code, SMTPC_E_NOMEM);
		return false;
	}
	bool good = ok(smtpc_message_attach(msg, attachment));
	smtpc_attachment_unref(attachment);
	return good;
}

static bool put_in(smtpc_message *msg, test_mem *mem, fake_origin *origin)
{
	smtpc_error err;
	smtpc_attachment_options options = {.name = SMTPC_STR("\xc3\xa4 a name.bin")};
	smtpc_blob blob = {.data = {octets, sizeof octets}};
	bool good = true;
	for (int i = 0; i < 3; i++) {
		good &= attach(msg, smtpc_attachment_new_blob(&mem->mem, &options, blob, &err), &err);
		good &= attach(msg,
			smtpc_attachment_new_origin(&mem->mem, &options, fake_as_origin(origin), &err), &err);
		good &= ok(smtpc_message_add_alternative(
			msg, SMTPC_STR("text/x"), (smtpc_blob){.data = SMTPC_STR("x")}, NULL));
		good &= ok(smtpc_message_add_alternative(
			msg, SMTPC_STR("application/x"), (smtpc_blob){.data = SMTPC_STR("x")}, NULL));
		options.is_inline = true;
		options.content_id = SMTPC_STR("id");
	}
	good &= ok(smtpc_message_set_calendar(
		msg, (smtpc_blob){.data = SMTPC_STR("ics")}, SMTPC_STR("X"), NULL));
	good &= ok(smtpc_message_set_list_unsubscribe(
		msg, SMTPC_STR("https://x.org"), SMTPC_STR("a@x.org"), NULL));
	good &= ok(smtpc_message_set_key(msg, SMTPC_STR("key")));
	return good;
}

static smtpc_message *new_message(test_mem *mem)
{
	static const uint8_t seed[16] = {1};
	smtpc_message *msg = smtpc_message_new(&mem->mem, seed);
	smtpc_addr addr;
	smtpc_error err;
	if (msg == NULL || smtpc_addr_parse(&addr, &mem->mem, SMTPC_STR("a@x.org"), &err) < 0) {
		smtpc_message_free(msg);
		return NULL;
	}
	bool good = ok(smtpc_message_add_addr(msg, SMTPC_FIELD_FROM, &addr));
	smtpc_addr_free(&addr);
	CHECK_INT(smtpc_message_set_date(msg, 0, 0), 0);
	if (!good) {
		smtpc_message_free(msg);
		return NULL;
	}
	return msg;
}

/* Reads all of it, if it can be had. */
static bool read_through(smtpc_message *msg, bool encode_long)
{
	smtpc_source source;
	smtpc_error err;
	smtpc_open_options options;
	char buf[1000];
	smtpc_open_options_init(&options);
	options.encode_long = encode_long;
	options.spool_max = 2000;
	int rc = smtpc_message_open(msg, &options, &source, NULL, &err);
	if (!ok(rc)) {
		return false;
	}
	int64_t total = 0;
	ptrdiff_t n;
	while ((n = source.read(source.user, buf, sizeof buf, &err)) > 0) {
		total += n;
	}
	CHECK(n == 0 || n == SMTPC_E_NOMEM);
	CHECK(n < 0 || source.size < 0 || total == source.size);
	source.close(source.user);
	return n == 0;
}

static bool copy_reads(smtpc_message *msg, bool encode_long)
{
	static const uint8_t seed[16] = {2};
	smtpc_message *copy = smtpc_message_copy(msg, seed);
	bool good = copy != NULL && read_through(copy, encode_long);
	smtpc_message_free(copy);
	return good;
}

static bool wraps(smtpc_message *msg, test_mem *mem)
{
	static const uint8_t seed[16] = {3};
	smtpc_error err;
	smtpc_attachment_options options = {.name = SMTPC_STR("m.eml")};
	smtpc_message *outer = new_message(mem);
	bool good = outer != NULL &&
		attach(outer, smtpc_message_to_attachment(msg, seed, &options, &err), &err);
	good = good && read_through(outer, false);
	smtpc_message_free(outer);
	return good;
}

static bool everything(test_mem *mem)
{
	fake_origin origin = {.data = {octets, sizeof octets}, .stamp = 1};
	smtpc_message *msg = new_message(mem);
	if (msg == NULL) {
		return false;
	}
	bool good = put_in(msg, mem, &origin);
	good &= read_through(msg, false);
	good &= ok(smtpc_message_add_dkim(msg, dkim));
	good &= copy_reads(msg, false);
	good &= copy_reads(msg, false);
	good &= wraps(msg, mem);
	good &= ok(smtpc_message_add_smime(msg, smime));
	good &= read_through(msg, false);
	good &= ok(smtpc_message_add_cert(msg, recipient));
	good &= copy_reads(msg, false);
	good &= wraps(msg, mem);
	/* With memory again, everything works as if nothing had been. */
	mem->fail_at = 0;
	CHECK(put_in(msg, mem, &origin));
	CHECK(read_through(msg, false));
	smtpc_message_free(msg);
	CHECK_INT(origin.refs, 0);
	CHECK_INT(origin.open_now, 0);
	return good;
}

static bool finished_mail(test_mem *mem)
{
	static const uint8_t seed[16] = {4};
	static char eml[4000];
	size_t len = (size_t)snprintf(eml, sizeof eml,
		"From: a@x.org\nBcc: b@x.org\nMIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n%01500d\n--b\n"
		"Content-Type: image/png\n\n%01500d\n--b--\n",
		1, 2);
	fake_origin origin = {.data = {eml, len}, .piece = 700};
	smtpc_message *msgs[2] = {
		smtpc_message_new_raw_blob(&mem->mem, seed, (smtpc_blob){.data = {eml, len}}),
		smtpc_message_new_raw_origin(&mem->mem, seed, fake_as_origin(&origin)),
	};
	bool good = true;
	for (int i = 0; i < 2; i++) {
		good &= msgs[i] != NULL && read_through(msgs[i], true);
		good &= msgs[i] != NULL && ok(smtpc_message_add_dkim(msgs[i], dkim));
		good &= msgs[i] != NULL && read_through(msgs[i], true) && copy_reads(msgs[i], true);
		smtpc_message_free(msgs[i]);
	}
	CHECK_INT(origin.refs, 0);
	CHECK_INT(origin.open_now, 0);
	return good;
}

static unsigned long run_all(bool (*scenario)(test_mem *), bool fail_on)
{
	for (unsigned long at = 1;; at++) {
		test_mem mem;
		test_mem_init(&mem);
		mem.fail_at = at;
		mem.fail_on = fail_on;
		/* What is only kept for later may fail, and all is well. */
		CHECK(scenario(&mem) || mem.calls >= at);
		CHECK_INT(mem.held, 0);
		if (mem.calls < at || test_current_failed || at > 10000) {
			return at;
		}
	}
}

static void messages_survive_one_failure(void)
{
	CHECK(run_all(everything, false) > 250);
}

static void messages_survive_lasting_failure(void)
{
	CHECK(run_all(everything, true) > 250);
}

static void finished_mail_survives_failures(void)
{
	CHECK(run_all(finished_mail, false) > 20);
	CHECK(run_all(finished_mail, true) > 20);
}

int main(void)
{
	start();
	RUN(messages_survive_one_failure);
	RUN(messages_survive_lasting_failure);
	RUN(finished_mail_survives_failures);
	finish();
	return test_report();
}
