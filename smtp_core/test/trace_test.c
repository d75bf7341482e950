/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_trace.h"
#include "smtpc_test.h"

static smtpc_trace trace;

static void begin(bool watch, unsigned redact)
{
	smtpc_trace_free(&trace);
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	smtpc_trace_watch(&trace, watch, redact);
}

static void add(char direction, smtpc_trace_what what, const char *text)
{
	smtpc_trace_add(&trace, direction, SMTPC_STAGE_AUTH, what, smtpc_str_of(text));
}

static void secrets_stay_out(void)
{
	begin(false, 0);
	add('>', SMTPC_TRACE_SECRET, "AUTH PLAIN AGEAYg==\r\n");
	add('>', SMTPC_TRACE_SECRET, "AUTH LOGIN\r\n");
	add('<', SMTPC_TRACE_SECRET, "334 VXNlcm5hbWU6");
	add('>', SMTPC_TRACE_SECRET, "czNjcmV0\r\n");
	add('<', SMTPC_TRACE_OPEN, "235 ok");
	CHECK_STR(smtpc_trace_transcript(&trace),
		"> AUTH PLAIN [secret]\n> AUTH LOGIN\n< 334 [secret]\n> [secret]\n< 235 ok\n");
}

static void content_stays_out(void)
{
	begin(true, 0);
	add('>', SMTPC_TRACE_BODY, "Subject: x\r\n\r\nhello\r\n");
	CHECK_STR(smtpc_trace_transcript(&trace), "");
	smtpc_line line;
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "Subject: x");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "hello");
	CHECK(!smtpc_trace_next(&trace, &line));
}

static void a_watcher_gets_what_it_asked_for(void)
{
	smtpc_line line;
	begin(true, SMTPC_REDACT_RECIPIENTS | SMTPC_REDACT_BODY);
	add('>', SMTPC_TRACE_RECIPIENT, "RCPT TO:<a@b.example>\r\n");
	add('<', SMTPC_TRACE_RECIPIENT, "550 no a@b.example");
	add('>', SMTPC_TRACE_SECRET, "AUTH PLAIN AGEAYg==\r\n");
	add('>', SMTPC_TRACE_BODY, "hello");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "RCPT TO:[recipient]");
	CHECK_INT(line.direction, '>');
	CHECK_INT(line.stage, SMTPC_STAGE_AUTH);
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "550 [recipient]");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "AUTH PLAIN AGEAYg==");
	CHECK(!smtpc_trace_next(&trace, &line));
	CHECK_STR(smtpc_trace_transcript(&trace),
		"> RCPT TO:<a@b.example>\n< 550 no a@b.example\n> AUTH PLAIN [secret]\n");
}

static void a_long_session_keeps_its_beginning_and_its_end(void)
{
	begin(false, 0);
	for (int i = 0; i < 20000; i++) {
		char text[32];
		snprintf(text, sizeof text, "250 line %d", i);
		add('<', SMTPC_TRACE_OPEN, text);
	}
	smtpc_str text = smtpc_trace_transcript(&trace);
	CHECK(text.len < 70000);
	CHECK(smtpc_str_istarts(text, SMTPC_STR("< 250 line 0\n< 250 line 1\n")));
	CHECK(smtpc_str_eq((smtpc_str){text.ptr + text.len - 17, 17}, SMTPC_STR("< 250 line 19999\n")));
}

static void control_characters_do_not_get_through(void)
{
	begin(false, 0);
	add('<', SMTPC_TRACE_OPEN, "220 \x1b[2Jhi");
	CHECK_STR(smtpc_trace_transcript(&trace), "< 220 ?[2Jhi\n");
}

int main(void)
{
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	RUN(secrets_stay_out);
	RUN(content_stays_out);
	RUN(a_watcher_gets_what_it_asked_for);
	RUN(a_long_session_keeps_its_beginning_and_its_end);
	RUN(control_characters_do_not_get_through);
	smtpc_trace_free(&trace);
	return test_report();
}
