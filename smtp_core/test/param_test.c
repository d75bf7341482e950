/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc_test.h"

#include "mime/smtpc_param.h"
#include "mime/smtpc_part_fields.h"
#include "param_decode.h"

#define X10 "xxxxxxxxxx"
#define A10 "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"

static smtpc_buf out;

static smtpc_str type_field(const char *type, const char *charset, smtpc_str name)
{
	smtpc_type parsed;
	smtpc_buf_reset(&out);
	CHECK_INT(smtpc_type_parse(&parsed, smtpc_str_of(type), NULL), SMTPC_OK);
	CHECK_INT(smtpc_part_put_type(&out, &parsed, smtpc_str_of(charset), name), SMTPC_OK);
	return smtpc_buf_str(&out);
}

static smtpc_str disposition_field(bool is_inline, smtpc_str name)
{
	smtpc_buf_reset(&out);
	CHECK_INT(smtpc_part_put_disposition(&out, is_inline, name), SMTPC_OK);
	return smtpc_buf_str(&out);
}

/* ---- Exactly so ---------------------------------------------------------- */

static void writes_content_types(void)
{
	static const struct {
		const char *type, *charset, *name, *field;
	} rows[] = {
		{"application/pdf", "", "", "Content-Type: application/pdf\r\n"},
		{"text/plain", "UTF-8", "", "Content-Type: text/plain; charset=UTF-8\r\n"},
		{"application/pdf", "", "q3.pdf", "Content-Type: application/pdf; name=\"q3.pdf\"\r\n"},
		{"text/csv;header=present", "utf-8", "a b",
			"Content-Type: text/csv; header=present; charset=utf-8; name=\"a b\"\r\n"},
		{"text/csv; Name=x; CharSet=latin1; q=\"a \\\"b\\\\\"", "utf-8", "y",
			"Content-Type: text/csv; q=\"a \\\"b\\\\\"; charset=utf-8; name=\"y\"\r\n"},
		{"text/csv; Name=x; CharSet=latin1; q=\"\"", "", "",
			"Content-Type: text/csv; Name=x; CharSet=latin1; q=\"\"\r\n"},
		{"application/pdf", "", "\xc3\xa4.pdf",
			"Content-Type: application/pdf; name=\"=?UTF-8?B?w6QucGRm?=\"\r\n"},
		{"application/pdf", "",
			"Quartals\xc3\xbc"
			"bersicht \"Q3\"",
			"Content-Type: application/pdf;\r\n"
			" name=\"=?UTF-8?Q?Quartals=C3=BCbersicht_=22Q3=22?=\"\r\n"},
		{"application/pdf", "", "a\"b\\.pdf",
			"Content-Type: application/pdf; name=\"a\\\"b\\\\.pdf\"\r\n"},
		{"a/b", "",
			"=?utf-8?q?x?=", "Content-Type: a/b; name=\"=?UTF-8?B?PT91dGYtOD9xP3g/PQ==?=\"\r\n"},
		{"a/b", "", A10 A10 A10 ".pdf",
			"Content-Type: a/b;\r\n"
			" name=\"=?UTF-8?B?w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOk?=\r\n"
			" =?UTF-8?B?w6TDpMOkw6TDpMOkw6TDpMOkw6TDpMOkLnBkZg==?=\"\r\n"},
		{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "", "a.docx",
			"Content-Type: "
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document;\r\n"
			" name=\"a.docx\"\r\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(
			type_field(rows[i].type, rows[i].charset, smtpc_str_of(rows[i].name)), rows[i].field);
	}
}

