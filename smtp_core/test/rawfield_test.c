/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Reading headers of others: fields, the words and parameters of their values, folding. */
#include "mime/smtpc_rawfield.h"

#include "mime_decode.h"
#include "smtpc_test.h"

/* ---- Fields -------------------------------------------------------------- */

typedef struct field_case {
	const char *header; /* of one field and what comes behind it */
	int rc;
	const char *whole, *name, *value;
} field_case;

static const field_case field_cases[] = {
	{"", 0, "", "", ""},
	{"A: b\r\nC: d\r\n", 1, "A: b\r\n", "A", "b"},
	{"A:b\r\n", 1, "A:b\r\n", "A", "b"},
	{"A:\r\n", 1, "A:\r\n", "A", ""},
	{"A:", 1, "A:", "A", ""},
	{"A: b", 1, "A: b", "A", "b"},
	{"A \t: b\r\n", 1, "A \t: b\r\n", "A", "b"},
	{"A: b \t\r\n", 1, "A: b \t\r\n", "A", "b"},
	{"A:\r\n b\r\nC: d\r\n", 1, "A:\r\n b\r\n", "A", "b"},
	{"A: b\r\n\tc: d\r\nE: f\r\n", 1, "A: b\r\n\tc: d\r\n", "A", "b\r\n\tc: d"},
	{"A: b\r\n \r\n c\r\n", 1, "A: b\r\n \r\n c\r\n", "A", "b\r\n \r\n c"},
	{"A: b\r\n ", 1, "A: b\r\n ", "A", "b"},
	{"A:b:c\r\n", 1, "A:b:c\r\n", "A", "b:c"},
	{"!#'*~: x\r\n", 1, "!#'*~: x\r\n", "!#'*~", "x"},
	/* No fields: what is cut off is told all the same. */
	{": b\r\nC: d\r\n", SMTPC_E_ARGUMENT, ": b\r\n", "", ""},
	{" : b\r\n", SMTPC_E_ARGUMENT, " : b\r\n", "", ""},
	{" A: b\r\n", SMTPC_E_ARGUMENT, " A: b\r\n", "", ""},
	{"A b: c\r\n", SMTPC_E_ARGUMENT, "A b: c\r\n", "", ""},
	{"A\r\n : b\r\nC: d\r\n", SMTPC_E_ARGUMENT, "A\r\n : b\r\n", "", ""},
	{"text\r\n", SMTPC_E_ARGUMENT, "text\r\n", "", ""},
	{"text", SMTPC_E_ARGUMENT, "text", "", ""},
	{"\xc3\xa4: b\r\n", SMTPC_E_ARGUMENT, "\xc3\xa4: b\r\n", "", ""},
	{"A\x01: b\r\n", SMTPC_E_ARGUMENT, "A\x01: b\r\n", "", ""},
	{"From a@example.com Thu Jan  1 00:00:00\r\n", SMTPC_E_ARGUMENT,
		"From a@example.com Thu Jan  1 00:00:00\r\n", "", ""},
};

static void cuts_fields(void)
{
	for (size_t i = 0; i < sizeof field_cases / sizeof field_cases[0]; i++) {
		const field_case *c = &field_cases[i];
		smtpc_str rest = smtpc_str_of(c->header);
		smtpc_rawfield field = {.whole = {"", 0}};
		CHECK_INT(smtpc_rawfield_next(&rest, &field), c->rc);
		CHECK_STR(field.whole, c->whole);
		CHECK_STR(rest, c->header + strlen(c->whole));
		if (c->rc > 0) {
			CHECK_STR(field.name, c->name);
			CHECK_STR(field.value, c->value);
		}
	}
}

static void finds_fields(void)
{
	smtpc_rawfield field;
	smtpc_str header = SMTPC_STR("A: 1\r\nBB: 2\r\na : 3\r\nno field\r\nC: 4\r\n");
	CHECK(smtpc_rawfield_find(header, SMTPC_STR("a"), &field));
	CHECK_STR(field.value, "1");
	CHECK(smtpc_rawfield_find(header, SMTPC_STR("bB"), &field));
	CHECK_STR(field.value, "2");
	CHECK(!smtpc_rawfield_find(header, SMTPC_STR("B"), &field));
	/* Behind what is no field nobody looks. */
	CHECK(!smtpc_rawfield_find(header, SMTPC_STR("C"), &field));
	CHECK(!smtpc_rawfield_find(SMTPC_STR(""), SMTPC_STR("A"), &field));
}

