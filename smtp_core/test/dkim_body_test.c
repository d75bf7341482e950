/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "crypto/smtpc_dkim.h"
#include "dkim_verify.h"

static void hash_pieces(
	const char *data, size_t len, const size_t *cuts, size_t count, uint8_t out[32])
{
	smtpc_dkim_body body;
	size_t at = 0;
	CHECK_INT(smtpc_dkim_body_init(&body), 0);
	for (size_t i = 0; i < count; i++) {
		smtpc_dkim_body_feed(&body, data + at, cuts[i] - at);
		at = cuts[i];
	}
	smtpc_dkim_body_feed(&body, data + at, len - at);
	CHECK_INT(smtpc_dkim_body_finish(&body, out), 0);
	smtpc_dkim_body_free(&body);
}

static bool same(const char *data, size_t len, const char *canonical)
{
	uint8_t ours[32], wanted[32];
	hash_pieces(data, len, NULL, 0, ours);
	EVP_Digest(canonical, strlen(canonical), wanted, NULL, EVP_sha256(), NULL);
	naive_text naive = naive_body(data, len);
	CHECK_STR(((smtpc_str){naive.ptr, naive.len}), canonical);
	naive_free(&naive);
	return memcmp(ours, wanted, 32) == 0;
}

#define SAME(text, canonical) CHECK(same(text, sizeof(text) - 1, canonical))

static void follows_the_examples(void)
{
	/* RFC 6376 §3.4.5. */
	SAME(" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n");
	/* §3.4.4. */
	SAME("", "");
	SAME("\r\n", "");
	SAME("\r\n\r\n", "");
	SAME(" ", "");
	SAME(" \t\r\n\t\r\n ", "");
	SAME("a", "a\r\n");
	SAME("a\r\n", "a\r\n");
	SAME("a \t", "a\r\n");
	SAME("\r\n\r\na\r\n\r\nb \r\n \r\n", "\r\n\r\na\r\n\r\nb\r\n");
	SAME("\ta\tb\r\n", " a b\r\n");
	SAME(" a  b c\r\n", " a b c\r\n");
}

/* mime/ gives none of these, but they must not be read differently from one cut to another. */
static void takes_stray_line_ends_as_text(void)
{
	SAME("a\rb\nc\r\n", "a\rb\nc\r\n");
	SAME("a \r b\r", "a \r b\r\r\n");
	SAME("\r\r\n\n", "\r\r\n\n\r\n");
	SAME("a \r\r\n", "a \r\r\n");
	SAME("a\r\n\r", "a\r\n\r\r\n");
}

static const char nasty[] =
	"  begin \t with\tblanks  \r\n\r\n \r\n\t\r\nx\r\n"
	"a plain line of text, as long as a line of mail commonly is, or more\r\n"
	"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n"
	"\r\n\r\n\r\nstray\rand\nand \rtoo\r\r\nend of a line  \r\n"
	"nul\0and \001control \377\376 \r\n \t \r\n\r\n \r\n";

static void is_the_same_wherever_cut(void)
{
	size_t len = sizeof nasty - 1;
	uint8_t wanted[32], got[32];
	naive_body_hash(nasty, len, wanted);
	for (size_t i = 0; i <= len; i++) {
		for (size_t j = i; j <= len; j++) {
			hash_pieces(nasty, len, (size_t[]){i, j}, 2, got);
			CHECK(memcmp(got, wanted, 32) == 0);
		}
	}
	size_t every[sizeof nasty];
	for (size_t i = 0; i < len; i++) {
		every[i] = i;
	}
	hash_pieces(nasty, len, every, len, got);
	CHECK(memcmp(got, wanted, 32) == 0);
}

static uint32_t dice_state = 12345;

static uint32_t dice(uint32_t sides)
{
	dice_state = dice_state * 1664525u + 1013904223u;
	return (dice_state >> 8) % sides;
}

/* Words and what may stand between them, at every distance from the octets read at a time. */
static size_t random_body(char *out, size_t max, uint32_t calm)
{
	static const smtpc_str odd[] = {{" ", 1}, {"\t", 1}, {"\r\n", 2}, {"  ", 2}, {" \r\n", 3},
		{"\r\n\r\n", 4}, {"\r", 1}, {"\n", 1}, {"\t\t", 2}, {"\xff", 1}, {"\x01", 1}};
	size_t len = 0;
	while (len + 400 < max) {
		uint32_t word = dice(calm);
		for (uint32_t i = 0; i < word; i++) {
			out[len++] = (char)('!' + dice(94));
		}
		const smtpc_str *piece = &odd[dice(sizeof odd / sizeof odd[0])];
		memcpy(out + len, piece->ptr, piece->len);
		len += piece->len;
	}
	return len - dice(20);
}

static void agrees_with_the_naive_way(void)
{
	static char body[20000];
	for (int round = 0; round < 3000; round++) {
		static const uint32_t calms[] = {2, 5, 12, 40, 300};
		size_t max = 500 + dice(round % 50 == 0 ? 19000 : 800);
		size_t len = random_body(body, max, calms[round % 5]);
		size_t cuts[3] = {dice((uint32_t)len), 0, 0};
		cuts[1] = cuts[0] + dice((uint32_t)(len - cuts[0]) + 1);
		cuts[2] = cuts[1] + dice((uint32_t)(len - cuts[1]) + 1);
		uint8_t wanted[32], got[32];
		naive_body_hash(body, len, wanted);
		hash_pieces(body, len, cuts, 3, got);
		CHECK(memcmp(got, wanted, 32) == 0);
	}
}

static void ends_once(void)
{
	smtpc_dkim_body body;
	uint8_t out[32];
	CHECK_INT(smtpc_dkim_body_init(&body), 0);
	smtpc_dkim_body_feed(&body, "x", 1);
	CHECK_INT(smtpc_dkim_body_finish(&body, out), 0);
	CHECK_INT(smtpc_dkim_body_finish(&body, out), SMTPC_E_NOMEM);
	smtpc_dkim_body_free(&body);
	CHECK_INT(smtpc_dkim_body_init(&body), 0);
	smtpc_dkim_body_free(&body);
}

int main(void)
{
	RUN(follows_the_examples);
	RUN(takes_stray_line_ends_as_text);
	RUN(is_the_same_wherever_cut);
	RUN(agrees_with_the_naive_way);
	RUN(ends_once);
	return test_report();
}