static void writes_content_dispositions(void)
{
	static const struct {
		const char *name, *field;
	} rows[] = {
		{"", "Content-Disposition: attachment\r\n"},
		{"q3.pdf", "Content-Disposition: attachment; filename=\"q3.pdf\"\r\n"},
		{"it's 100% (a;b).pdf",
			"Content-Disposition: attachment; filename=\"it's 100% (a;b).pdf\"\r\n"},
		{"\xe2\x82\xac.pdf", "Content-Disposition: attachment; filename*=UTF-8''%E2%82%AC.pdf\r\n"},
		{"\xe2\x82\xac *'%\".pdf",
			"Content-Disposition: attachment;\r\n"
			" filename*=UTF-8''%E2%82%AC%20%2A%27%25%22.pdf\r\n"},
		{"a\\b", "Content-Disposition: attachment; filename*=UTF-8''a%5Cb\r\n"},
		{"=?x?=", "Content-Disposition: attachment; filename*=UTF-8''%3D%3Fx%3F%3D\r\n"},
		{X10 X10 X10 X10 X10 X10 "123",
			"Content-Disposition: attachment;\r\n filename=\"" X10 X10 X10 X10 X10 X10 "123\"\r\n"},
		{X10 X10 X10 X10 X10 X10 "1234",
			"Content-Disposition: attachment;\r\n"
			" filename*0*=UTF-8''" X10 X10 X10 X10 X10 "xxxxx;\r\n filename*1*=xxxxx1234\r\n"},
		{A10 ".txt",
			"Content-Disposition: attachment;\r\n"
			" filename*0*=UTF-8''%C3%A4%C3%A4%C3%A4%C3%A4%C3%A4%C3%A4%C3%A4%C3%A4%C3%A4;\r\n"
			" filename*1*=%C3%A4.txt\r\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(disposition_field(false, smtpc_str_of(rows[i].name)), rows[i].field);
	}
	CHECK_STR(
		disposition_field(true, SMTPC_STR("a")), "Content-Disposition: inline; filename=\"a\"\r\n");
	CHECK_STR(disposition_field(true, SMTPC_STR("")), "Content-Disposition: inline\r\n");
}

static void writes_content_ids(void)
{
	CHECK_INT(smtpc_part_put_id((smtpc_buf_reset(&out), &out), SMTPC_STR("logo.png")), SMTPC_OK);
	CHECK_STR(smtpc_buf_str(&out), "Content-ID: <logo.png>\r\n");
	static const char *const wrong[] = {
		"", "a b", "<a", "a>", "a\tb", "a\r\nb", "\x7f", "\xc3\xa4", " ", "a\x80"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		CHECK(smtpc_part_id_wrong(smtpc_str_of(wrong[i])) != NULL);
	}
	static char id[201];
	memset(id, 'a', sizeof id);
	CHECK(smtpc_part_id_wrong((smtpc_str){id, 200}) == NULL);
	CHECK_STR(smtpc_str_of(smtpc_part_id_wrong((smtpc_str){id, 201})), "is longer than 200 octets");
	CHECK(smtpc_part_id_wrong(SMTPC_STR("a\0b")) != NULL);
	CHECK(smtpc_part_id_wrong(SMTPC_STR("!#$%&'()*+,-./:;=?@[]^_`{|}~\"\\")) == NULL);
}

static void judges_file_names(void)
{
	static const struct {
		const char *name, *wrong;
	} rows[] = {
		{"a.pdf", NULL},
		{" ", NULL},
		{".", NULL},
		{"reports/q3.pdf", NULL},
		{"C:\\q3.pdf", NULL},
		{"\xc2\xa0\xe2\x80\xae"
		 "fdp.exe\xf0\x9f\x98\x80\xe2\x80\xa7\xe2\x80\xaa",
			NULL},
		{"", "is empty"},
		{"a\rb", "has a control character"},
		{"a\nb", "has a control character"},
		{"a\tb", "has a control character"},
		{"a\x7f", "has a control character"},
		{"\x01\xc3\xa4", "has a control character"},
		{"a\xc2\x80", "has a control character"},
		{"a\xc2\x85"
		 "b",
			"has a control character"},
		{"\xc2\x9f", "has a control character"},
		{"\xe2\x80\xa8", "has a line separator"},
		{"a\xe2\x80\xa9", "has a line separator"},
		{"\xc3", "is not valid UTF-8"},
		{"\xe4.pdf", "is not valid UTF-8"},
		{"a\xed\xa0\x80", "is not valid UTF-8"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_str wrong = smtpc_str_of(smtpc_param_name_wrong(smtpc_str_of(rows[i].name)));
		CHECK_STR(wrong, rows[i].wrong);
	}
	CHECK_STR(smtpc_str_of(smtpc_param_name_wrong(SMTPC_STR("a\0b"))), "has a control character");
	static char name[1025];
	memset(name, 'a', sizeof name);
	CHECK(smtpc_param_name_wrong((smtpc_str){name, 1024}) == NULL);
	CHECK_STR(smtpc_str_of(smtpc_param_name_wrong((smtpc_str){name, 1025})),
		"is longer than 1024 octets");
}

/* ---- Reading back -------------------------------------------------------- */

static char unfolded[DECODE_PARAM_MAX], decoded[DECODE_PARAM_MAX], words[DECODE_PARAM_MAX];

/* Printable ASCII on lines of |max| at most; views the field without its last line end. */
static smtpc_str unfold(smtpc_str field, size_t max)
{
	CHECK(field.len > 2 && memcmp(field.ptr + field.len - 2, "\r\n", 2) == 0);
	for (size_t i = 0; i < field.len; i++) {
		CHECK((field.ptr[i] >= ' ' && field.ptr[i] <= '~') || field.ptr[i] == '\r' ||
			field.ptr[i] == '\n');
	}
	long len = decode_unfold(unfolded, field.ptr, field.len - 2, max);
	CHECK(len > 0);
	return (smtpc_str){unfolded, len > 0 ? (size_t)len : 0};
}

static void comes_back(smtpc_str name)
{
	CHECK(smtpc_param_name_wrong(name) == NULL);
	smtpc_str field = unfold(disposition_field(false, name), 76);
	long len = decode_param(decoded, field, SMTPC_STR("filename"));
	CHECK(len >= 0 && smtpc_str_eq((smtpc_str){decoded, (size_t)len}, name));
	CHECK_INT(decode_param(words, field, SMTPC_STR("name")), -1);

	field = unfold(type_field("application/octet-stream", "", name), 76);
	len = decode_param(decoded, field, SMTPC_STR("name"));
	CHECK(len >= 0);
	smtpc_str value = {decoded, len > 0 ? (size_t)len : 0};
	if (smtpc_str_istarts(value, SMTPC_STR("=?UTF-8?"))) {
		len = decode_words(words, value.ptr, value.len);
		value = (smtpc_str){words, len > 0 ? (size_t)len : 0};
	}
	CHECK(smtpc_str_eq(value, name));
	if (test_current_failed) {
		fprintf(stderr, "the name was |%.*s|\n", (int)name.len, name.ptr);
	}
}

/* Kinds of characters, of which a name has some: code points from, to. */
static const struct {
	uint32_t from, to;
} kinds[] = {
	{'a', 'z'},
	{' ', '/'},
	{' ', ' '},
	{'"', '"'},
	{'\\', '\\'},
	{'%', '*'},
	{':', '@'},
	{'[', '`'},
	{'?', '?'},
	{'=', '='},
	{0xa0, 0xff},
	{0x300, 0x36f},
	{0x400, 0x4ff},
	{0x5d0, 0x5ea},
	{0x202a, 0x202e},
	{0x3040, 0x30ff},
	{0x4e00, 0x9fff},
	{0x10400, 0x1044f},
	{0x1f600, 0x1f64f},
	{0x10fff0, 0x10ffff},
};

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static size_t put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = len - 1; i > 0; i--) {
		to[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	to[0] = (char)(lead[len] | c);
	return len;
}

/* |chars| characters of up to five kinds, as long as they fit. */
static size_t random_name(char *to, size_t chars, uint32_t *state)
{
	uint32_t some[5];
	uint32_t count = 1 + next_random(state) % 5;
	for (uint32_t i = 0; i < count; i++) {
		some[i] = next_random(state) % (sizeof kinds / sizeof kinds[0]);
	}
	size_t len = 0;
	while (chars-- > 0 && len + 4 <= SMTPC_PARAM_NAME_MAX) {
		uint32_t kind = some[next_random(state) % count];
		uint32_t span = kinds[kind].to - kinds[kind].from + 1;
		len += put_utf8(to + len, kinds[kind].from + next_random(state) % span);
	}
	return len;
}

static void random_names_come_back(void)
{
	static char name[SMTPC_PARAM_NAME_MAX];
	uint32_t state = 1;
	for (int round = 0; round < 20; round++) {
		for (size_t chars = 1; chars <= 300 && !test_current_failed; chars++) {
			size_t len = random_name(name, chars, &state);
			/* A copy of exactly this size, so that reading past its end is noticed. */
			char *copy = malloc(len);
			CHECK(copy != NULL);
			if (copy != NULL) {
				memcpy(copy, name, len);
				comes_back((smtpc_str){copy, len});
			}
			free(copy);
		}
	}
}

/* The same character again and again: every way in which a line can be full. */
static void every_length_comes_back(void)
{
	static const char *const units[] = {"a", " ", "\"", "\\", "%", "'", "=?", "\xc3\xa4",
		"a\xc3\xa4", "\xe2\x82\xac", "\xc3\xa4\xe2\x82\xac", "\xf0\x9f\x98\x80", "e\xcc\x81",
		"-\xf0\x9f\x98\x80"};
	static char name[SMTPC_PARAM_NAME_MAX];
	for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
		smtpc_str unit = smtpc_str_of(units[u]);
		for (size_t len = 0; len + unit.len <= sizeof name && !test_current_failed;) {
			memcpy(name + len, unit.ptr, unit.len);
			len += unit.len;
			if (len < 320 || len + unit.len > sizeof name) {
				comes_back((smtpc_str){name, len});
			}
		}
	}
}

/* With the type's own parameters before it, at every column. */
static void every_column_comes_back(void)
{
	static const char *const names[] = {"a.pdf", "\xc3\xa4.pdf", A10 A10 A10, X10 X10 X10 X10 X10};
	char type[100] = "a/b; x=";
	for (size_t at = strlen(type); at < sizeof type - 1 && !test_current_failed; at++) {
		type[at] = 'x';
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
			/* A long value of the caller's own makes a long line. */
			size_t max = at < 70 ? 76 : 100;
			smtpc_str field = unfold(type_field(type, "utf-8", smtpc_str_of(names[i])), max);
			long len = decode_param(decoded, field, SMTPC_STR("name"));
			CHECK(len >= 0);
			len = len >= 0 ? decode_words(words, decoded, (size_t)len) : 0;
			CHECK_STR(((smtpc_str){words, len > 0 ? (size_t)len : 0}), names[i]);
			len = decode_param(decoded, field, SMTPC_STR("x"));
			CHECK_INT(len, at - 6);
		}
	}
}

