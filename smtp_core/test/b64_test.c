/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "base/smtpc_b64.h"

static const struct {
	const char *plain, *coded;
} vectors[] = {
	/* RFC 4648 §10 */
	{"", ""},
	{"f", "Zg=="},
	{"fo", "Zm8="},
	{"foo", "Zm9v"},
	{"foob", "Zm9vYg=="},
	{"fooba", "Zm9vYmE="},
	{"foobar", "Zm9vYmFy"},
	{"\xfb\xff\xbf", "+/+/"},
};

static void matches_the_vectors(void)
{
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		smtpc_buf buf;
		smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 100);
		CHECK_INT(smtpc_b64_append(&buf, smtpc_str_of(vectors[i].plain)), 0);
		CHECK_STR(smtpc_buf_str(&buf), vectors[i].coded);
		smtpc_buf_reset(&buf);
		CHECK_INT(smtpc_b64_decode(&buf, smtpc_str_of(vectors[i].coded)), 0);
		CHECK_STR(smtpc_buf_str(&buf), vectors[i].plain);
		smtpc_buf_free(&buf);
	}
}

static void round_trips_all_octets(void)
{
	char octets[256];
	for (int i = 0; i < 256; i++) {
		octets[i] = (char)(i * 7);
	}
	for (size_t len = 0; len <= sizeof octets; len++) {
		smtpc_buf coded, plain;
		smtpc_buf_init(&coded, smtpc_mem_or_default(NULL), 1000);
		smtpc_buf_init(&plain, smtpc_mem_or_default(NULL), 1000);
		CHECK_INT(smtpc_b64_append(&coded, (smtpc_str){octets, len}), 0);
		CHECK_INT(smtpc_buf_len(&coded), smtpc_b64_size(len));
		CHECK_INT(smtpc_b64_decode(&plain, smtpc_buf_str(&coded)), 0);
		CHECK(smtpc_str_eq(smtpc_buf_str(&plain), (smtpc_str){octets, len}));
		smtpc_buf_free(&coded);
		smtpc_buf_free(&plain);
	}
}

static void refuses_what_is_not_base64(void)
{
	static const char *const bad[] = {"Z", "Zg",
		"Zg=", "Zg===", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v\n", "Zm 9", "Zm9_",
		"=m9v", "Z=9v", "Zm=v"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		smtpc_buf buf;
		smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 100);
		int rc = smtpc_b64_decode(&buf, smtpc_str_of(bad[i]));
		CHECK_INT(rc == SMTPC_E_ARGUMENT ? (int)i : -1, i);
		smtpc_buf_free(&buf);
	}
}

static void keeps_to_the_buffers_maximum(void)
{
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 3);
	CHECK_INT(smtpc_b64_append(&buf, SMTPC_STR("f")), SMTPC_E_NOMEM);
	CHECK_INT(smtpc_b64_decode(&buf, SMTPC_STR("Zm9vYmFy")), SMTPC_E_NOMEM);
	smtpc_buf_free(&buf);
}

int main(void)
{
	RUN(matches_the_vectors);
	RUN(round_trips_all_octets);
	RUN(refuses_what_is_not_base64);
	RUN(keeps_to_the_buffers_maximum);
	return test_report();
}