/* ---- Values -------------------------------------------------------------- */

static void reads_tokens(void)
{
	static const struct {
		const char *value, *token;
	} cases[] = {
		{"", ""},
		{"7bit", "7bit"},
		{"text/plain; charset=x", "text/plain"},
		{"text/plain;charset=x", "text/plain"},
		{"text/plain (a comment)", "text/plain"},
		{"text/plain(a comment)", "text/plain"},
		{"(one) (two (in it) \\) still) text/plain", "text/plain"},
		{"\r\n text/plain\r\n ;x=y", "text/plain"},
		{"multipart / mixed", "multipart"},
		{"; x=y", ""},
		{"(never closed text/plain", ""},
		{"(a\\", ""},
		{" \t\r\n ", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		CHECK_STR(smtpc_rawfield_token(smtpc_str_of(cases[i].value)), cases[i].token);
	}
}

static void reads_parameters(void)
{
	static const struct {
		const char *value, *param; /* named "b" */
	} cases[] = {
		{"", ""},
		{"m/x", ""},
		{"m/x; b=1", "1"},
		{"m/x;b=1", "1"},
		{"m/x; B=1; b=2", "1"},
		{"m/x; a=0; b=1", "1"},
		{"m/x; bb=0; b = 1 ; c=2", "1"},
		{"m/x;\r\n\tb=1\r\n", "1"},
		{"m/x; b=1 (comment)", "1"},
		{"m/x; b=1(comment)", "1"},
		{"m/x; (b=0;) b=(c)1", "1"},
		{"m/x (; b=0); b=1", "1"},
		{"m/x; (\\); b=0) b (c) =1", "1"},
		{"m/x; a=\"; b=0\"; b=1", "1"},
		{"m/x; a=\"\\\"; b=0\"; b=1", "1"},
		{"m/x; b=\"\"", ""},
		{"m/x; b=", ""},
		{"m/x; b", ""},
		{"m/x; =1; b=2", "2"},
		{"m/x;;; b=2", "2"},
		{"m/x; b=\"a b; c\"", "a b; c"},
		{"m/x; b=\"a\\\"b\\\\\"", "a\"b\\"},
		{"m/x; b=\"(no comment)\"", "(no comment)"},
		{"m/x; b=\"a\r\n b\"", "a b"},
		{"m/x; b=\"not closed", "not closed"},
		{"m/x; b=\"cut\\", "cut\\"},
		{"m/x; b=a\"b", "a\"b"},
		{"m/x; b='a b'", "'a"},
		{"m/x; b=----=_1.2:3?'()+,", "----=_1.2:3?'"},
		{"m/x b=1", ""},
		{"m/x; b=12345678", "12345678"},
		{"m/x; b=1234567890123456", "1234567890123456"},
		{"m/x; b=12345678901234567", ""},
		{"m/x; b=\"1234567890123456\"", "1234567890123456"},
		{"m/x; b=\"12345678901234567\"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char buf[16];
		size_t len =
			smtpc_rawfield_param(smtpc_str_of(cases[i].value), SMTPC_STR("b"), buf, sizeof buf);
		CHECK_STR(((smtpc_str){buf, len}), cases[i].param);
	}
}

/* ---- Folding ------------------------------------------------------------- */

static void folds(void)
{
	static const struct {
		const char *line, *folded; /* at 10; NULL: that cannot be */
	} cases[] = {
		{"", "\r\n"},
		{"A: 1234567", "A: 1234567\r\n"},
		{"A: 1234567 8", "A: 1234567\r\n 8\r\n"},
		{"A: 123456 78", "A: 123456\r\n 78\r\n"},
		{"A: 1\t2 3 4 5 6 7", "A: 1\t2 3 4\r\n 5 6 7\r\n"},
		{"A: 12345678901", NULL},
		{"A: 123456789", "A:\r\n 123456789\r\n"},
		{"A: 1234567890", NULL},
		{"A:12345678901", NULL},
		{"A: 1         2", "A: 1      \r\n   2\r\n"},
		{"A: 1 2       ", "A: 1\r\n 2       \r\n"},
		{"A: 1                   2", NULL},
		{"A: 1              ", NULL},
		{"              1", NULL},
		{"            ", NULL},
		{" 123 567 901 345 789", " 123 567\r\n 901 345\r\n 789\r\n"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		test_mem mem;
		test_mem_init(&mem);
		smtpc_buf out;
		smtpc_buf_init(&out, &mem.mem, 1000);
		int rc = smtpc_rawfield_fold(&out, smtpc_str_of(cases[i].line), 10);
		CHECK_INT(rc, cases[i].folded != NULL ? SMTPC_OK : SMTPC_E_ARGUMENT);
		if (rc == SMTPC_OK && cases[i].folded != NULL) {
			CHECK_STR(smtpc_buf_str(&out), cases[i].folded);
		}
		smtpc_buf_free(&out);
		CHECK_INT(mem.held, 0);
	}
}

static unsigned next_random(unsigned *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16 & 0x7fff;
}

static bool is_solid(const char *line, size_t from, size_t to)
{
	while (from < to && line[from] == ' ') {
		from++;
	}
	return from < to;
}

/* There are places to fold |line| at so that none has more than |max| octets, or only blanks: found
 * from its end, by trying all. */
static bool can_fold(const char *line, size_t len, size_t max)
{
	bool can[81] = {false};
	for (size_t from = len; from-- > 0;) {
		can[from] = len - from <= max && is_solid(line, from, len);
		for (size_t to = from + 1; to < len && to - from <= max && !can[from]; to++) {
			can[from] = line[to] == ' ' && can[to] && is_solid(line, from, to);
		}
	}
	return can[0];
}

/* Unfolding gives back what was folded; what is refused cannot be folded, but for some lines where
 * there are several blanks in a row. */
static void unfolds(void)
{
	unsigned state = 1, done = 0, refused = 0;
	for (int round = 0; round < 20000; round++) {
		char line[80] = "A:", back[200];
		size_t len = 2;
		size_t want = 3 + next_random(&state) % 60;
		while (len < want) {
			line[len] = next_random(&state) % 8 == 0 && len + 1 < want ? ' ' : 'x';
			len++;
		}
		smtpc_buf out;
		smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 1000);
		if (smtpc_rawfield_fold(&out, (smtpc_str){line, len}, 12) == SMTPC_OK) {
			smtpc_str text = smtpc_buf_str(&out);
			long got = decode_unfold(back, text.ptr, text.len - 2, 12);
			CHECK_INT(got, len);
			CHECK(got == (long)len && memcmp(back, line, len) == 0);
			done++;
		} else {
			line[len] = '\0';
			refused++;
			CHECK(!can_fold(line, len, 12) || strstr(line, "  ") != NULL);
		}
		smtpc_buf_free(&out);
	}
	CHECK(done > 5000 && refused > 10);
}

static void survives_failures(void)
{
	test_mem mem;
	for (unsigned long at = 1; at < 10; at++) {
		smtpc_buf out;
		test_mem_init(&mem);
		mem.fail_at = at;
		smtpc_buf_init(&out, &mem.mem, 1000);
		int rc = smtpc_rawfield_fold(&out, SMTPC_STR("A: 123456 89012345 78"), 10);
		smtpc_buf_free(&out);
		CHECK_INT(mem.held, 0);
		CHECK_INT(rc, mem.calls < at ? SMTPC_OK : SMTPC_E_NOMEM);
	}
	smtpc_buf small;
	test_mem_init(&mem);
	for (size_t max = 0; max <= 25; max++) {
		smtpc_buf_init(&small, &mem.mem, max);
		int rc = smtpc_rawfield_fold(&small, SMTPC_STR("A: 123456 89012345 78"), 10);
		CHECK_INT(rc, max < 21 + 6 ? SMTPC_E_NOMEM : SMTPC_OK);
		smtpc_buf_free(&small);
	}
}

int main(void)
{
	RUN(cuts_fields);
	RUN(finds_fields);
	RUN(reads_tokens);
	RUN(reads_parameters);
	RUN(folds);
	RUN(unfolds);
	RUN(survives_failures);
	return test_report();
}