/* However full the line is, there is room for the semicolon before the next parameter. */
static void leaves_room_for_what_follows(void)
{
	static const char *const units[] = {"a", "\"", "aa\"", "\xc3\xa4", "\xe2\x82\xac", "a\xc3\xa4"};
	static char name[400];
	for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
		smtpc_str unit = smtpc_str_of(units[u]);
		for (size_t len = unit.len; len < sizeof name; len += unit.len) {
			memcpy(name + len - unit.len, unit.ptr, unit.len);
			smtpc_fold fold;
			smtpc_buf_reset(&out);
			smtpc_fold_begin_text(&fold, &out, SMTPC_STR("X: y"));
			smtpc_param_put_2231(&fold, SMTPC_STR("f"), (smtpc_str){name, len});
			smtpc_param_put_2047(&fold, SMTPC_STR("n"), (smtpc_str){name, len});
			smtpc_param_put(&fold, SMTPC_STR("z"), SMTPC_STR("z z"));
			CHECK_INT(smtpc_fold_end(&fold), SMTPC_OK);
			smtpc_str field = unfold(smtpc_buf_str(&out), 76);
			CHECK_INT(decode_param(decoded, field, SMTPC_STR("f")), len);
			CHECK(decode_param(decoded, field, SMTPC_STR("n")) >= (long)len);
			CHECK_INT(decode_param(decoded, field, SMTPC_STR("z")), 3);
		}
	}
}

