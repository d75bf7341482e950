/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_xtext.h"
#include "smtpc_test.h"

typedef struct xtext_row {
	const char *text, *encoded; /* encoded NULL: refused */
} xtext_row;

static void check(const xtext_row *row, size_t (*length)(smtpc_str), int (*append)(smtpc_buf *, smtpc_str))
{
	smtpc_str text = smtpc_str_of(row->text);
	smtpc_buf out;
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 1000);
	CHECK_INT(length(text), row->encoded != NULL ? strlen(row->encoded) : 0);
	if (row->encoded != NULL) {
		CHECK_INT(append(&out, text), 0);
		CHECK_STR(smtpc_buf_str(&out), row->encoded);
	}
	smtpc_buf_free(&out);
}

/* RFC 3461 §4: all printable ASCII as it is, but for '+', '=' and the space. */
static void xtext(void)
{
	static const xtext_row rows[] = {
		{"QQ314159", "QQ314159"},
		{"Bob@Example.COM", "Bob@Example.COM"},
		{"a+b=c d", "a+2Bb+3Dc+20d"},
		{"+2B", "+2B2B"},
		{"!\"#$%&'()*,-./:;<>?@[\\]^_`{|}~", "!\"#$%&'()*,-./:;<>?@[\\]^_`{|}~"},
		{"", NULL},
		{"a\r\nRCPT TO:<x@y>", NULL},
		{"a\tb", NULL},
		{"\x7f", NULL},
		{"\xc3\xbc", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		check(&rows[i], smtpc_xtext_len, smtpc_xtext_append);
	}
}

/* RFC 6533 §3, utf-8-addr-xtext: HEXPOINT has two digits at least, and no zeros before more. */
static void xtext_of_utf8(void)
{
	static const xtext_row rows[] = {
		{"user@example.com", "user@example.com"},
		{"a+b=c d\\e", "a\\x{2B}b\\x{3D}c\\x{20}d\\x{5C}e"},
		{"\xc3\xbc@ex\xc3\xa4mple", "\\x{FC}@ex\\x{E4}mple"},
		{"\xe9\x98\xbf", "\\x{963F}"},
		{"\xf0\x9f\x92\xa9", "\\x{1F4A9}"},
		{"\xf4\x8f\xbf\xbf", "\\x{10FFFF}"},
		{"\xc4\x80", "\\x{100}"},
		{"", NULL},
		{"\xff", NULL},
		{"\xc3", NULL},
		{"\xc3\xbc\n", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		check(&rows[i], smtpc_xtext_utf8_len, smtpc_xtext_utf8_append);
	}
}

/* A buffer that is too small: an error, never half a character. */
static void no_room(void)
{
	for (size_t max = 0; max < 20; max++) {
		smtpc_buf out;
		smtpc_buf_init(&out, smtpc_mem_or_default(NULL), max);
		int rv = smtpc_xtext_append(&out, SMTPC_STR("a=b=c="));
		CHECK_INT(rv, max < 12 ? SMTPC_E_NOMEM : 0);
		CHECK(smtpc_buf_len(&out) % 4 != 2 && smtpc_buf_len(&out) % 4 != 3);
		smtpc_buf_free(&out);
	}
}

int main(void)
{
	RUN(xtext);
	RUN(xtext_of_utf8);
	RUN(no_room);
	return test_report();
}
