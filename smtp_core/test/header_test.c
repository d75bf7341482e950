/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "mime/smtpc_header.h"
#include "mime_decode.h"

enum { BIG = 64 * 1024 };

#define GRIN "\xf0\x9f\x98\x80"

static char raw[BIG], unfolded[BIG], text_buf[BIG];

/* The field |name|: |value| as it is written, CRLF included. */
static smtpc_str written(const char *name, smtpc_str value)
{
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), BIG);
	CHECK_INT(smtpc_header_text(&buf, smtpc_str_of(name), value), 0);
	size_t len = smtpc_buf_len(&buf);
	memcpy(raw, smtpc_buf_str(&buf).ptr, len);
	smtpc_buf_free(&buf);
	return (smtpc_str){raw, len};
}

/* Every line within |max|, unfolds and decodes to |value|. */
static void round_trip(const char *name, smtpc_str value, size_t max)
{
	smtpc_str field = written(name, value);
	size_t skip = strlen(name) + 1;
	CHECK(field.len > 2 && memcmp(field.ptr + field.len - 2, "\r\n", 2) == 0);
	long len = decode_unfold(unfolded, field.ptr, field.len - 2, max);
	CHECK(len >= (long)skip && smtpc_str_is_ascii((smtpc_str){unfolded, (size_t)len}));
	if (len < (long)skip) {
		return;
	}
	if (value.len > 0) {
		CHECK_INT(unfolded[skip++], ' ');
	}
	long got = decode_words(text_buf, unfolded + skip, (size_t)len - skip);
	CHECK_INT(got, value.len);
	CHECK(got >= 0 && smtpc_str_eq((smtpc_str){text_buf, (size_t)got}, value));
}

static void leaves_plain_text_alone(void)
{
	CHECK_STR(written("Subject", SMTPC_STR("Hello")), "Subject: Hello\r\n");
	CHECK_STR(written("Subject", SMTPC_STR("")), "Subject:\r\n");
	CHECK_STR(written("X", SMTPC_STR("a  b\tc")), "X: a  b\tc\r\n");
	CHECK_STR(written("X", SMTPC_STR("a = ? _ ?= b")), "X: a = ? _ ?= b\r\n");
}

static void folds_at_spaces_only(void)
{
	CHECK_STR(written("Subject",
				  SMTPC_STR("one two three four five six seven eight nine ten "
							"eleven twelve thirteen  fourteen")),
		"Subject: one two three four five six seven eight nine ten eleven twelve\r\n"
		" thirteen  fourteen\r\n");
	/* A word that fits nowhere stays where it is; the next one goes to a new line. */
	char value[300];
	memset(value, 'w', 200);
	memcpy(value + 200, " x", 3);
	round_trip("Subject", smtpc_str_of(value), 209);
	CHECK_INT(written("Subject", smtpc_str_of(value)).len, 9 + 200 + 2 + 2 + 2);
}

static void encodes_what_is_not_ascii(void)
{
	CHECK_STR(written("Subject",
				  SMTPC_STR("Gr\xc3\xbc\xc3\x9f"
							"e")),
		"Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n");
	/* Plain words around stay plain, those between go along. */
	CHECK_STR(written("Subject", SMTPC_STR("the caf\xc3\xa9 and a second caf\xc3\xa9 here")),
		"Subject: the =?UTF-8?Q?caf=C3=A9_and_a_second_caf=C3=A9?= here\r\n");
	CHECK_STR(written("Subject", SMTPC_STR("\xe6\x97\xa5\xe6\x9c\xac")),
		"Subject: =?UTF-8?B?5pel5pys?=\r\n");
	CHECK_STR(written("Subject", SMTPC_STR(" x")), "Subject: =?UTF-8?Q?_x?=\r\n");
	/* What a reader would take for an encoded word; a "=?" of a web address is none. */
	CHECK_STR(written("Subject", SMTPC_STR("a =?x?q?y?= b")),
		"Subject: a =?UTF-8?B?PT94P3E/eT89?= b\r\n");
	CHECK_STR(written("Subject", SMTPC_STR("a =?x b")), "Subject: a =?x b\r\n");
}

