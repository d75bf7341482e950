/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * SASLprep: the examples of RFC 4013 §3, and what a build without libidn says. */
#include "base/smtpc_saslprep.h"
#include "smtpc_test.h"

typedef struct prep_case {
	const char *text, *want; /* NULL: refused */
	bool stored;
} prep_case;

static bool is_ascii_case(const prep_case *c)
{
	return smtpc_str_is_ascii(smtpc_str_of(c->text));
}

static void check_case(const prep_case *c)
{
	smtpc_buf out;
	const char *wrong = "";
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 256);
	int rv = smtpc_saslprep(&out, smtpc_str_of(c->text), c->stored, &wrong);
	bool can = is_ascii_case(c) || smtpc_saslprep_library() != NULL;
	CHECK_INT(rv, c->want != NULL && can ? SMTPC_OK : SMTPC_E_ARGUMENT);
	CHECK((rv == SMTPC_OK) == (wrong[0] == '\0'));
	if (rv == SMTPC_OK) {
		CHECK_STR(smtpc_buf_str(&out), c->want);
	}
	smtpc_buf_free(&out);
}

static void examples_of_rfc_4013(void)
{
	const prep_case cases[] = {
		{"I\xc2\xadX", "IX", true}, {"user", "user", true}, {"USER", "USER", false},
		{"\xc2\xaa", "a", true}, {"\xe2\x85\xa8", "IX", true}, {"\x07", NULL, true},
		{"\xd8\xa7\x31", NULL, true},
		/* Unassigned in Unicode 3.2: for queries only. */
		{"\xc8\xa1x", "\xc8\xa1x", false}, {"\xc8\xa1x", NULL, true},
		{"p\xc3\xa4ss", "p\xc3\xa4ss", true}, {"pa\xcc\x88ss", "p\xc3\xa4ss", true},
		{"a\xc2\xa0" "b", "a b", true}, {"\xc2\xad", NULL, true}, {"\xff", NULL, true},
		{"tab\there", NULL, true}, {" kept ", " kept ", true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		check_case(&cases[i]);
	}
}

static void out_of_memory(void)
{
	bool failed = true;
	for (unsigned long at = 1; failed && at < 20; at++) {
		test_mem t;
		smtpc_buf out;
		const char *wrong;
		test_mem_init(&t);
		t.fail_at = at;
		smtpc_buf_init(&out, &t.mem, 256);
		int rv = smtpc_saslprep(&out, SMTPC_STR("\xc2\xaa"), true, &wrong);
		failed = t.calls >= at;
		CHECK(!failed || rv == SMTPC_E_NOMEM || smtpc_saslprep_library() == NULL);
		smtpc_buf_free(&out);
		CHECK_INT(t.held, 0);
	}
	CHECK(!failed);
}

int main(void)
{
	RUN(examples_of_rfc_4013);
	RUN(out_of_memory);
	return test_report();
}
