/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_ehlo.h"
#include "smtpc_test.h"

static smtpc_caps caps;

static void parse(const char *text)
{
	smtpc_caps_free(&caps);
	smtpc_caps_init(&caps, smtpc_mem_or_default(NULL));
	CHECK_INT(smtpc_caps_parse(&caps, smtpc_str_of(text), NULL, 0), 0);
}

static void keywords_are_caseless(void)
{
	parse("mx.example at your service\npipelining\nSiZe 73400320\nAuth login PLAIN\nstarttls");
	CHECK(caps.has[SMTPC_CAP_PIPELINING]);
	CHECK(caps.has[SMTPC_CAP_STARTTLS]);
	CHECK(caps.mech[SMTPC_SASL_LOGIN]);
	CHECK(caps.mech[SMTPC_SASL_PLAIN]);
	CHECK_INT(caps.max_size, 73400320);
	CHECK_STR(smtpc_buf_str(&caps.name), "mx.example");
	CHECK_STR(smtpc_buf_str(&caps.auth), "login PLAIN");
}

/* Before RFC 2554 servers wrote AUTH=; some write both lines. */
static void legacy_auth(void)
{
	parse("mx\nAUTH=LOGIN\nAUTH PLAIN");
	CHECK(caps.mech[SMTPC_SASL_LOGIN]);
	CHECK(caps.mech[SMTPC_SASL_PLAIN]);
	parse("mx\nAUTH");
	CHECK(caps.has[SMTPC_CAP_AUTH]);
	CHECK(!caps.mech[SMTPC_SASL_PLAIN]);
}

static void odd_sizes_mean_no_limit(void)
{
	static const char *const odd[] = {
		"SIZE", "SIZE 0", "SIZE -1", "SIZE 12x", "SIZE =5", "SIZE 99999999999999999999999"};
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		char text[64];
		snprintf(text, sizeof text, "mx\n%s", odd[i]);
		parse(text);
		CHECK(caps.has[SMTPC_CAP_SIZE]);
		CHECK_INT(caps.max_size, 0);
	}
}

static void look_alikes_are_not_taken(void)
{
	parse("mx\nSTARTTLS?\nXSTARTTLS\nSTARTTLSX\nPIPELINING-NOT");
	CHECK(!caps.has[SMTPC_CAP_STARTTLS]);
	CHECK(!caps.has[SMTPC_CAP_PIPELINING]);
	parse("mx STARTTLS PIPELINING");
	CHECK(!caps.has[SMTPC_CAP_STARTTLS]);
	parse("mx\n\n  \nPIPELINING");
	CHECK(caps.has[SMTPC_CAP_PIPELINING]);
	parse("");
	CHECK_STR(smtpc_buf_str(&caps.name), "");
}

static void disabled_keywords_are_overlooked(void)
{
	const smtpc_str disabled[] = {SMTPC_STR("pipelining"), SMTPC_STR("AUTH")};
	parse("");
	CHECK_INT(
		smtpc_caps_parse(&caps, SMTPC_STR("mx\nPIPELINING\nSIZE 5\nAUTH=LOGIN"), disabled, 2), 0);
	CHECK(!caps.has[SMTPC_CAP_PIPELINING]);
	CHECK(!caps.has[SMTPC_CAP_AUTH]);
	CHECK_STR(smtpc_buf_str(&caps.lines), "SIZE 5");
}

/* RFC 9422 §3: names and one to six digits; what is not so limits nothing. */
static void limits(void)
{
	parse("mx\nLIMITS MAILMAX=20 rcptmax=100 RCPTDOMAINMAX=1 XFOO=5");
	CHECK_INT(caps.max_mails, 20);
	CHECK_INT(caps.max_rcpts, 100);
	CHECK_INT(caps.max_rcpt_domains, 1);
	parse("mx\nLIMITS RCPTMAX=999999\nLIMITS RCPTMAX=7 RCPTMAX=8");
	CHECK_INT(caps.max_rcpts, 7);
	CHECK_INT(caps.max_mails, 0);
	static const char *const odd[] = {"LIMITS", "LIMITS RCPTMAX", "LIMITS RCPTMAX=", "LIMITS RCPTMAX=0",
		"LIMITS RCPTMAX=05", "LIMITS RCPTMAX=-1", "LIMITS RCPTMAX=1000000", "LIMITS RCPTMAX=5x",
		"LIMITS =5", "LIMITS RCPTMAX 5", "LIMITSX RCPTMAX=5", "XLIMITS RCPTMAX=5"};
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		char text[64];
		snprintf(text, sizeof text, "mx\n%s", odd[i]);
		parse(text);
		CHECK_INT(caps.max_rcpts, 0);
	}
}

static void numbers_of_other_keywords(void)
{
	parse("mx\nFUTURERELEASE 3600 2030-01-01T00:00:00Z\nDELIVERBY 120\nMT-PRIORITY MIXER");
	CHECK_INT(caps.max_hold, 3600);
	CHECK_INT(caps.min_by, 120);
	CHECK(caps.has[SMTPC_CAP_PRIORITY]);
	parse("mx\nFUTURERELEASE x\nDELIVERBY -1");
	CHECK_INT(caps.max_hold, 0);
	CHECK_INT(caps.min_by, 0);
	CHECK(caps.has[SMTPC_CAP_DELIVERBY]);
}

static void reset_forgets(void)
{
	parse("mx\nSTARTTLS\nAUTH PLAIN\nSIZE 5\nLIMITS RCPTMAX=5 MAILMAX=1");
	smtpc_caps_reset(&caps);
	CHECK(!caps.has[SMTPC_CAP_STARTTLS]);
	CHECK(!caps.mech[SMTPC_SASL_PLAIN]);
	CHECK_INT(caps.max_size, 0);
	CHECK_INT(caps.max_rcpts + caps.max_mails, 0);
	CHECK_STR(smtpc_buf_str(&caps.auth), "");
}

int main(void)
{
	smtpc_caps_init(&caps, smtpc_mem_or_default(NULL));
	RUN(keywords_are_caseless);
	RUN(legacy_auth);
	RUN(odd_sizes_mean_no_limit);
	RUN(look_alikes_are_not_taken);
	RUN(disabled_keywords_are_overlooked);
	RUN(limits);
	RUN(numbers_of_other_keywords);
	RUN(reset_forgets);
	smtpc_caps_free(&caps);
	return test_report();
}
