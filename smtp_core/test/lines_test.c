/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Lines, against a splitter that sees the whole text at once. */
#include "mime/smtpc_lines.h"

#include "smtpc_test.h"

enum { LINES_MAX = 16 };

/* A line as both splitters tell of it. */
typedef struct told {
	uint64_t from, to, behind, normal_from, normal_to, normal_behind, solid;
	bool unended, eight_bit, nul;
} told;

typedef struct telling {
	told lines[LINES_MAX];
	size_t count;
	char text[64]; /* of all lines, as it was handed out */
	size_t len;
} telling;

/* ---- The naive one ------------------------------------------------------- */

static void naive_tell(telling *t, smtpc_str text)
{
	size_t at = 0, normal = 0;
	while (at < text.len) {
		told *line = &t->lines[t->count++];
		line->from = at;
		line->normal_from = normal;
		while (at < text.len && text.ptr[at] != '\r' && text.ptr[at] != '\n') {
			bool blank = text.ptr[at] == ' ' || text.ptr[at] == '\t';
			line->solid = blank ? line->solid : at + 1 - line->from;
			line->eight_bit |= (unsigned char)text.ptr[at] > 127;
			line->nul |= text.ptr[at] == '\0';
			t->text[t->len++] = text.ptr[at++];
			normal++;
		}
		line->to = at;
		line->normal_to = normal;
		line->unended = at == text.len;
		if (!line->unended) {
			bool crlf = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
			at += crlf ? 2 : 1;
			normal += 2;
		}
		line->behind = at;
		line->normal_behind = normal;
	}
}

/* ---- The real one -------------------------------------------------------- */

static void tell(telling *t, const smtpc_line_info *line)
{
	t->lines[t->count++] =
		(told){line->from.at, line->to.at, line->behind.at, line->from.normal, line->to.normal,
			line->behind.normal, line->solid, line->unended, line->eight_bit, line->nul};
	/* The beginning of its text is held. */
	size_t len = (size_t)(line->to.at - line->from.at);
	CHECK_INT(line->start_len, len < SMTPC_LINE_START ? len : SMTPC_LINE_START);
}

static void feed(smtpc_lines *lines, telling *t, smtpc_str data)
{
	while (data.len > 0) {
		smtpc_str text;
		size_t before = data.len;
		bool complete = smtpc_lines_feed(lines, &data, &text);
		CHECK(complete || data.len == 0);
		CHECK(complete || data.len < before);
		memcpy(t->text + t->len, text.ptr, text.len);
		t->len += text.len;
		if (complete) {
			tell(t, &lines->line);
		}
	}
}

static void finish(smtpc_lines *lines, telling *t)
{
	if (smtpc_lines_finish(lines)) {
		tell(t, &lines->line);
	}
	CHECK(!smtpc_lines_finish(lines));
}

static bool told_same(const telling *a, const telling *b)
{
	bool same = a->count == b->count && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
	for (size_t i = 0; same && i < a->count; i++) {
		const told *x = &a->lines[i], *y = &b->lines[i];
		same = x->from == y->from && x->to == y->to && x->behind == y->behind &&
			x->normal_from == y->normal_from && x->normal_to == y->normal_to &&
			x->normal_behind == y->normal_behind && x->solid == y->solid &&
			x->unended == y->unended && x->eight_bit == y->eight_bit && x->nul == y->nul;
	}
	return same;
}

/* Whole, byte by byte, and cut at every offset: all the same. */
static void check_text(smtpc_str text)
{
	telling naive = {.count = 0}, bytes = {.count = 0};
	smtpc_lines lines;
	naive_tell(&naive, text);
	smtpc_lines_init(&lines);
	for (size_t i = 0; i < text.len; i++) {
		feed(&lines, &bytes, (smtpc_str){text.ptr + i, 1});
	}
	finish(&lines, &bytes);
	CHECK(told_same(&naive, &bytes));
	for (size_t cut = 0; cut <= text.len; cut++) {
		telling cuts = {.count = 0};
		smtpc_lines_init(&lines);
		feed(&lines, &cuts, (smtpc_str){text.ptr, cut});
		feed(&lines, &cuts, smtpc_str_skip(text, cut));
		finish(&lines, &cuts);
		CHECK(told_same(&naive, &cuts));
	}
}

/* All strings of up to |max| of the octets |of|. */
static void check_all(const char *of, size_t kinds, size_t max)
{
	for (size_t len = 0; len <= max; len++) {
		size_t count = 1;
		for (size_t i = 0; i < len; i++) {
			count *= kinds;
		}
		for (size_t number = 0; number < count && !test_current_failed; number++) {
			char text[16];
			size_t rest = number;
			for (size_t i = 0; i < len; i++, rest /= kinds) {
				text[i] = of[rest % kinds];
			}
			check_text((smtpc_str){text, len});
		}
	}
}

static void cuts_all_short_texts(void)
{
	check_all("a\r\n", 3, 8);
}

static void knows_blanks_nul_and_octets(void)
{
	check_all("a \r\n", 4, 6);
	check_all("\0\t\xe4\n", 4, 5);
}

/* Longer than the blocks that are looked at, and than what is held of a line. */
static void holds_the_beginning(void)
{
	char text[300];
	static const size_t sizes[] = {
		0, 1, 15, 16, 17, 31, 32, 33, 79, SMTPC_LINE_START, SMTPC_LINE_START + 1, 200};
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t len = sizes[i];
		for (size_t k = 0; k < len; k++) {
			text[k] = (char)('a' + k % 26);
		}
		memcpy(text + len, "\rb\n", 3);
		for (size_t piece = 1; piece < 100; piece += 7) {
			smtpc_lines lines;
			smtpc_lines_init(&lines);
			bool complete = false;
			for (size_t at = 0; !complete; at += piece) {
				size_t left = len + 3 - at;
				smtpc_str data = {text + at, left < piece ? left : piece}, part;
				complete = smtpc_lines_feed(&lines, &data, &part);
			}
			size_t held = len < SMTPC_LINE_START ? len : SMTPC_LINE_START;
			CHECK_INT(lines.line.to.at, len);
			CHECK_INT(lines.line.solid, len);
			CHECK_INT(lines.line.start_len, held);
			CHECK(memcmp(lines.line.start, text, held) == 0);
		}
	}
}

int main(void)
{
	RUN(cuts_all_short_texts);
	RUN(knows_blanks_nul_and_octets);
	RUN(holds_the_beginning);
	return test_report();
}
