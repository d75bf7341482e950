/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The parameters of MAIL and RCPT, and what is asked of the server before MAIL. */
#include "script_io.h"
#include "smtpc_test.h"

#define HELLO "S: 220 mx.example ESMTP\nC: EHLO client.example\nS: 250-mx.example\n"
#define REST "C: DATA\nS: 354 go\nC: Subject: x\nC: \nC: hello\nC: .\nS: 250 ok\n"

typedef struct params_case {
	const char *offer; /* EHLO's lines */
	smtpc_wishes wishes;
	unsigned notify;
	const char *original;
	const char *mail, *rcpt; /* parameters, or */
	const char *lacks;       /* the keyword of the refusal */
	int dsn; /* 0: the default; or DSN_NEVER, SMTPC_REQUIRE */
	bool in_clear, unverified;
} params_case;

enum { DSN_NEVER = -1 };

#define ALL \
	"S: 250-DSN\nS: 250-REQUIRETLS\nS: 250-MT-PRIORITY MIXER\nS: 250-FUTURERELEASE 3600 " \
	"2030-01-01T00:00:00Z\nS: 250 DELIVERBY 60\n"
#define SENT(to_mail, to_rcpt) .mail = to_mail, .rcpt = to_rcpt
#define NONE "S: 250 HELP\n"
#define ID .envelope_id = SMTPC_STR("a=b c+d")

static const params_case cases[] = {
	{NONE, {.ret = SMTPC_RET_UNSET}, 0, NULL, SENT("", ""), .dsn = SMTPC_REQUIRE},
	{ALL, {.ret = SMTPC_RET_UNSET}, 0, NULL, SENT("", "")},
	{ALL, {ID, .ret = SMTPC_RET_HEADERS}, SMTPC_NOTIFY_NEVER, "rfc822;b@example.org",
		SENT(" RET=HDRS ENVID=a+3Db+20c+2Bd", " NOTIFY=NEVER ORCPT=rfc822;b@example.org")},
	{ALL, {.ret = SMTPC_RET_FULL},
		SMTPC_NOTIFY_SUCCESS | SMTPC_NOTIFY_FAILURE | SMTPC_NOTIFY_DELAY, "b+c@example.org",
		SENT(" RET=FULL", " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;b+2Bc@example.org")},
	{ALL, {.ret = SMTPC_RET_UNSET}, SMTPC_NOTIFY_DELAY, "\xc3\xbc@example.org",
		SENT("", " NOTIFY=DELAY ORCPT=utf-8;\\x{FC}@example.org")},
	{ALL, {.ret = SMTPC_RET_UNSET}, 0, "x400;/C=de/", SENT("", " ORCPT=x400;/C+3Dde/")},
	{ALL, {ID}, SMTPC_NOTIFY_NEVER, NULL, SENT("", ""), .dsn = DSN_NEVER},
	{NONE, {ID, .ret = SMTPC_RET_FULL}, SMTPC_NOTIFY_NEVER, "b@example.org", SENT("", "")},
	{NONE, {ID}, 0, NULL, .lacks = "DSN", .dsn = SMTPC_REQUIRE},
	{NONE, {.ret = SMTPC_RET_FULL}, 0, NULL, .lacks = "DSN", .dsn = SMTPC_REQUIRE},
	{NONE, {.ret = SMTPC_RET_UNSET}, SMTPC_NOTIFY_DELAY, NULL, .lacks = "DSN",
		.dsn = SMTPC_REQUIRE},
	{NONE, {.ret = SMTPC_RET_UNSET}, 0, "b@example.org", .lacks = "DSN", .dsn = SMTPC_REQUIRE},
	{ALL, {.require_tls = true}, 0, NULL, SENT(" REQUIRETLS", "")},
	{NONE, {.require_tls = true}, 0, NULL, .lacks = "REQUIRETLS"},
	{ALL, {.require_tls = true}, 0, NULL, .lacks = "REQUIRETLS", .in_clear = true},
	{ALL, {.require_tls = true}, 0, NULL, .lacks = "REQUIRETLS", .unverified = true},
	{ALL, {.has_priority = true, .priority = -9}, 0, NULL, SENT(" MT-PRIORITY=-9", "")},
	{ALL, {.has_priority = true}, 0, NULL, SENT(" MT-PRIORITY=0", "")},
	{NONE, {.has_priority = true}, 0, NULL, .lacks = "MT-PRIORITY"},
	{ALL, {.hold_for = 3600}, 0, NULL, SENT(" HOLDFOR=3600", "")},
	{ALL, {.hold_for = 3601}, 0, NULL, .lacks = "FUTURERELEASE"},
	{NONE, {.hold_for = 1}, 0, NULL, .lacks = "FUTURERELEASE"},
	{"S: 250 FUTURERELEASE x\n", {.hold_for = 999999999}, 0, NULL, SENT(" HOLDFOR=999999999", "")},
	{ALL, {.deliver_by = 60}, 0, NULL, SENT(" BY=60;R", "")},
	{ALL, {.deliver_by = 59}, 0, NULL, .lacks = "DELIVERBY"},
	{ALL, {.deliver_by = -59}, 0, NULL, SENT(" BY=59;N", "")},
	{"S: 250 DELIVERBY\n", {.deliver_by = 1}, 0, NULL, SENT(" BY=1;R", "")},
	{NONE, {.deliver_by = -1}, 0, NULL, .lacks = "DELIVERBY"},
};

