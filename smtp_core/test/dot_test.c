/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The oracle is a server that is as lenient as any: whatever it might take for a line end or for
 * the end of the content must not be there but where we mean it. */
#include "proto/smtpc_dot.h"
#include "smtpc_test.h"

static smtpc_buf out;

static smtpc_str stuff(smtpc_str content, size_t chunk)
{
	smtpc_dot dot;
	smtpc_dot_init(&dot, true);
	smtpc_buf_free(&out);
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 1 << 20);
	for (size_t at = 0; at < content.len; at += chunk) {
		size_t len = content.len - at < chunk ? content.len - at : chunk;
		CHECK_INT(smtpc_dot_feed(&dot, &out, (smtpc_str){content.ptr + at, len}), 0);
	}
	CHECK_INT(smtpc_dot_end(&dot, &out), 0);
	return smtpc_buf_str(&out);
}

static void known_answers(void)
{
	static const char *const rows[][2] = {
		{"", ".\r\n"},
		{"a", "a\r\n.\r\n"},
		{"a\r\n", "a\r\n.\r\n"},
		{".", "..\r\n.\r\n"},
		{".\r\n", "..\r\n.\r\n"},
		{"a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"},
		{"a\r.\rb", "a\r\n..\r\nb\r\n.\r\n"},
		{"a\r\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n"},
		{"a\r\r\nb", "a\r\n\r\nb\r\n.\r\n"},
		{"a\n\r\nb", "a\r\n\r\nb\r\n.\r\n"},
		{"\n", "\r\n.\r\n"},
		{"\r", "\r\n.\r\n"},
		{"a.b\r\n..c", "a.b\r\n...c\r\n.\r\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t chunk = 1; chunk < 8; chunk++) {
			CHECK_STR(stuff(smtpc_str_of(rows[i][0]), chunk), rows[i][1]);
		}
	}
}

/* Every CR has its LF, every LF its CR, and the only lone dot is the last line. */
static bool is_safe(smtpc_str wire)
{
	if (wire.len < 3 || memcmp(wire.ptr + wire.len - 3, ".\r\n", 3) != 0) {
		return false;
	}
	size_t line = 0;
	for (size_t i = 0; i < wire.len; i++) {
		if (wire.ptr[i] == '\n') {
			if (i == 0 || wire.ptr[i - 1] != '\r') {
				return false;
			}
			bool lone = i - line == 2 && wire.ptr[line] == '.';
			if (lone != (i + 1 == wire.len)) {
				return false;
			}
			line = i + 1;
		} else if (wire.ptr[i] == '\r' && (i + 1 == wire.len || wire.ptr[i + 1] != '\n')) {
			return false;
		}
	}
	return true;
}

/* What a receiver makes of it, for comparing with the content in CRLF normal form. */
static size_t unstuff(char *to, smtpc_str wire)
{
	size_t used = 0;
	wire.len -= 3;
	while (wire.len > 0) {
		smtpc_str line = smtpc_str_until(&wire, '\n');
		line = smtpc_str_skip(line, line.len > 0 && line.ptr[0] == '.');
		memcpy(to + used, line.ptr, line.len);
		used += line.len;
		to[used++] = '\n';
	}
	return used;
}

static size_t normal_form(char *to, smtpc_str content)
{
	size_t used = 0;
	for (size_t i = 0; i < content.len; i++) {
		char c = content.ptr[i];
		if (c == '\r' || c == '\n') {
			to[used++] = '\r';
			to[used++] = '\n';
			i += c == '\r' && i + 1 < content.len && content.ptr[i + 1] == '\n';
		} else {
			to[used++] = c;
		}
	}
	if (used > 0 && to[used - 1] != '\n') {
		to[used++] = '\r';
		to[used++] = '\n';
	}
	return used;
}

/* All strings of up to seven octets out of five, in chunks of every size. */
static void all_short_contents(void)
{
	static const char alphabet[] = {'\r', '\n', '.', 'a', '\0'};
	char content[7], back[64], normal[64];
	for (size_t len = 0; len <= 7; len++) {
		size_t total = 1;
		for (size_t i = 0; i < len; i++) {
			total *= sizeof alphabet;
		}
		for (size_t n = 0; n < total; n++) {
			size_t rest = n;
			for (size_t i = 0; i < len; i++) {
				content[i] = alphabet[rest % sizeof alphabet];
				rest /= sizeof alphabet;
			}
			for (size_t chunk = 1; chunk <= (len > 1 ? len : 1); chunk++) {
				smtpc_str wire = stuff((smtpc_str){content, len}, chunk);
				bool good = is_safe(wire);
				size_t got = good ? unstuff(back, wire) : 0;
				size_t want = normal_form(normal, (smtpc_str){content, len});
				good = good && got == want && memcmp(back, normal, want) == 0;
				CHECK(good);
				if (!good) {
					return;
				}
			}
		}
	}
}

static void octets_are_counted_before_stuffing(void)
{
	smtpc_dot dot;
	smtpc_buf_reset(&out);
	smtpc_dot_init(&dot, true);
	CHECK_INT(smtpc_dot_feed(&dot, &out, SMTPC_STR(".a\nb")), 0);
	CHECK_INT(smtpc_dot_end(&dot, &out), 0);
	CHECK_INT(dot.octets, 7);
}

static void no_room_is_an_error_and_nothing_is_written(void)
{
	smtpc_dot dot;
	smtpc_buf small;
	smtpc_buf_init(&small, smtpc_mem_or_default(NULL), 8);
	smtpc_dot_init(&dot, true);
	CHECK_INT(smtpc_dot_feed(&dot, &small, SMTPC_STR("abcd")), SMTPC_E_NOMEM);
	CHECK_INT(smtpc_buf_len(&small), 0);
	CHECK_INT(dot.octets, 0);
	smtpc_buf_free(&small);
}

/* Long enough for what is looked at in blocks: octet by octet no block is ever full. */
static void long_contents_are_the_same_in_any_pieces(void)
{
	static const char rare[] = "\r\n.\r\n\n.\r..";
	static char content[700], kept[2 * sizeof content + 8];
	unsigned seed = 1;
	for (int round = 0; round < 6000; round++) {
		unsigned line = 20 + (unsigned)round % 90, odd = 1 + (unsigned)round % 400;
		for (size_t i = 0; i < sizeof content; i++) {
			seed = seed * 1103515245u + 12345u;
			size_t at = i % line;
			content[i] = at == line - 2 ? '\r' : at == line - 1 ? '\n' : 'a';
			if ((seed >> 16) % odd == 0) {
				content[i] = rare[(seed >> 20) % (sizeof rare - 1)];
			}
		}
		smtpc_str text = {content, sizeof content - (size_t)round % 300};
		smtpc_str slow = stuff(text, 1);
		size_t len = slow.len;
		memcpy(kept, slow.ptr, len);
		CHECK(is_safe(slow));
		CHECK(smtpc_str_eq(stuff(text, text.len), (smtpc_str){kept, len}));
		CHECK(smtpc_str_eq(stuff(text, 66 + (size_t)round % 130), (smtpc_str){kept, len}));
	}
}

int main(void)
{
	RUN(known_answers);
	RUN(all_short_contents);
	RUN(long_contents_are_the_same_in_any_pieces);
	RUN(octets_are_counted_before_stuffing);
	RUN(no_room_is_an_error_and_nothing_is_written);
	smtpc_buf_free(&out);
	return test_report();
}