static void round_trips_awkward_values(void)
{
	static const char *const values[] = {
		"",
		" ",
		"\t",
		"  lead",
		"trail  ",
		"a \t b",
		"=?UTF-8?Q?x?=",
		"x =?UTF-8?B?eA==?= y",
		"a=?b",
		"=?",
		"\xc3\xa4 plain \xc3\xa4",
		"plain \xc3\xa4",
		"\xc3\xa4 plain",
		" \xc3\xa4 ",
		GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN GRIN,
		"a                                                                               b",
		"a                                                                               \xc3\xa4",
		"\xc3\xa4                                                                               b",
	};
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		round_trip("Subject", smtpc_str_of(values[i]), 76);
		round_trip("X-This-Is-A-Header-Name-Of-Seventy-Six-Octets-Which-Is-The-Most-That-May-Be",
			smtpc_str_of(values[i]), 998);
	}
}

/* No length, and no place of the character that must be encoded, makes a line too long. */
static void round_trips_every_length(void)
{
	static char value[3000];
	for (size_t len = 1; len < 200; len++) {
		memset(value, 'a', len);
		memcpy(value + len, " \xc3\xa4", 3);
		round_trip("Subject", (smtpc_str){value, len + 3}, len + 9 > 76 ? len + 9 : 76);
		memset(value, 'a', len + 3);
		memcpy(value + len, "\xe2\x82\xac", 3);
		round_trip("Subject", (smtpc_str){value, len + 3}, 76);
		memcpy(value, "\xe2\x82\xac", 3);
		round_trip("Subject", (smtpc_str){value, len + 3}, 76);
	}
	for (size_t len = 890; len < 2100; len += len < 1010 ? 1 : 90) {
		memset(value, 'a', len);
		round_trip("Subject", (smtpc_str){value, len}, 998);
		value[len / 2] = ' ';
		round_trip("Subject", (smtpc_str){value, len}, 998);
		memset(value, ' ', len);
		value[0] = 'a';
		value[len] = 'b';
		round_trip("Subject", (smtpc_str){value, len + 1}, 76);
	}
}

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

static void round_trips_random_values(void)
{
	static const char *const pieces[] = {"a", "bc", " ", " ", "  ", "\t", "=?", "?=", "=", "?", "_",
		"word", "\xc3\xa4", "\xe6\x97\xa5", "\xf0\x9f\x98\x80", "\"", "(", "averylongwordindeed"};
	static char value[4000];
	uint32_t state = 7;
	for (int round = 0; round < 2000; round++) {
		size_t len = 0;
		for (uint32_t n = next_random(&state) % 80; n > 0; n--) {
			size_t usable = round % 2 == 0 ? 12 : sizeof pieces / sizeof pieces[0];
			const char *piece = pieces[next_random(&state) % usable];
			memcpy(value + len, piece, strlen(piece));
			len += strlen(piece);
		}
		round_trip("Subject", (smtpc_str){value, len}, 998);
	}
}

/* ---- Addresses, dates, identifiers --------------------------------------- */

static smtpc_str written_addrs(const char *const (*rows)[2], size_t count)
{
	smtpc_addr addrs[8];
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), BIG);
	for (size_t i = 0; i < count; i++) {
		smtpc_str name = smtpc_str_of(rows[i][1]);
		CHECK_INT(smtpc_addr_init(&addrs[i], NULL, smtpc_str_of(rows[i][0]), name, NULL), 0);
	}
	smtpc_addr_list list = {.items = addrs, .count = count};
	CHECK_INT(smtpc_header_addrs(&buf, SMTPC_STR("To"), &list), 0);
	size_t len = smtpc_buf_len(&buf);
	memcpy(raw, smtpc_buf_str(&buf).ptr, len);
	smtpc_buf_free(&buf);
	for (size_t i = 0; i < count; i++) {
		smtpc_addr_free(&addrs[i]);
	}
	return (smtpc_str){raw, len};
}

