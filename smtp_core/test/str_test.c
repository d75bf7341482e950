/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "base/smtpc_block.h"

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

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

/* The answers' bits for each value at each place, whatever the neighbours are. */
static void asks_words(void)
{
	static const unsigned char neighbours[] = {0x00, 0x7f, 0x80, 0xff, 0x1f, 0x20, '\r'};
	for (unsigned i = 0; i < 256 * SMTPC_WORD_SIZE * sizeof neighbours; i++) {
		char octets[SMTPC_WORD_SIZE];
		unsigned c = i % 256, at = i / 256 % SMTPC_WORD_SIZE;
		memset(octets, neighbours[i / 256 / SMTPC_WORD_SIZE], sizeof octets);
		octets[at] = (char)c;
		uint64_t answers[] = {
			smtpc_word_below(smtpc_word_load(octets), 0x20),
			smtpc_word_is(smtpc_word_load(octets), '\r'),
			smtpc_word_below(smtpc_word_load(octets), 0x80),
		};
		for (unsigned j = 0; j < SMTPC_WORD_SIZE; j++) {
			unsigned octet = (unsigned char)octets[j];
			unsigned char bits[sizeof answers / sizeof answers[0]][SMTPC_WORD_SIZE];
			memcpy(bits, answers, sizeof bits);
			CHECK_INT(bits[0][j], octet < 0x20 ? 0x80 : 0);
			CHECK_INT(bits[1][j], octet == '\r' ? 0x80 : 0);
			CHECK_INT(bits[2][j], octet < 0x80 ? 0x80 : 0);
		}
	}
}

static void asks_blocks(void)
{
	for (unsigned i = 0; i < 256 * SMTPC_BLOCK_SIZE; i++) {
		char octets[SMTPC_BLOCK_SIZE];
		unsigned at = i / 256, tabs = 0;
		memset(octets, i % 3 == 0 ? '\t' : i % 3 == 1 ? '\xff' : 'a', sizeof octets);
		octets[at] = (char)(i % 256);
		unsigned odd = 0, high = 0;
		for (unsigned j = 0; j < SMTPC_BLOCK_SIZE; j++) {
			unsigned char c = (unsigned char)octets[j];
			tabs |= (unsigned)(c == '\t') << j;
			odd |= (unsigned)(c < ' ' || c > 0x7f) << j;
			high |= (unsigned)(c > 0x7f) << j;
		}
		smtpc_block block = smtpc_block_load(octets);
		smtpc_block is_tab = smtpc_block_is(block, '\t'), is_odd = smtpc_block_odd(block, ' ');
		CHECK_INT(smtpc_block_bits(is_tab), tabs);
		CHECK_INT(smtpc_block_bits(is_odd), odd);
		CHECK_INT(smtpc_block_bits(smtpc_block_odd(block, '\0')), high);
		CHECK_INT(smtpc_block_bits(smtpc_block_or(is_tab, is_odd)), tabs | odd);
		CHECK_INT(smtpc_block_bits(smtpc_block_but(is_odd, is_tab)), odd & ~tabs);
	}
	for (unsigned bits = 1; bits < 1 << 16; bits++) {
		unsigned count = 0, first = 0;
		for (unsigned i = 16; i > 0; i--) {
			count += bits >> (i - 1) & 1;
			first = (bits >> (i - 1) & 1) != 0 ? i - 1 : first;
		}
		CHECK_INT(smtpc_bits_count(bits), count);
		CHECK_INT(smtpc_bits_first(bits), first);
	}
}

/* RFC 3629 §3, by decoding. */
static bool is_utf8_plainly(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t more = p[i] < 0x80 ? 0 : p[i] < 0xc0 ? 9 : p[i] < 0xe0 ? 1 : p[i] < 0xf0 ? 2 : 3;
		static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
		if (more == 9 || p[i] > 0xf7 || len - i <= more) {
			return false;
		}
		uint32_t code = more == 0 ? p[i] : p[i] & (0x3fu >> more);
		for (size_t j = 1; j <= more; j++) {
			if (p[i + j] >> 6 != 2) {
				return false;
			}
			code = code << 6 | (p[i + j] & 0x3f);
		}
		if (code < least[more] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
			return false;
		}
		i += more + 1;
	}
	return true;
}

static void check_like_plainly(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	/* A copy of exactly this size, so that reading past its end is noticed. */
	char *copy = malloc(len + (len == 0));
	bool ascii = true, ctl = false;
	if (copy == NULL) {
		CHECK(copy != NULL);
		return;
	}
	memcpy(copy, text, len);
	for (size_t i = 0; i < len; i++) {
		ascii = ascii && p[i] < 0x80;
		ctl = ctl || p[i] < 0x20 || p[i] == 0x7f;
	}
	CHECK_INT(smtpc_str_is_ascii((smtpc_str){copy, len}), ascii);
	CHECK_INT(smtpc_str_has_ctl((smtpc_str){copy, len}), ctl);
	CHECK_INT(smtpc_str_is_utf8((smtpc_str){copy, len}), is_utf8_plainly(p, len));
	free(copy);
}

/* Every octet at every place of texts of every length up to some words. */
static void checks_long_texts_like_short_ones(void)
{
	for (size_t len = 0; len <= 40; len++) {
		char text[40];
		memset(text, 'a', sizeof text);
		check_like_plainly(text, len);
		for (size_t at = 0; at < len; at++) {
			for (unsigned c = 0; c < 256; c++) {
				text[at] = (char)c;
				check_like_plainly(text, len);
			}
			text[at] = 'a';
		}
	}
}

/* Good characters of all lengths, good ones damaged, and what is cut off. */
static void checks_random_utf8(void)
{
	static const char *const parts[] = {"a", "plain text of a line\r\n", "\xc3\xa4", "\xc2\x80",
		"\xe2\x82\xac", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf", "\xf1\x80\x80\x80"};
	uint32_t state = 1;
	for (int round = 0; round < 20000; round++) {
		char text[200];
		size_t len = 0, count = next_random(&state) % 12;
		for (size_t i = 0; i < count; i++) {
			smtpc_str part = smtpc_str_of(parts[next_random(&state) % 11]);
			memcpy(text + len, part.ptr, part.len);
			len += part.len;
		}
		check_like_plainly(text, len);
		if (len > 0) {
			text[next_random(&state) % len] ^= (char)(1 << next_random(&state) % 8);
			check_like_plainly(text, len);
			check_like_plainly(text, next_random(&state) % len);
		}
	}
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
	RUN(asks_words);
	RUN(asks_blocks);
	RUN(checks_long_texts_like_short_ones);
	RUN(checks_random_utf8);
	RUN(duplicates);
	return test_report();
}
