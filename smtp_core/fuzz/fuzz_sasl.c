/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The mechanisms against hostile challenges. Input: an octet that says which mechanism, an octet of
 * settings, then challenges as the server would have encoded them, 0xff between; 0xfe before one
 * makes it the text of a 235. A mechanism must not be complete before it has said all that it has
 * to, SCRAM not without the server's proof, and no response may be longer than a line. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_sasl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Rounds of hashing: enough for the limit to be met on both sides. */
enum { FUZZ_ITERATIONS = 4100 };

static void must(bool truth)
{
	if (!truth) {
		abort();
	}
}

static int counting(uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		out[i] = (uint8_t)i;
	}
	return SMTPC_OK;
}

static const smtpc_binding binding = {"tls-exporter", "EXPORTER", 8};

static smtpc_credentials credentials(smtpc_sasl_mech mech, uint8_t settings)
{
	smtpc_credentials who = {.username = SMTPC_STR("me"), .password = SMTPC_STR("s3cret"),
		.token = SMTPC_STR("t0ken"), .host = SMTPC_STR("mx"), .port = 587};
	if (settings & 1) {
		who.authzid = SMTPC_STR("b,o=ss");
	}
	if (settings & 2) {
		who.username = SMTPC_STR("m\xc2\xaa");
		who.password = SMTPC_STR("s\xe2\x85\xa8");
	}
	who.scram.binding = smtpc_sasl_binds(mech) ? &binding : NULL;
	who.scram.could_bind = (settings & 4) != 0;
	who.scram.max_iterations = FUZZ_ITERATIONS;
	who.scram.random = counting;
	return who;
}

static bool is_scram(smtpc_sasl_mech mech)
{
	return strncmp(smtpc_sasl_name(mech), "SCRAM-", 6) == 0;
}

/* What the mechanism may say after |sasl->step| responses. */
static void check(const smtpc_sasl *sasl, int rv, const smtpc_buf *out)
{
	bool known = rv == SMTPC_E_AUTH_CHALLENGE || rv == SMTPC_E_AUTH_CREDENTIALS ||
		rv == SMTPC_E_AUTH_REFUSED || rv == SMTPC_E_PROTOCOL;
	must(rv == SMTPC_OK || known);
	must(smtpc_buf_len(out) <= SMTPC_SASL_RESPONSE_MAX);
	must(!sasl->complete || sasl->step > 0);
	must(!is_scram(sasl->mech) || !sasl->complete || sasl->step >= 2);
	must(smtpc_buf_len(&sasl->words) <= 1024);
}

static void play(smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str rest, smtpc_buf *out)
{
	int rv = SMTPC_OK;
	if (smtpc_sasl_speaks_first(sasl->mech)) {
		rv = smtpc_sasl_step(sasl, who, SMTPC_STR(""), out);
	}
	while (rv == SMTPC_OK && rest.len > 0) {
		smtpc_str challenge = smtpc_str_until(&rest, (char)0xff);
		bool yes = challenge.len > 0 && challenge.ptr[0] == (char)0xfe;
		smtpc_buf_reset(out);
		if (yes && !sasl->complete) {
			rv = smtpc_sasl_finish(sasl, smtpc_str_skip(challenge, 1));
			must(rv == SMTPC_OK || !sasl->complete);
		} else {
			rv = smtpc_sasl_step(sasl, who, challenge, out);
		}
		check(sasl, rv, out);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2) {
		return 0;
	}
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	smtpc_sasl_mech mech = (smtpc_sasl_mech)(data[0] % SMTPC_SASL_COUNT);
	smtpc_credentials who = credentials(mech, data[1]);
	smtpc_sasl sasl;
	smtpc_buf out;
	smtpc_sasl_init(&sasl, mem);
	smtpc_buf_init(&out, mem, SMTPC_SASL_RESPONSE_MAX);
	smtpc_sasl_start(&sasl, mech);
	play(&sasl, &who, (smtpc_str){(const char *)data + 2, size - 2}, &out);
	smtpc_buf_free(&out);
	smtpc_sasl_free(&sasl);
	return 0;
}
