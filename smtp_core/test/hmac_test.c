/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * HMAC and PBKDF2 against the RFCs' own values. */
#include "crypto/smtpc_hmac.h"
#include "smtpc_test.h"

static const char *hex(const uint8_t *data, size_t len)
{
	static char out[2 * SMTPC_HASH_MAX + 1];
	for (size_t i = 0; i < len; i++) {
		snprintf(out + 2 * i, 3, "%02x", data[i]);
	}
	return out;
}

typedef struct hmac_case {
	smtpc_hash hash;
	smtpc_str key, data;
	const char *want;
} hmac_case;

#define WHAT SMTPC_STR("what do ya want for nothing?")

static void hmac_is_that_of_rfc_2202_and_4231(void)
{
	const hmac_case cases[] = {
		{SMTPC_HASH_MD5, SMTPC_STR("Jefe"), WHAT, "750c783e6ab0b503eaa86e310a5db738"},
		{SMTPC_HASH_SHA1, SMTPC_STR("Jefe"), WHAT, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
		{SMTPC_HASH_SHA256, SMTPC_STR("Jefe"), WHAT,
			"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{SMTPC_HASH_MD5, {NULL, 0}, {NULL, 0}, "74e6f7298a9c2d168935f58c001bad88"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		uint8_t out[SMTPC_HASH_MAX];
		CHECK_INT(smtpc_hmac(cases[i].hash, cases[i].key, cases[i].data, out), SMTPC_OK);
		CHECK_STR(smtpc_str_of(hex(out, smtpc_hash_size(cases[i].hash))), cases[i].want);
	}
}

static void pbkdf2_is_that_of_rfc_6070_and_7914(void)
{
	uint8_t out[SMTPC_HASH_MAX];
	CHECK_INT(smtpc_pbkdf2(
				  SMTPC_HASH_SHA1, SMTPC_STR("password"), SMTPC_STR("salt"), 4096, out), SMTPC_OK);
	CHECK_STR(smtpc_str_of(hex(out, 20)), "4b007901b765489abead49d926f721d065a429c1");
	CHECK_INT(smtpc_pbkdf2(SMTPC_HASH_SHA256, SMTPC_STR("passwd"), SMTPC_STR("salt"), 1, out),
		SMTPC_OK);
	CHECK_STR(smtpc_str_of(hex(out, 32)),
		"55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
}

static void hashes_are_those_of_the_rfcs(void)
{
	uint8_t out[SMTPC_HASH_MAX];
	CHECK_INT(smtpc_hash_of(SMTPC_HASH_SHA1, SMTPC_STR("abc"), out), SMTPC_OK);
	CHECK_STR(smtpc_str_of(hex(out, 20)), "a9993e364706816aba3e25717850c26c9cd0d89d");
	CHECK_INT(smtpc_hash_of(SMTPC_HASH_MD5, (smtpc_str){NULL, 0}, out), SMTPC_OK);
	CHECK_STR(smtpc_str_of(hex(out, 16)), "d41d8cd98f00b204e9800998ecf8427e");
}

static void secrets_are_compared(void)
{
	CHECK(smtpc_same_secret("abc", "abc", 3));
	CHECK(!smtpc_same_secret("abc", "abd", 3));
	CHECK(smtpc_same_secret("abc", "abd", 2));
}

int main(void)
{
	RUN(hmac_is_that_of_rfc_2202_and_4231);
	RUN(pbkdf2_is_that_of_rfc_6070_and_7914);
	RUN(hashes_are_those_of_the_rfcs);
	RUN(secrets_are_compared);
	return test_report();
}
