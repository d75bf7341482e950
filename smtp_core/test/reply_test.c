/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_reply.h"
#include "smtpc_test.h"

typedef struct reply_case {
	const char *input;
	int code; /* 0: malformed */
	const char *enhanced, *text;
} reply_case;

static const reply_case cases[] = {
	{"250 ok\r\n", 250, "", "ok"},
	{"250\r\n", 250, "", ""},
	{"250 \r\n", 250, "", ""},
	{"250 ok\n", 250, "", "ok"},
	{"250-a\r\n250-b\r\n250 c\r\n", 250, "", "a\nb\nc"},
	{"250-\r\n250\r\n", 250, "", "\n"},
	{"550 5.1.1 who\r\n", 550, "5.1.1", "who"},
	{"550 5.1.1\r\n", 550, "5.1.1", ""},
	{"550-5.1.1 no\r\n550 5.1.1 such\r\n", 550, "5.1.1", "no\nsuch"},
	{"550-5.1.1 no\r\n550 5.1.2 such\r\n", 550, "", "5.1.1 no\n5.1.2 such"},
	{"550-5.1.1 no\r\n550 such\r\n", 550, "", "5.1.1 no\nsuch"},
	{"250 5.1.1 of another class\r\n", 250, "", "5.1.1 of another class"},
	{"250 2.1.1234 x\r\n", 250, "", "2.1.1234 x"},
	{"250 2.1.x\r\n", 250, "", "2.1.x"},
	{"559 5.123.456 x\r\n", 559, "5.123.456", "x"},
	{"250 caf\xe9\r\n", 250, "", "caf\xc3\xa9"},
	{"250 \xe4\xbd\xa0\xe5\xa5\xbd\r\n", 250, "", "\xe4\xbd\xa0\xe5\xa5\xbd"},
	{"250 a\x1b[31mb\r\n", 250, "", "a?[31mb"},
	{"250 a\rb\r\n", 250, "", "a?b"},
	{"\r\n", 0, NULL, NULL},
	{"25\r\n", 0, NULL, NULL},
	{"2500 x\r\n", 0, NULL, NULL},
	{"250x\r\n", 0, NULL, NULL},
	{"-50 x\r\n", 0, NULL, NULL},
	{"199 x\r\n", 0, NULL, NULL},
	{"600 x\r\n", 0, NULL, NULL},
	{"260 x\r\n", 0, NULL, NULL},
	{"000 x\r\n", 0, NULL, NULL},
	{" 250 x\r\n", 0, NULL, NULL},
	{"250-a\r\n251 b\r\n", 0, NULL, NULL},
	{"250-a\r\n\r\n", 0, NULL, NULL},
};

/* Feeds |input| in two pieces; 1, 0 or an error as the parser says. */
static int parse(smtpc_reply_parser *p, smtpc_buf *in, smtpc_str input, size_t split)
{
	smtpc_error err;
	int rv = 0;
	smtpc_str pieces[2] = {{input.ptr, split}, smtpc_str_skip(input, split)};
	for (int i = 0; i < 2 && rv == 0; i++) {
		bool took = true;
		CHECK_INT(smtpc_buf_append_str(in, pieces[i]), 0);
		while (rv == 0 && took) {
			rv = smtpc_reply_parser_line(p, in, &took, &err);
		}
	}
	return rv;
}

static void every_case_at_every_split(void)
{
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const reply_case *c = &cases[i];
		smtpc_str input = smtpc_str_of(c->input);
		for (size_t split = 0; split <= input.len; split++) {
			smtpc_reply_parser p;
			smtpc_buf in;
			smtpc_reply_parser_init(&p, mem);
			smtpc_buf_init(&in, mem, 65536);
			int rv = parse(&p, &in, input, split);
			CHECK_INT(rv, c->code == 0 ? SMTPC_E_PROTOCOL : 1);
			if (rv == 1 && c->code != 0) {
				CHECK_INT(p.reply.code, c->code);
				CHECK_STR(p.reply.text, c->text);
				CHECK_STR(smtpc_str_of(p.reply.enhanced), c->enhanced);
				CHECK_INT(smtpc_buf_len(&in), 0);
			}
			smtpc_buf_free(&in);
			smtpc_reply_parser_free(&p);
		}
	}
}

static void a_nul_ends_nothing(void)
{
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	smtpc_reply_parser p;
	smtpc_buf in;
	smtpc_reply_parser_init(&p, mem);
	smtpc_buf_init(&in, mem, 100);
	CHECK_INT(parse(&p, &in, SMTPC_STR("250 a\0b\r\n"), 3), 1);
	CHECK_STR(p.reply.text, "a?b");
	smtpc_buf_free(&in);
	smtpc_reply_parser_free(&p);
}

/* The longest line is taken, one octet more is not, whether its end is there or not. */
static void a_line_has_a_limit(void)
{
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	for (size_t extra = 0; extra < 2; extra++) {
		smtpc_reply_parser p;
		smtpc_buf in;
		static char line[SMTPC_REPLY_LINE_MAX + 3];
		memset(line, 'x', sizeof line);
		memcpy(line, "250 ", 4);
		size_t len = SMTPC_REPLY_LINE_MAX - 1 + extra;
		memcpy(line + len, "\r\n", 2);
		smtpc_reply_parser_init(&p, mem);
		smtpc_buf_init(&in, mem, 65536);
		int rv = parse(&p, &in, (smtpc_str){line, len + 2}, 100);
		CHECK_INT(rv, extra == 0 ? 1 : SMTPC_E_PROTOCOL);
		smtpc_buf_free(&in);
		smtpc_reply_parser_free(&p);
	}
}

static void transient_and_permanent(void)
{
	CHECK(smtpc_reply_is_transient(&(smtpc_reply){.code = 451}));
	CHECK(!smtpc_reply_is_transient(&(smtpc_reply){.code = 550}));
	CHECK(!smtpc_reply_is_transient(&(smtpc_reply){.code = 552, .stage = SMTPC_STAGE_COMMIT}));
	CHECK(smtpc_reply_is_transient(&(smtpc_reply){.code = 552, .stage = SMTPC_STAGE_RCPT}));
}

static void queue_ids(void)
{
	static const char *const rows[][2] = {
		{"Ok: queued as 4X9kz1", "4X9kz1"},
		{"OK id=1rAbCd-0001-Xy", "1rAbCd-0001-Xy"},
		{"48AF1a2b Message accepted for delivery", "48AF1a2b"},
		{"OK: queued as.", ""},
		{"Ok: queued as ABC.", "ABC"},
		{"ok", ""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_reply reply = {.code = 250, .text = smtpc_str_of(rows[i][0])};
		CHECK_STR(smtpc_reply_queue_id(&reply), rows[i][1]);
	}
}

static void the_table_of_codes(void)
{
	CHECK(smtpc_reply_text(250) != NULL);
	CHECK(smtpc_reply_text(535) != NULL);
	CHECK(smtpc_reply_text(0) == NULL);
	CHECK(smtpc_reply_text(999) == NULL);
}

int main(void)
{
	RUN(every_case_at_every_split);
	RUN(a_nul_ends_nothing);
	RUN(a_line_has_a_limit);
	RUN(transient_and_permanent);
	RUN(queue_ids);
	RUN(the_table_of_codes);
	return test_report();
}