static void writes_each_kind_of_name(void)
{
	static const struct {
		const char *row[1][2], *want;
	} rows[] = {
		{{{"a@b.org", ""}}, "To: a@b.org\r\n"},
		{{{"a@b.org", "Jane Doe"}}, "To: Jane Doe <a@b.org>\r\n"},
		{{{"a@b.org", "Jane  Doe"}}, "To: \"Jane  Doe\" <a@b.org>\r\n"},
		{{{"a@b.org", "J. Doe"}}, "To: \"J. Doe\" <a@b.org>\r\n"},
		{{{"a@b.org", "Doe, \"J\\"}}, "To: \"Doe, \\\"J\\\\\" <a@b.org>\r\n"},
		{{{"a@b.org", "x@y"}}, "To: \"x@y\" <a@b.org>\r\n"},
		{{{"a@b.org", "Zo\xc3\xab (x)"}}, "To: =?UTF-8?B?Wm/DqyAoeCk=?= <a@b.org>\r\n"},
		{{{"a@b.org", "Zo\xc3\xab"}}, "To: =?UTF-8?Q?Zo=C3=AB?= <a@b.org>\r\n"},
		{{{"a@b.org", "Andr\xc3\xa9 One"}}, "To: =?UTF-8?Q?Andr=C3=A9_One?= <a@b.org>\r\n"},
		{{{"a@b.org", "=?utf-8?q?x?="}}, "To: =?UTF-8?B?PT91dGYtOD9xP3g/PQ==?= <a@b.org>\r\n"},
		{{{"a@ex\xc3\xa4mple.org", ""}}, "To: a@xn--exmple-cua.org\r\n"},
		{{{"\xc3\xa4@ex\xc3\xa4mple.org", ""}}, "To: \xc3\xa4@ex\xc3\xa4mple.org\r\n"},
		{{{"\"a b\"@b.org", "N"}}, "To: N <\"a b\"@b.org>\r\n"},
		{{{"a@[IPv6:::1]", "N"}}, "To: N <a@[IPv6:::1]>\r\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(written_addrs(rows[i].row, 1), rows[i].want);
	}
}

static void folds_between_addresses(void)
{
	static const char *const rows[][2] = {
		{"first.person@example.org", "First Person"},
		{"second.person@example.org", "Second Person, Esq."},
		{"third@example.org", ""},
		{"fourth@example.org",
			"A Person Whose Name Is So Long That It Has To Be Broken Somewhere, "
			"Wherever A Space Is, For It Does Not Fit On Any One Line"},
		{"fifth@example.org", "F\xc3\xbcnf"},
	};
	CHECK_STR(written_addrs(rows, 5),
		"To: First Person <first.person@example.org>,\r\n"
		" \"Second Person, Esq.\" <second.person@example.org>, third@example.org,\r\n"
		" \"A Person Whose Name Is So Long That It Has To Be Broken Somewhere,\r\n"
		" Wherever A Space Is, For It Does Not Fit On Any One Line\"\r\n"
		" <fourth@example.org>, =?UTF-8?B?RsO8bmY=?= <fifth@example.org>\r\n");
}

/* The field that |header| becomes. */
static smtpc_str rewritten(const char *header)
{
	smtpc_addr_list list;
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), BIG);
	CHECK_INT(smtpc_addr_list_parse(&list, NULL, smtpc_str_of(header), NULL), 0);
	CHECK_INT(smtpc_header_addrs(&buf, SMTPC_STR("To"), &list), 0);
	size_t len = smtpc_buf_len(&buf);
	memcpy(raw, smtpc_buf_str(&buf).ptr, len);
	smtpc_buf_free(&buf);
	smtpc_addr_list_free(&list);
	return (smtpc_str){raw, len};
}

