/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "base/smtpc_idna.h"

typedef struct idna_row {
	const char *given, *ascii, *unicode;
} idna_row;

static void converts_both_ways(void)
{
	static const idna_row rows[] = {
		{"b.org", "b.org", "b.org"},
		{"B.ORG", "b.org", "b.org"},
		{"localhost", "localhost", "localhost"},
		{"r1---sn.org", "r1---sn.org", "r1---sn.org"},
		{"ex\xc3\xa4mple.org", "xn--exmple-cua.org", "ex\xc3\xa4mple.org"},
		{"EX\xc3\x84MPLE.org", "xn--exmple-cua.org", "ex\xc3\xa4mple.org"},
		{"XN--EXMPLE-CUA.org", "xn--exmple-cua.org", "ex\xc3\xa4mple.org"},
		/* Not transitional: the sharp s stays one. */
		{"fa\xc3\x9f.de", "xn--fa-hia.de", "fa\xc3\x9f.de"},
		/* An ideographic full stop is a dot. */
		{"a\xe3\x80\x82jp", "a.jp", "a.jp"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char ascii[SMTPC_DOMAIN_MAX + 1], unicode[SMTPC_DOMAIN_MAX + 1];
		const char *wrong = NULL;
		CHECK_INT(smtpc_idna_to_ascii(ascii, smtpc_str_of(rows[i].given), &wrong), 0);
		CHECK_STR(smtpc_str_of(ascii), rows[i].ascii);
		CHECK_INT(smtpc_idna_to_unicode(unicode, ascii, &wrong), 0);
		CHECK_STR(smtpc_str_of(unicode), rows[i].unicode);
		CHECK(wrong == NULL);
	}
}

static const char *refusal(smtpc_str domain)
{
	char out[SMTPC_DOMAIN_MAX + 1];
	const char *wrong = NULL;
	CHECK_INT(smtpc_idna_to_ascii(out, domain, &wrong), SMTPC_E_ARGUMENT);
	return wrong != NULL ? wrong : "";
}

static void refuses_what_is_no_domain(void)
{
	static const char *const rows[] = {"b_c.org", "-b.org", "b-.org", "b..org", ".org", "b.org.",
		"b/c", "b c", "[127.0.0.1]", "a@b", "."};
	static const char *const idn_rows[] = {"xn--", "xn--a", "xn--99999999", "x.xn--zz--zz",
		"xn--a-ecp.ru", "\xe2\x98\x83.net", "\xc2\xad", "b\xef\xbc\xa0x.de"};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(smtpc_str_of(refusal(smtpc_str_of(rows[i]))), "the domain is malformed");
	}
	for (size_t i = 0; i < sizeof idn_rows / sizeof idn_rows[0]; i++) {
		CHECK(refusal(smtpc_str_of(idn_rows[i]))[0] != '\0');
	}
	CHECK_STR(smtpc_str_of(refusal(SMTPC_STR("b\0c"))), "the domain is malformed");
	CHECK_STR(smtpc_str_of(refusal(SMTPC_STR("\xc3\xa4\0c"))), "the domain is malformed");
	CHECK_STR(smtpc_str_of(refusal((smtpc_str){NULL, 0})), "the domain is empty");
}

static void keeps_the_limits(void)
{
	char name[300], out[SMTPC_DOMAIN_MAX + 1];
	const char *wrong = NULL;
	for (size_t i = 0; i < sizeof name; i++) {
		name[i] = i % 64 == 63 ? '.' : 'd';
	}
	CHECK_INT(smtpc_idna_to_ascii(out, (smtpc_str){name, 253}, &wrong), 0);
	CHECK_INT(strlen(out), 253);
	CHECK(strstr(refusal((smtpc_str){name, 254}), "253") != NULL);
	CHECK_INT(smtpc_idna_to_ascii(out, (smtpc_str){name, 63}, &wrong), 0);
	memset(name, 'd', 64);
	refusal((smtpc_str){name, 64});
	/* Short as UTF-8, too long with A-labels. */
	size_t len = 0;
	for (int i = 0; i < 23; i++, len += 9) {
		memcpy(name + len, "\xc3\xa4xyzabc.", 9);
	}
	memcpy(name + len, "org", 3);
	refusal((smtpc_str){name, len + 3});
}

int main(void)
{
	RUN(converts_both_ways);
	RUN(refuses_what_is_no_domain);
	RUN(keeps_the_limits);
	return test_report();
}
