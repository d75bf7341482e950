/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "base/smtpc_err.h"

static void names_its_codes(void)
{
	CHECK_STR(smtpc_str_of(smtpc_err_name(SMTPC_E_TLS_VERIFY)), "TLS_VERIFY");
	CHECK_STR(smtpc_str_of(smtpc_err_name(-9999)), "UNKNOWN");
	CHECK_INT(smtpc_err_kind(SMTPC_E_ARGUMENT), SMTPC_KIND_ARGUMENT);
	CHECK_INT(smtpc_err_kind(SMTPC_E_RECIPIENTS_REJECTED), SMTPC_KIND_RECIPIENTS);
	CHECK_INT(smtpc_err_kind(SMTPC_OK), SMTPC_KIND_NONE);
	CHECK_STR(smtpc_str_of(smtpc_stage_name(SMTPC_STAGE_HANDSHAKE)), "tls");
	CHECK_STR(smtpc_str_of(smtpc_stage_name(SMTPC_STAGE_COUNT)), "");
}

static void fills_in_an_error(void)
{
	smtpc_error err = {.sys_errno = 5, .transient = true};
	CHECK_INT(smtpc_fail(&err, SMTPC_E_ARGUMENT, "no %s", "such thing"), SMTPC_E_ARGUMENT);
	CHECK_STR(smtpc_str_of(err.message), "no such thing");
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	CHECK_INT(err.outcome, SMTPC_NOT_SENT);
	CHECK(!err.transient && err.sys_errno == 0);
	smtpc_fail(&err, SMTPC_E_LOST, NULL);
	CHECK_STR(smtpc_str_of(err.message), "connection lost");
	CHECK(err.transient);
	CHECK_INT(smtpc_fail(NULL, SMTPC_E_NOMEM, NULL), SMTPC_E_NOMEM);
}

static void prints_only_what_can_be_printed(void)
{
	char out[64];
	CHECK_INT(smtpc_printable(out, sizeof out,
				  SMTPC_STR("a\r\n\0\x7f"
							"b")),
		6);
	CHECK_STR(smtpc_str_of(out), "a? ??b");
	smtpc_printable(out, sizeof out, SMTPC_STR("\xc3\xa4 \xe4 \xc2\x85 \x85"));
	CHECK_STR(smtpc_str_of(out), "\xc3\xa4 \xc3\xa4 ? ?");
}

/* Every octet at every place of a longer text comes out as it does alone. */
static void long_texts_are_no_exception(void)
{
	for (int octet = 0; octet < 256; octet++) {
		char alone[8], one = (char)octet;
		size_t shown = smtpc_printable(alone, sizeof alone, (smtpc_str){&one, 1});
		for (size_t at = 0; at < 20; at++) {
			char text[20], out[64];
			memset(text, 'x', sizeof text);
			text[at] = one;
			size_t len = smtpc_printable(out, sizeof out, (smtpc_str){text, sizeof text});
			CHECK(len == sizeof text - 1 + shown && memcmp(out + at, alone, shown) == 0 &&
				(at == 0 || out[at - 1] == 'x') && out[len - 1] == (at < 19 ? 'x' : alone[shown - 1]));
		}
	}
}

static void cuts_on_a_character(void)
{
	char out[4];
	CHECK_INT(smtpc_printable(out, sizeof out, SMTPC_STR("a\xc3\xa4\xc3\xa4")), 3);
	CHECK_STR(smtpc_str_of(out), "a\xc3\xa4");
	CHECK_INT(smtpc_printable(out, 3, SMTPC_STR("ab\xc3\xa4")), 2);
	CHECK_INT(smtpc_printable(out, 1, SMTPC_STR("ab")), 0);
	smtpc_error err;
	char longish[2000];
	memset(longish, 'x', sizeof longish - 1);
	longish[sizeof longish - 1] = '\0';
	smtpc_fail(&err, SMTPC_E_ARGUMENT, "%s", longish);
	CHECK_INT(strlen(err.message), sizeof err.message - 1);
}

int main(void)
{
	RUN(names_its_codes);
	RUN(fills_in_an_error);
	RUN(prints_only_what_can_be_printed);
	RUN(long_texts_are_no_exception);
	RUN(cuts_on_a_character);
	return test_report();
}