static void writes_groups(void)
{
	static const char *const rows[][2] = {
		{"G:;", "To: G:;\r\n"},
		{"G: a@b.org;", "To: G: a@b.org;\r\n"},
		{"G: a@b.org, N <c@d.org>;, e@f.org", "To: G: a@b.org, N <c@d.org>;, e@f.org\r\n"},
		{"e@f.org, G:;, H:;", "To: e@f.org, G:;, H:;\r\n"},
		{"e@f.org, G:;, g@h.org", "To: e@f.org, G:;, g@h.org\r\n"},
		{"\"G, \\\"x\\\"\": a@b.org;", "To: \"G, \\\"x\\\"\": a@b.org;\r\n"},
		{"\"Zo\xc3\xab\": a@b.org;", "To: =?UTF-8?Q?Zo=C3=AB?= : a@b.org;\r\n"},
		{"\"Zo\xc3\xab\":;, a@b.org", "To: =?UTF-8?Q?Zo=C3=AB?= :;, a@b.org\r\n"},
		{"The Committee for the Long Names: first.person@example.org, Second Person "
		 "<second.person@example.org>, third@example.org;, fourth@example.org",
			"To: The Committee for the Long Names: first.person@example.org,\r\n"
			" Second Person <second.person@example.org>, third@example.org;,\r\n"
			" fourth@example.org\r\n"},
		{"The Committee for the Advancement of Names That Fill a Whole Line Of a Field "
		 "And More:;, A Line That Has Room for a Name of Some Seventy Two Octets in Allxxxx:;",
			"To: The Committee for the Advancement of Names That Fill a Whole Line Of a\r\n"
			" Field And More:;, A Line That Has Room for a Name of Some Seventy Two\r\n"
			" Octets in Allxxxx:;\r\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(rewritten(rows[i][0]), rows[i][1]);
	}
	/* A word over a line's end. */
	char header[200], want[200];
	memset(header, 'n', 90);
	memcpy(header + 90, ":;, a@b.org", 12);
	snprintf(want, sizeof want, "To: %.90s:\r\n ;, a@b.org\r\n", header);
	CHECK_STR(rewritten(header), want);
}

/* At each length of the name, as atoms, quoted and encoded: no line over 78 octets. */
static void folds_groups_of_any_length(void)
{
	static const char *const ends[] = {":;", ":;,x:;", ":a@b.org;", ":a@b.org, c@d.org;, e@f.org"};
	static const char *const letters[] = {"n", "n.", "\xc3\xa4"};
	for (size_t len = 1; len < 200; len++) {
		for (size_t form = 0; form < 12; form++) {
			char name[500] = "", header[600];
			size_t used = 0;
			for (size_t i = 0; i < len; i++) {
				const char *piece = i % 7 == 6 && i + 1 < len ? " " : letters[form / 4];
				memcpy(name + used, piece, strlen(piece));
				used += strlen(piece);
			}
			snprintf(header, sizeof header, "\"%s\"%s", name, ends[form % 4]);
			smtpc_str field = rewritten(header);
			CHECK(decode_unfold(unfolded, field.ptr, field.len - 2, 78) > 0);
		}
	}
}

/* Names and addresses at the limits: no line too long, none empty. */
static void folds_addresses_of_any_length(void)
{
	static char name[3000], address[300];
	for (size_t len = 1; len < 2500; len += len < 160 ? 1 : 97) {
		for (size_t i = 0; i < len; i++) {
			name[i] = len % 3 == 0 && i % 9 == 8 ? ' ' : len % 3 == 1 ? '"' : 'n';
		}
		name[0] = name[len - 1] = 'n';
		name[len] = '\0';
		size_t local = 1 + len % 64;
		memset(address, 'l', local);
		memcpy(address + local, "@some.longish.domain.name.for.this.example.org", 47);
		const char *const rows[][2] = {{address, name}, {address, ""}, {address, name}};
		smtpc_str field = written_addrs(rows, 3);
		CHECK(decode_unfold(unfolded, field.ptr, field.len - 2, 998) > 0);
	}
}

static smtpc_str written_date(int64_t time, int offset)
{
	static char out[100];
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), sizeof out);
	CHECK(smtpc_header_date_ok(time, offset));
	CHECK_INT(smtpc_header_date(&buf, time, offset), 0);
	size_t len = smtpc_buf_len(&buf);
	memcpy(out, smtpc_buf_str(&buf).ptr, len);
	smtpc_buf_free(&buf);
	return (smtpc_str){out, len};
}

static void writes_dates(void)
{
	CHECK_STR(written_date(0, 0), "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n");
	CHECK_STR(written_date(1700000000, -330), "Date: Tue, 14 Nov 2023 16:43:20 -0530\r\n");
	CHECK_STR(written_date(951782400, 60), "Date: Tue, 29 Feb 2000 01:00:00 +0100\r\n");
	CHECK_STR(written_date(4107542399, 0), "Date: Sun, 28 Feb 2100 23:59:59 +0000\r\n");
	CHECK_STR(written_date(4107542400, 0), "Date: Mon, 01 Mar 2100 00:00:00 +0000\r\n");
	CHECK_STR(written_date(-1, 0), "Date: Wed, 31 Dec 1969 23:59:59 +0000\r\n");
	CHECK_STR(written_date(-2208988800, 0), "Date: Mon, 01 Jan 1900 00:00:00 +0000\r\n");
	CHECK_STR(written_date(253402300799, 0), "Date: Fri, 31 Dec 9999 23:59:59 +0000\r\n");
	CHECK(!smtpc_header_date_ok(-2208988801, 0));
	CHECK(!smtpc_header_date_ok(-2208988800, -1));
	CHECK(!smtpc_header_date_ok(253402300800, 0));
	CHECK(!smtpc_header_date_ok(253402300799, 1));
	CHECK(!smtpc_header_date_ok(INT64_MAX, 0) && !smtpc_header_date_ok(INT64_MIN, 0));
	CHECK(smtpc_header_date_ok(0, 5999) && !smtpc_header_date_ok(0, 6000));
}

