/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The mechanisms by themselves: the RFCs' examples, names that need escapes, and servers that lie. */
#include "proto/smtpc_sasl.h"
#include "smtpc_test.h"

#define NONCE "AAECAwQFBgcICQoLDA0ODxAR"

static int counting(uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		out[i] = (uint8_t)i;
	}
	return SMTPC_OK;
}

/* The first octets of the nonce in RFC 5802 §5. */
static int of_rfc_5802(uint8_t *out, size_t len)
{
	static const uint8_t octets[] = {0x7f, 0x29, 0x28, 0xf9, 0xdd, 0xa5, 0x6d, 0xb1, 0x60, 0x38,
		0xd4, 0x6f, 0xf6, 0xa9, 0x31, 0x75, 0xac, 0x0b};
	CHECK_INT(len, sizeof octets);
	memcpy(out, octets, len);
	return SMTPC_OK;
}

typedef struct exchange {
	smtpc_sasl sasl;
	smtpc_credentials who;
	smtpc_buf out;
} exchange;

static void begin(exchange *x, smtpc_sasl_mech mech)
{
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	*x = (exchange){.who = {.username = SMTPC_STR("user"), .password = SMTPC_STR("pencil"),
						.host = SMTPC_STR("server.example.com"), .port = 143}};
	x->who.scram.max_iterations = SMTPC_SCRAM_MAX_ITERATIONS;
	x->who.scram.random = counting;
	smtpc_sasl_init(&x->sasl, mem);
	smtpc_sasl_start(&x->sasl, mech);
	smtpc_buf_init(&x->out, mem, SMTPC_SASL_RESPONSE_MAX);
}

static void end(exchange *x)
{
	smtpc_sasl_free(&x->sasl);
	smtpc_buf_free(&x->out);
}

static int step(exchange *x, smtpc_str challenge)
{
	smtpc_buf_reset(&x->out);
	return smtpc_sasl_step(&x->sasl, &x->who, challenge, &x->out);
}

#define STEP(x, challenge, response) \
	do { \
		CHECK_INT(step(x, smtpc_str_of(challenge)), SMTPC_OK); \
		CHECK_STR(smtpc_buf_str(&(x)->out), response); \
	} while (0)

