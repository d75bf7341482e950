/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_str.h"
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

/* Whoever watches writes to terminals and into files, too. */
static void a_watcher_gets_clean_text(void)
{
	smtpc_line line;
	begin(true, 0);
	add('<', SMTPC_TRACE_OPEN, "220 \x1b[2Jhi\x07 caf\xe9 \xc2\x9b" "1m");
	add('>', SMTPC_TRACE_BODY, "\xff\x01\tx");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "220 ?[2Jhi? caf\xc3\xa9 ?1m");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "\xc3\xbf? x");
}

static void recipients_hide_in_other_replies_too(void)
{
	static const char *const rows[][2] = {
		{"250 2.0.0 <a@b.example> kept as 17", "250 2.0.0 [recipient] kept as 17"},
		{"250 a@b", "250 [recipient]"},
		{"250 a@b c@d  e@f", "250 [recipient] [recipient]  [recipient]"},
		{"@", "[recipient]"},
		{"250 none here", "250 none here"},
	};
	smtpc_line line;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		begin(true, SMTPC_REDACT_RECIPIENTS);
		add('<', SMTPC_TRACE_OPEN, rows[i][0]);
		CHECK(smtpc_trace_next(&trace, &line));
		CHECK_STR(line.text, rows[i][1]);
	}
	begin(true, SMTPC_REDACT_RECIPIENTS);
	add('>', SMTPC_TRACE_OPEN, "MAIL FROM:<a@b>");
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_STR(line.text, "MAIL FROM:<a@b>");
}

/* One long line, or many short words that grow when they are hidden: the cap holds. */
static void a_watched_line_has_a_limit(void)
{
	static char text[4096];
	smtpc_line line;
	for (size_t word = 2; word < 9; word++) {
		for (size_t i = 0; i < sizeof text - 1; i++) {
			text[i] = i % word == 0 ? '@' : i % word == 1 ? ' ' : 'x';
		}
		begin(true, SMTPC_REDACT_RECIPIENTS);
		add('<', SMTPC_TRACE_OPEN, text);
		CHECK(smtpc_trace_next(&trace, &line));
		CHECK(line.text.len <= 2048);
		CHECK(memchr(line.text.ptr, '@', line.text.len) == NULL);
	}
	begin(true, 0);
	memset(text, '\xe4', sizeof text - 1);
	add('<', SMTPC_TRACE_OPEN, text);
	CHECK(smtpc_trace_next(&trace, &line));
	CHECK_INT(line.text.len, 2048);
	CHECK(smtpc_str_is_utf8(line.text));
}

int main(void)
{
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	RUN(secrets_stay_out);
	RUN(content_stays_out);
	RUN(a_watcher_gets_what_it_asked_for);
	RUN(a_long_session_keeps_its_beginning_and_its_end);
	RUN(control_characters_do_not_get_through);
	RUN(a_watcher_gets_clean_text);
	RUN(recipients_hide_in_other_replies_too);
	RUN(a_watched_line_has_a_limit);
	smtpc_trace_free(&trace);
	return test_report();
}