static void play(const params_case *c, script_mode mode)
{
	char script[1024];
	int len = snprintf(script, sizeof script, "%s%s", HELLO, c->offer);
	if (c->lacks == NULL) {
		(void)snprintf(script + len, sizeof script - (size_t)len,
			"C: MAIL FROM:<a@example.com>%s\nS: 250 ok\nC: RCPT TO:<b0@example.net>%s\nS: 250 ok\n%s",
			c->mail, c->rcpt, REST);
	}
	script_run run;
	smtpc_error err;
	script_init(&run, script);
	run.mode = mode;
	run.secured = !c->in_clear;
	run.options.verify_peer = !c->unverified;
	if (c->dsn != 0) {
		run.options.dsn = c->dsn == DSN_NEVER ? SMTPC_NEVER : SMTPC_REQUIRE;
	}
	smtpc_job *job = script_job(NULL, 1);
	CHECK_INT(smtpc_job_set_wishes(job, &c->wishes, &err), 0);
	CHECK_INT(smtpc_job_set_dsn(job, c->notify, smtpc_str_of(c->original), &err), 0);
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(run.problem), "");
	const smtpc_result *result = smtpc_job_result(job);
	CHECK_INT(result->outcome, c->lacks != NULL ? SMTPC_NOT_SENT : SMTPC_ACCEPTED);
	CHECK_STR(smtpc_str_of(result->error.capability), c->lacks != NULL ? c->lacks : "");
	CHECK(run.want == SMTPC_WANT_JOB);
	if (c->lacks != NULL) {
		CHECK_INT(result->error.code, SMTPC_E_CAPABILITY);
		CHECK_INT(result->error.stage, SMTPC_STAGE_EHLO);
		CHECK_INT(result->attempts, 0);
	}
	smtpc_job_free(job);
}

static void every_parameter(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		play(&cases[i], SCRIPT_WHOLE);
		play(&cases[i], SCRIPT_BYTES);
	}
}

static void bad_wishes_are_refused(void)
{
	static const smtpc_wishes bad[] = {
		{.envelope_id = SMTPC_STR("")},
		{.envelope_id = SMTPC_STR("a\r\nDATA")},
		{.envelope_id = SMTPC_STR("\xc3\xbc")},
		{.envelope_id = SMTPC_STR("==================================")},
		{.priority = 10},
		{.priority = -10},
		{.hold_for = 1000000000},
		{.deliver_by = 1000000000},
		{.deliver_by = -1000000000},
	};
	smtpc_job *job = script_job(NULL, 1);
	smtpc_error err;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(smtpc_job_set_wishes(job, &bad[i], &err), SMTPC_E_ARGUMENT);
	}
	const smtpc_str none = {NULL, 0};
	CHECK_INT(smtpc_job_set_dsn(job, 3, none, &err), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_job_set_dsn(job, 16, none, &err), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_job_set_dsn(job, 0, SMTPC_STR("b\rc"), &err), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_job_set_dsn(job, 0, SMTPC_STR("rfc822;\xc3\xbc"), &err), SMTPC_E_ARGUMENT);
	CHECK_INT(smtpc_job_set_dsn(job, 0, SMTPC_STR("a=b;c"), &err), SMTPC_E_ARGUMENT);
	smtpc_job_free(job);
}

/* Said twice, the last counts; every allocation of it fails once. */
static void wishes_out_of_memory(void)
{
	for (unsigned long at = 1; at < 20; at++) {
		test_mem t;
		test_mem_init(&t);
		t.fail_at = at;
		smtpc_error err;
		smtpc_wishes wishes = {ID};
		smtpc_job *job = script_job(&t.mem, 1);
		for (int i = 0; job != NULL && i < 2; i++) {
			int rv = smtpc_job_set_wishes(job, &wishes, &err);
			CHECK(rv == SMTPC_OK || rv == SMTPC_E_NOMEM);
			rv = smtpc_job_set_dsn(job, 1, SMTPC_STR("b@example.org"), &err);
			CHECK(rv == SMTPC_OK || rv == SMTPC_E_NOMEM);
		}
		smtpc_job_free(job);
		CHECK_INT(t.held, 0);
	}
}

int main(void)
{
	RUN(every_parameter);
	RUN(bad_wishes_are_refused);
	RUN(wishes_out_of_memory);
	return test_report();
}