/* ---- Memory -------------------------------------------------------------- */

static int write_all(smtpc_buf *to)
{
	smtpc_type type = {.name = SMTPC_STR("application/pdf")};
	smtpc_str name = SMTPC_STR(A10 A10 A10 A10 A10 A10 A10 A10 A10 A10);
	int rc = smtpc_part_put_type(to, &type, SMTPC_STR("utf-8"), name);
	rc = rc == SMTPC_OK ? smtpc_part_put_disposition(to, true, name) : rc;
	rc = rc == SMTPC_OK ? smtpc_part_put_id(to, SMTPC_STR("logo.png")) : rc;
	return rc;
}

static void tells_out_of_memory(void)
{
	unsigned long at = 0;
	int rc;
	do {
		test_mem mem;
		smtpc_buf to;
		test_mem_init(&mem);
		mem.fail_at = ++at;
		smtpc_buf_init(&to, &mem.mem, 1 << 20);
		rc = write_all(&to);
		CHECK(rc == SMTPC_OK || rc == SMTPC_E_NOMEM);
		smtpc_buf_free(&to);
		CHECK_INT(mem.held, 0);
	} while (rc != SMTPC_OK && at < 100);
	CHECK(at > 3 && at < 100);
}

/* Whatever does not fit: the field is not whole, and this is told. */
static void tells_a_full_buffer(void)
{
	smtpc_buf whole;
	smtpc_buf_init(&whole, smtpc_mem_or_default(NULL), 1 << 20);
	CHECK_INT(write_all(&whole), SMTPC_OK);
	for (size_t max = 0; max <= smtpc_buf_len(&whole); max++) {
		smtpc_buf to;
		smtpc_buf_init(&to, smtpc_mem_or_default(NULL), max);
		CHECK_INT(write_all(&to), max < smtpc_buf_len(&whole) ? SMTPC_E_NOMEM : SMTPC_OK);
		smtpc_buf_free(&to);
	}
	smtpc_buf_free(&whole);
}

int main(void)
{
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 1 << 20);
	RUN(writes_content_types);
	RUN(writes_content_dispositions);
	RUN(writes_content_ids);
	RUN(judges_file_names);
	RUN(random_names_come_back);
	RUN(every_length_comes_back);
	RUN(every_column_comes_back);
	RUN(leaves_room_for_what_follows);
	RUN(tells_out_of_memory);
	RUN(tells_a_full_buffer);
	smtpc_buf_free(&out);
	return test_report();
}