/* Each day of a whole cycle of 400 years, by a calendar that counts them. */
static void knows_each_day(void)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int day = 1, month = 0, year = 1900;
	for (int64_t count = -25567; count < -25567 + 146097 + 366; count++) {
		char want[16];
		snprintf(want, sizeof want, "%02d %.3s %04d", day, months + 3 * month, year);
		smtpc_str field = written_date(count * 86400 + 86399, 0);
		CHECK(field.len > 22 && memcmp(field.ptr + 11, want, 11) == 0);
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		day++;
		if (day > days[month] + (month == 1 && leap)) {
			day = 1;
			month = (month + 1) % 12;
			year += month == 0;
		}
	}
}

static void folds_identifiers(void)
{
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1000);
	CHECK_INT(smtpc_header_ids(&buf, SMTPC_STR("References"),
				  SMTPC_STR("<aaaaaaaaaaaaaaaaaaaaaaaaa@example.org> "
							"<bbbbbbbbbbbbbbbbbbbbbbbbb@example.org>")),
		0);
	CHECK_STR(smtpc_buf_str(&buf),
		"References: <aaaaaaaaaaaaaaaaaaaaaaaaa@example.org>\r\n"
		" <bbbbbbbbbbbbbbbbbbbbbbbbb@example.org>\r\n");
	smtpc_buf_free(&buf);
}

static void says_when_there_is_no_room(void)
{
	smtpc_buf buf;
	smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 10);
	CHECK_INT(smtpc_header_text(&buf, SMTPC_STR("Subject"), SMTPC_STR("hello")), SMTPC_E_NOMEM);
	CHECK_INT(smtpc_header_plain(&buf, SMTPC_STR("Subject"), SMTPC_STR("hello")), SMTPC_E_NOMEM);
	smtpc_buf_free(&buf);
}

/* A field set by name may be an address list: no encoded word inside quotes, no specials in it. */
static void named_fields_keep_their_structure(void)
{
	static const char *const rows[][2] = {
		{"\"Zo\xc3\xab, A\" <z@x.org>", "=?UTF-8?B?Ilpvw6ssIEEi?= <z@x.org>"},
		{"<https://e.org/u?x=?y>, <mailto:u@e.org>", "<https://e.org/u?x=?y>, <mailto:u@e.org>"},
		{"\"plain\" <a@x.org>", "\"plain\" <a@x.org>"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char want[200];
		smtpc_buf buf;
		smtpc_buf_init(&buf, smtpc_mem_or_default(NULL), 1000);
		CHECK_INT(smtpc_header_named(&buf, SMTPC_STR("X"), smtpc_str_of(rows[i][0])), 0);
		snprintf(want, sizeof want, "X: %s\r\n", rows[i][1]);
		CHECK_STR(smtpc_buf_str(&buf), want);
		smtpc_buf_free(&buf);
	}
}

int main(void)
{
	RUN(named_fields_keep_their_structure);
	RUN(leaves_plain_text_alone);
	RUN(folds_at_spaces_only);
	RUN(encodes_what_is_not_ascii);
	RUN(round_trips_awkward_values);
	RUN(round_trips_every_length);
	RUN(round_trips_random_values);
	RUN(writes_each_kind_of_name);
	RUN(folds_between_addresses);
	RUN(folds_addresses_of_any_length);
	RUN(writes_groups);
	RUN(folds_groups_of_any_length);
	RUN(writes_dates);
	RUN(knows_each_day);
	RUN(folds_identifiers);
	RUN(says_when_there_is_no_room);
	return test_report();
}