static void scram_sha_1_is_that_of_rfc_5802(void)
{
	exchange x;
	begin(&x, SMTPC_SASL_SCRAM_SHA1);
	x.who.scram.random = of_rfc_5802;
	STEP(&x, "", "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
	STEP(&x,
		"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
		"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
	CHECK(!x.sasl.complete);
	STEP(&x, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "");
	CHECK(x.sasl.complete);
	CHECK_INT(step(&x, SMTPC_STR("more")), SMTPC_E_AUTH_CHALLENGE);
	end(&x);
}

/* The RFC's nonce is shorter than ours: the exchange is taken up behind the first message. */
static void scram_sha_256_is_that_of_rfc_7677(void)
{
	exchange x;
	begin(&x, SMTPC_SASL_SCRAM_SHA256);
	CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
	smtpc_buf_reset(&x.sasl.scram.text);
	(void)smtpc_buf_append_str(&x.sasl.scram.text, SMTPC_STR("n=user,r=rOprNGfwEbeRWgbNEkqO"));
	memcpy(x.sasl.scram.nonce, "rOprNGfwEbeRWgbNEkqO%hvY", SMTPC_SCRAM_NONCE);
	STEP(&x,
		"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
		"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
		"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
	STEP(&x, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "");
	CHECK(x.sasl.complete);
	end(&x);
}

static void cram_md5_is_that_of_rfc_2195(void)
{
	exchange x;
	begin(&x, SMTPC_SASL_CRAM_MD5);
	x.who.username = SMTPC_STR("tim");
	x.who.password = SMTPC_STR("tanstaaftanstaaf");
	CHECK(!smtpc_sasl_speaks_first(SMTPC_SASL_CRAM_MD5));
	CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_E_AUTH_CHALLENGE);
	STEP(&x, "<1896.697170952@postoffice.reston.mci.net>",
		"tim b913a602c7eda7a495b4e6e7334d3890");
	CHECK(x.sasl.complete);
	CHECK_INT(step(&x, SMTPC_STR("<2@mx>")), SMTPC_E_AUTH_CHALLENGE);
	end(&x);
}

static void tokens_are_those_of_rfc_7628_and_google(void)
{
	exchange x;
	begin(&x, SMTPC_SASL_OAUTHBEARER);
	x.who.username = SMTPC_STR("user@example.com");
	x.who.token = SMTPC_STR("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
	STEP(&x, "",
		"n,a=user@example.com,\1host=server.example.com\1port=143\1"
		"auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1\1");
	CHECK(x.sasl.complete);
	STEP(&x, "{\"status\":\"invalid_token\"}", "\1");
	CHECK(!x.sasl.complete);
	CHECK_STR(smtpc_buf_str(&x.sasl.words), "{\"status\":\"invalid_token\"}");
	CHECK_INT(step(&x, SMTPC_STR("{}")), SMTPC_E_AUTH_CHALLENGE);
	smtpc_sasl_start(&x.sasl, SMTPC_SASL_XOAUTH2);
	x.who.username = SMTPC_STR("someuser@example.com");
	x.who.token = SMTPC_STR("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
	STEP(&x, "",
		"user=someuser@example.com\1auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\1\1");
	STEP(&x, "{}", "");
	CHECK(!x.sasl.complete);
	end(&x);
}

static void every_mechanism_has_its_place_for_the_authzid(void)
{
	exchange x;
	begin(&x, SMTPC_SASL_SCRAM_SHA256);
	x.who.authzid = SMTPC_STR("a,b=c");
	x.who.username = SMTPC_STR("u=1,2");
	x.who.token = SMTPC_STR("t");
	STEP(&x, "", "n,a=a=2Cb=3Dc,n=u=3D1=2C2,r=" NONCE);
	smtpc_sasl_start(&x.sasl, SMTPC_SASL_XOAUTH2);
	STEP(&x, "", "user=a,b=c\1auth=Bearer t\1\1");
	smtpc_sasl_start(&x.sasl, SMTPC_SASL_OAUTHBEARER);
	STEP(&x, "", "n,a=a=2Cb=3Dc,\1host=server.example.com\1port=143\1auth=Bearer t\1\1");
	smtpc_sasl_start(&x.sasl, SMTPC_SASL_EXTERNAL);
	STEP(&x, "", "a,b=c");
	smtpc_sasl_start(&x.sasl, SMTPC_SASL_PLAIN);
	CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
	CHECK(smtpc_str_eq(smtpc_buf_str(&x.out), SMTPC_STR("a,b=c\0u=1,2\0pencil")));
	end(&x);
	smtpc_options o;
	smtpc_options_init(&o);
	o.username = o.password = o.authzid = SMTPC_STR("x");
	CHECK(!smtpc_sasl_fits(SMTPC_SASL_LOGIN, &o));
	CHECK(!smtpc_sasl_fits(SMTPC_SASL_CRAM_MD5, &o));
	CHECK(smtpc_sasl_fits(SMTPC_SASL_PLAIN, &o));
	CHECK(!smtpc_sasl_fits(SMTPC_SASL_EXTERNAL, &o));
	CHECK(!smtpc_sasl_fits(SMTPC_SASL_XOAUTH2, &o));
}

/* RFC 5802 §6: n, y and p. */
static void gs2_flags(void)
{
	exchange x;
	smtpc_binding binding = {"tls-exporter", {0xff, 0x00}, 2};
	begin(&x, SMTPC_SASL_SCRAM_SHA256);
	x.who.scram.could_bind = true;
	STEP(&x, "", "y,,n=user,r=" NONCE);
	CHECK_INT(step(&x, SMTPC_STR("r=" NONCE "x,s=c2FsdA==,i=4096")), SMTPC_OK);
	CHECK(strncmp(x.out.base, "c=eSws,r=" NONCE "x,p=", 37) == 0);
	smtpc_sasl_start(&x.sasl, SMTPC_SASL_SCRAM_SHA256_PLUS);
	x.who.scram.binding = &binding;
	STEP(&x, "", "p=tls-exporter,,n=user,r=" NONCE);
	CHECK_INT(step(&x, SMTPC_STR("r=" NONCE "x,s=c2FsdA==,i=4096")), SMTPC_OK);
	/* base64 of "p=tls-exporter,,\xff\0" */
	CHECK(strncmp(x.out.base, "c=cD10bHMtZXhwb3J0ZXIsLP8A,r=", 29) == 0);
	end(&x);
}

typedef struct lie {
	smtpc_str challenge;
	int code;
	const char *clause;
} lie;

#define LIE(text, code, clause) {{text, sizeof(text) - 1}, SMTPC_E_AUTH_##code, clause}

static void lies_in_the_first_message(void)
{
	const lie lies[] = {
		LIE("", CHALLENGE, "malformed"),
		LIE("r=" NONCE "x,i=4096,s=c2FsdA==", CHALLENGE, "malformed"),
		LIE("s=c2FsdA==,r=" NONCE "x,i=4096", CHALLENGE, "malformed"),
		LIE("r=" NONCE "x,s=c2FsdA==", CHALLENGE, "malformed"),
		LIE("r=" NONCE, CHALLENGE, "malformed"),
		LIE("m=ext,r=" NONCE "x,s=c2FsdA==,i=4096", CHALLENGE, "an extension"),
		LIE("r=" NONCE ",s=c2FsdA==,i=4096", CHALLENGE, "does not continue"),
		LIE("r=BAECAwQFBgcICQoLDA0ODxARx,s=c2FsdA==,i=4096", CHALLENGE, "does not continue"),
		LIE("r=A,s=c2FsdA==,i=4096", CHALLENGE, "does not continue"),
		LIE("r=" NONCE "\0x,s=c2FsdA==,i=4096", CHALLENGE, "does not continue"),
		LIE("r=" NONCE "\xc3\xa4,s=c2FsdA==,i=4096", CHALLENGE, "does not continue"),
		LIE("r=" NONCE "x,s=,i=4096", CHALLENGE, "salt is empty"),
		LIE("r=" NONCE "x,s=c2Fsd,i=4096", CHALLENGE, "no base64"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=-4096", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=+4096", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=04096", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=4096x", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=0", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=18446744073709555712", CHALLENGE, "no number"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=1", CHALLENGE, "below 4096"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=4095", CHALLENGE, "below 4096"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=600001", CHALLENGE, "600000 are the limit"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=4294971392", CHALLENGE, "600000 are the limit"),
		LIE("r=" NONCE "x,s=c2FsdA==,i=18446744073709551615", CHALLENGE, "600000 are the limit"),
		LIE("e=unknown-user", REFUSED, "refused"),
	};
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		exchange x;
		begin(&x, SMTPC_SASL_SCRAM_SHA256);
		CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
		CHECK_INT(step(&x, lies[i].challenge), lies[i].code);
		if (strstr(x.sasl.err.message, lies[i].clause) == NULL) {
			fprintf(stderr, "%zu: %s\n", i, x.sasl.err.message);
			CHECK(false);
		}
		CHECK(!x.sasl.complete);
		CHECK_INT(smtpc_sasl_finish(&x.sasl, SMTPC_STR("dj0=")), SMTPC_E_AUTH_CHALLENGE);
		CHECK(!x.sasl.complete);
		end(&x);
	}
}

/* What the server of RFC 7677 ought to say, and what it may not. */
static void lies_in_the_last_message(void)
{
	const char *lies[] = {"", "v=", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=",
		"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95A==", "v=!!!!",
		"x=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
		"v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		exchange x;
		begin(&x, SMTPC_SASL_SCRAM_SHA256);
		CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
		CHECK_INT(step(&x, SMTPC_STR("r=" NONCE "x,s=c2FsdA==,i=4096,x=1")), SMTPC_OK);
		CHECK_INT(step(&x, smtpc_str_of(lies[i])), SMTPC_E_AUTH_CHALLENGE);
		CHECK(!x.sasl.complete);
		end(&x);
	}
	exchange x;
	begin(&x, SMTPC_SASL_SCRAM_SHA256);
	CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
	CHECK_INT(step(&x, SMTPC_STR("r=" NONCE "x,s=c2FsdA==,i=4096")), SMTPC_OK);
	CHECK_INT(step(&x, SMTPC_STR("e=invalid-proof")), SMTPC_E_AUTH_REFUSED);
	CHECK_STR(smtpc_buf_str(&x.sasl.words), "e=invalid-proof");
	end(&x);
}

static void the_limit_of_rounds_is_the_callers(void)
{
	exchange x;
	begin(&x, SMTPC_SASL_SCRAM_SHA1);
	x.who.scram.max_iterations = 4096;
	CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
	CHECK_INT(
		step(&x, SMTPC_STR("r=" NONCE "x,s=c2FsdA==,i=4097")), SMTPC_E_AUTH_CHALLENGE);
	end(&x);
}

/* Two spellings of one password give one proof, and what cannot be prepared is not sent. */
static void scram_prepares_what_is_not_ascii(void)
{
	const char *passwords[] = {"p\xc3\xa4ss", "pa\xcc\x88ss"};
	char proofs[2][256] = {"", ""};
	for (size_t i = 0; i < 2; i++) {
		exchange x;
		begin(&x, SMTPC_SASL_SCRAM_SHA256);
		x.who.password = smtpc_str_of(passwords[i]);
		CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_OK);
		int rv = step(&x, SMTPC_STR("r=" NONCE "x,s=c2FsdA==,i=4096"));
		CHECK_INT(rv, smtpc_saslprep_library() != NULL ? SMTPC_OK : SMTPC_E_AUTH_CREDENTIALS);
		snprintf(proofs[i], sizeof proofs[i], "%.*s", (int)smtpc_buf_len(&x.out),
			smtpc_buf_str(&x.out).ptr);
		end(&x);
	}
	CHECK(smtpc_saslprep_library() == NULL || strcmp(proofs[0], proofs[1]) == 0);
	exchange x;
	begin(&x, SMTPC_SASL_SCRAM_SHA256);
	x.who.username = SMTPC_STR("\xff");
	CHECK_INT(step(&x, SMTPC_STR("")), SMTPC_E_AUTH_CREDENTIALS);
	CHECK_STR(smtpc_str_of(x.sasl.err.message), "the user name is not valid UTF-8");
	end(&x);
}

static void out_of_memory_at_every_point(void)
{
	bool failed = true;
	for (unsigned long at = 1; failed && at < 100; at++) {
		test_mem t;
		exchange x;
		test_mem_init(&t);
		t.fail_at = at;
		begin(&x, SMTPC_SASL_SCRAM_SHA1);
		smtpc_sasl_init(&x.sasl, &t.mem);
		smtpc_sasl_start(&x.sasl, SMTPC_SASL_SCRAM_SHA1);
		smtpc_buf_init(&x.out, &t.mem, SMTPC_SASL_RESPONSE_MAX);
		x.who.scram.random = of_rfc_5802;
		int rv = step(&x, SMTPC_STR(""));
		rv = rv < 0 ? rv : step(&x, SMTPC_STR("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
											  "s=QSXCR+Q6sek8bf92,i=4096"));
		rv = rv < 0 ? rv : step(&x, SMTPC_STR("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
		failed = t.calls >= at;
		CHECK_INT(rv, failed ? SMTPC_E_NOMEM : SMTPC_OK);
		CHECK_INT(x.sasl.complete, !failed);
		end(&x);
		CHECK_INT(t.held, 0);
	}
	CHECK(!failed);
}

int main(void)
{
	RUN(scram_sha_1_is_that_of_rfc_5802);
	RUN(scram_sha_256_is_that_of_rfc_7677);
	RUN(cram_md5_is_that_of_rfc_2195);
	RUN(tokens_are_those_of_rfc_7628_and_google);
	RUN(every_mechanism_has_its_place_for_the_authzid);
	RUN(gs2_flags);
	RUN(lies_in_the_first_message);
	RUN(lies_in_the_last_message);
	RUN(the_limit_of_rounds_is_the_callers);
	RUN(scram_prepares_what_is_not_ascii);
	RUN(out_of_memory_at_every_point);
	return test_report();
}
