/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

static void compares(void)
{
	CHECK(smtpc_str_eq(SMTPC_STR("abc"), SMTPC_STR("abc")));
	CHECK(!smtpc_str_eq(SMTPC_STR("abc"), SMTPC_STR("abd")));
	CHECK(!smtpc_str_eq(SMTPC_STR("abc"), SMTPC_STR("abcd")));
	CHECK(smtpc_str_eq((smtpc_str){NULL, 0}, SMTPC_STR("")));
	CHECK(smtpc_str_ieq(SMTPC_STR("X-Foo"), SMTPC_STR("x-fOO")));
	CHECK(!smtpc_str_ieq(SMTPC_STR("X-Foo"), SMTPC_STR("x-foo2")));
	/* Caseless is for letters: @ and ` differ by the same bit. */
	CHECK(!smtpc_str_ieq(SMTPC_STR("@["), SMTPC_STR("`{")));
	CHECK(smtpc_str_istarts(SMTPC_STR("AUTH PLAIN"), SMTPC_STR("auth")));
	CHECK(!smtpc_str_istarts(SMTPC_STR("AUT"), SMTPC_STR("auth")));
}

static void cuts(void)
{
	smtpc_str rest = SMTPC_STR("  one\t two ");
	CHECK_STR(smtpc_str_word(&rest), "one");
	CHECK_STR(smtpc_str_word(&rest), "two");
	CHECK_INT(smtpc_str_word(&rest).len, 0);
	rest = SMTPC_STR("a,,b");
	CHECK_STR(smtpc_str_until(&rest, ','), "a");
	CHECK_STR(smtpc_str_until(&rest, ','), "");
	CHECK_STR(smtpc_str_until(&rest, ','), "b");
	CHECK_INT(rest.len, 0);
	CHECK_STR(smtpc_str_skip(SMTPC_STR("abc"), 1), "bc");
	CHECK_STR(smtpc_str_skip(SMTPC_STR("abc"), 4), "");
	CHECK(smtpc_str_of(NULL).ptr == NULL);
}

static void reads_numbers(void)
{
	uint64_t number = 7;
	CHECK(smtpc_str_uint(SMTPC_STR("18446744073709551615"), &number));
	CHECK(number == UINT64_MAX);
	CHECK(smtpc_str_uint(SMTPC_STR("007"), &number));
	CHECK_INT(number, 7);
	CHECK(!smtpc_str_uint(SMTPC_STR("18446744073709551616"), &number));
	CHECK(!smtpc_str_uint(SMTPC_STR(""), &number));
	CHECK(!smtpc_str_uint(SMTPC_STR("-1"), &number));
	CHECK(!smtpc_str_uint(SMTPC_STR(" 1"), &number));
	CHECK(!smtpc_str_uint(SMTPC_STR("1x"), &number));
}

static void knows_controls(void)
{
	CHECK(!smtpc_str_has_ctl(SMTPC_STR("plain \xc3\xa4~")));
	CHECK(smtpc_str_has_ctl(SMTPC_STR("a\tb")));
	CHECK(smtpc_str_has_ctl(SMTPC_STR("a\0b")));
	CHECK(smtpc_str_has_ctl(SMTPC_STR("a\x7f")));
	CHECK(smtpc_str_is_ascii(SMTPC_STR("a\x7f")));
	CHECK(!smtpc_str_is_ascii(SMTPC_STR("a\x80")));
}

static void checks_utf8(void)
{
	static const struct {
		smtpc_str text;
		bool good;
	} rows[] = {
		{{"", 0}, true},
		{{"a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 10}, true},
		{{"\xf4\x8f\xbf\xbf", 4}, true},
		{{"\xf4\x90\x80\x80", 4}, false}, /* behind U+10FFFF */
		{{"\xed\x9f\xbf", 3}, true},
		{{"\xed\xa0\x80", 3}, false}, /* surrogate */
		{{"\xc0\xaf", 2}, false},     /* overlong */
		{{"\xe0\x9f\xbf", 3}, false},
		{{"\xf0\x8f\xbf\xbf", 4}, false},
		{{"\x80", 1}, false},
		{{"\xc3", 1}, false}, /* cut off */
		{{"\xe2\x82", 2}, false},
		{{"\xc3(", 2}, false},
		{{"\xff", 1}, false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_INT(smtpc_str_is_utf8(rows[i].text) ? (int)i : -1, rows[i].good ? (int)i : -1);
	}
	CHECK_INT(smtpc_utf8_len(SMTPC_STR("\xe2\x82\xac"
									   "x")),
		3);
	CHECK_INT(smtpc_utf8_len(SMTPC_STR("\x82")), 0);
	CHECK_INT(smtpc_utf8_len(SMTPC_STR("")), 0);
}

static void duplicates(void)
{
	test_mem mem;
	smtpc_str copy;
	test_mem_init(&mem);
	CHECK_INT(smtpc_str_dup(&mem.mem, &copy, SMTPC_STR("a\0b")), 0);
	CHECK(smtpc_str_eq(copy, SMTPC_STR("a\0b")) && copy.ptr[copy.len] == '\0');
	smtpc_str_free(&mem.mem, &copy);
	CHECK(copy.ptr == NULL);
	CHECK_INT(smtpc_str_dup(&mem.mem, &copy, (smtpc_str){NULL, 0}), 0);
	CHECK(copy.ptr == NULL);
	mem.fail_at = mem.calls + 1;
	CHECK_INT(smtpc_str_dup(&mem.mem, &copy, SMTPC_STR("x")), SMTPC_E_NOMEM);
	CHECK(copy.ptr == NULL);
	CHECK_INT(mem.held, 0);
	CHECK(smtpc_realloc_array(&mem.mem, NULL, SIZE_MAX / 2, 4) == NULL);
	CHECK(smtpc_realloc_array(&mem.mem, NULL, 0, 4) == NULL);
}

int main(void)
{
	RUN(compares);
	RUN(cuts);
	RUN(reads_numbers);
	RUN(knows_controls);
	RUN(checks_utf8);
	RUN(duplicates);
	return test_report();
}
