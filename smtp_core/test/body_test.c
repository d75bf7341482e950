/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Bodies of messages, and reading what was made of them. */
#include "message_fixture.h"

#include "mime_decode.h"

static void chooses_the_parts(void)
{
	static const struct {
		const char *text, *html, *want, *not ;
	} rows[] = {
		{NULL, NULL, "Content-Type: text/plain; charset=utf-8\r\n", "html"},
		{"", NULL, "text/plain", "html"},
		{"x", NULL, "text/plain", "html"},
		{NULL, "x", "Content-Type: text/html", "plain"},
		{"", "x", "Content-Type: text/html", "plain"},
		{"x", "y", "multipart/alternative", "multipart/mixed"},
		{"", "", "text/plain", "html"},
		{NULL, "", "text/html", "plain"},
		{"x", "", "text/plain", "html"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_message *msg = new_message();
		add(msg, SMTPC_FIELD_FROM, "a@x.org");
		if (rows[i].text != NULL) {
			CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, rows[i].text, SMTPC_ENC_AUTO), 0);
		}
		if (rows[i].html != NULL) {
			CHECK_INT(set_body(msg, SMTPC_BODY_HTML, rows[i].html, SMTPC_ENC_AUTO), 0);
		}
		smtpc_str text = written(msg);
		CHECK_INT(has(text, rows[i].want) && !has(text, rows[i].not ) ? (int)i : -1, i);
		end_message(msg);
	}
}

static void chooses_the_encoding(void)
{
	static char line[1200];
	memset(line, 'a', sizeof line - 1);
	const struct {
		const char *text;
		smtpc_encoding encoding;
		const char *want;
	} rows[] = {
		{"plain", SMTPC_ENC_AUTO, "7bit\r\n\r\nplain"},
		{"plain\xc3\xa4", SMTPC_ENC_AUTO, "quoted-printable\r\n\r\nplain=C3=A4"},
		/* They tie: what people can read wins. */
		{"ab\xc3\xa4", SMTPC_ENC_AUTO, "quoted-printable\r\n\r\nab=C3=A4"},
		{"\xc3\xa4\xc3\xa4", SMTPC_ENC_AUTO, "base64\r\n\r\nw6TDpA=="},
		{line, SMTPC_ENC_AUTO, "quoted-printable\r\n\r\naaaa"},
		{"--=_x", SMTPC_ENC_AUTO, "quoted-printable\r\n\r\n--=3D_x"},
		{"plain", SMTPC_ENC_QP, "quoted-printable\r\n\r\nplain"},
		{"plain\n", SMTPC_ENC_BASE64, "base64\r\n\r\ncGxhaW4NCg=="},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_message *msg = new_message();
		add(msg, SMTPC_FIELD_FROM, "a@x.org");
		CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, rows[i].text, rows[i].encoding), 0);
		CHECK_INT(has(written(msg), rows[i].want) ? (int)i : -1, i);
		end_message(msg);
	}
}

typedef struct counted {
	int refs;
} counted;

static void counted_addref(void *owner)
{
	((counted *)owner)->refs++;
}

static void counted_release(void *owner)
{
	((counted *)owner)->refs--;
}

static smtpc_blob counted_blob(counted *owner, smtpc_str data)
{
	return (smtpc_blob){data, owner, counted_addref, counted_release};
}

static void refuses_bodies(void)
{
	static const struct {
		smtpc_str text, charset;
		smtpc_encoding encoding;
		const char *message;
	} rows[] = {
		{{"\xff", 1}, {"UTF-8", 5}, SMTPC_ENC_AUTO, "the html body is not valid UTF-8"},
		{{"\xff", 1}, {"utf-8", 5}, SMTPC_ENC_BASE64, "the html body is not valid UTF-8"},
		{{"\xc3\xa4", 2}, {"UTF-8", 5}, SMTPC_ENC_7BIT,
			"the html body cannot go as 7bit: it has octets that are not ASCII, a line of more "
			"than 998 octets, or one that begins with --=_"},
		{{"a", 1}, {"a;b", 3}, SMTPC_ENC_AUTO,
			"the charset of the html body is not a charset name"},
		{{"a", 1}, {"a\r\nb", 4}, SMTPC_ENC_AUTO,
			"the charset of the html body is not a charset name"},
		{{"a", 1}, {"utf-16le", 8}, SMTPC_ENC_AUTO,
			"the charset utf-16le cannot be used for the html body; convert it to UTF-8"},
	};
	smtpc_message *msg = new_message();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		counted owner = {1};
		smtpc_error err;
		CHECK_INT(smtpc_message_set_body(msg, SMTPC_BODY_HTML, counted_blob(&owner, rows[i].text),
					  rows[i].charset, rows[i].encoding, &err),
			SMTPC_E_ARGUMENT);
		CHECK_STR(smtpc_str_of(err.message), rows[i].message);
		CHECK_INT(owner.refs, 0);
	}
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK(!has(written(msg), "html"));
	smtpc_blob latin = {.data = SMTPC_STR("\xe4")};
	CHECK_INT(smtpc_message_set_body(
				  msg, SMTPC_BODY_TEXT, latin, SMTPC_STR("ISO-8859-1"), SMTPC_ENC_AUTO, NULL),
		0);
	CHECK(has(written(msg), "text/plain; charset=ISO-8859-1\r\n"));
	end_message(msg);
}

static void holds_and_releases_its_bodies(void)
{
	counted owner = {1}, other = {1};
	smtpc_message *msg = new_message();
	smtpc_source source;
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	smtpc_message_set_body(msg, SMTPC_BODY_TEXT, counted_blob(&owner, SMTPC_STR("one")),
		(smtpc_str){NULL, 0}, SMTPC_ENC_AUTO, NULL);
	smtpc_message *copy = smtpc_message_copy(msg, seed);
	smtpc_message_free(msg);
	CHECK_INT(owner.refs, 1);
	CHECK_INT(smtpc_message_open(copy, NULL, &source, NULL, NULL), 0);
	/* An open reader has what it was opened for. */
	smtpc_message_set_body(copy, SMTPC_BODY_TEXT, counted_blob(&other, SMTPC_STR("two")),
		(smtpc_str){NULL, 0}, SMTPC_ENC_AUTO, NULL);
	CHECK_INT(owner.refs, 1);
	CHECK(has(read_all(&source, 1000), "\r\n\r\none"));
	source.close(source.user);
	CHECK_INT(owner.refs, 0);
	CHECK(has(written(copy), "\r\n\r\ntwo"));
	end_message(copy);
	CHECK_INT(other.refs, 0);
}

static void decodes_to_what_was_given(void)
{
	static char decoded[BIG];
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	set_body(msg, SMTPC_BODY_TEXT, "\xe6\x97\xa5\xe6\x9c\xac\n\xe6\x97\xa5\r\xe6\x9c\xac",
		SMTPC_ENC_BASE64);
	smtpc_str text = written(msg);
	size_t head = 0;
	while (head + 4 < text.len && memcmp(text.ptr + head, "\r\n\r\n", 4) != 0) {
		head++;
	}
	CHECK(text.len > 2 && memcmp(text.ptr + text.len - 2, "\r\n", 2) == 0);
	long len = decode_b64(decoded, text.ptr + head + 4, text.len - head - 6, 76);
	CHECK_STR(((smtpc_str){decoded, len > 0 ? (size_t)len : 0}),
		"\xe6\x97\xa5\xe6\x9c\xac\r\n\xe6\x97\xa5\r\n\xe6\x9c\xac");
	end_message(msg);
}

static void refuses_charsets_that_cannot_be(void)
{
	static const char *const wide[] = {"UTF16", "csUTF16", "unicode", "UTF-32LE", "us-ascii"};
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
		smtpc_message *msg = new_message();
		smtpc_blob blob = {.data = SMTPC_STR("\xeb\n")};
		CHECK_INT(smtpc_message_set_body(
					  msg, SMTPC_BODY_TEXT, blob, smtpc_str_of(wide[i]), SMTPC_ENC_AUTO, NULL),
			SMTPC_E_ARGUMENT);
		end_message(msg);
	}
}

/* SMTP sends lines, so the last one has its end before its octets are counted. */
static void ends_with_a_line_end(void)
{
	static const char *const bodies[] = {"", "x", "x\n", "x\r", "\xc3\xa9", "\xc3\xa9\n"};
	static const smtpc_encoding encodings[] = {SMTPC_ENC_AUTO, SMTPC_ENC_QP, SMTPC_ENC_BASE64};
	for (size_t i = 0; i < 6; i++) {
		for (size_t e = 0; e < 3; e++) {
			smtpc_message *msg = new_message();
			add(msg, SMTPC_FIELD_FROM, "a@x.org");
			set_body(msg, SMTPC_BODY_TEXT, bodies[i], encodings[e]);
			smtpc_str text = written(msg);
			CHECK(text.len > 2 && memcmp(text.ptr + text.len - 2, "\r\n", 2) == 0);
			CHECK_INT(message_size(msg), text.len);
			end_message(msg);
		}
	}
}

/* ---- Reading ------------------------------------------------------------- */

static smtpc_message *full_message(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "Zo\xc3\xab <a@x.org>");
	add(msg, SMTPC_FIELD_TO, "\"B, b\" <b@x.org>");
	smtpc_message_set_subject(msg, SMTPC_STR("\xe6\x97\xa5\xe6\x9c\xac \xc3\xa4 plain"), NULL);
	set_body(
		msg, SMTPC_BODY_TEXT, "\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac\n", SMTPC_ENC_AUTO);
	set_body(msg, SMTPC_BODY_HTML,
		"<p>caf\xc3\xa9 = \n.\nFrom \n caf\xc3\xa9 and more of that</p>\n", SMTPC_ENC_AUTO);
	return msg;
}

static void reads_the_same_in_any_pieces(void)
{
	static char whole[4096];
	smtpc_message *msg = full_message();
	smtpc_str text = written(msg);
	CHECK(text.len > 0 && text.len < sizeof whole);
	memcpy(whole, text.ptr, text.len);
	smtpc_str want = {whole, text.len};
	for (size_t piece = 1; piece < want.len + 2; piece++) {
		smtpc_source source;
		CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, NULL), 0);
		CHECK(smtpc_str_eq(read_all(&source, piece), want));
		CHECK_INT(source.read(source.user, out_buf, 10, NULL), 0);
		source.close(source.user);
	}
	end_message(msg);
}

static void rewinds_from_anywhere(void)
{
	static char whole[4096];
	smtpc_message *msg = full_message();
	smtpc_source source;
	smtpc_str text = written(msg);
	memcpy(whole, text.ptr, text.len);
	smtpc_str want = {whole, text.len};
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, NULL), 0);
	for (size_t at = 0; at <= want.len; at += 7) {
		CHECK(source.read(source.user, out_buf, at, NULL) == (ptrdiff_t)at);
		CHECK_INT(source.rewind(source.user, NULL), 0);
		CHECK(smtpc_str_eq(read_all(&source, 100), want));
		CHECK_INT(source.rewind(source.user, NULL), 0);
	}
	source.close(source.user);
	end_message(msg);
}

static void copies_get_their_own_id(void)
{
	static const uint8_t other[16] = {9};
	static char whole[4096];
	smtpc_message *msg = full_message();
	smtpc_str text = written(msg);
	memcpy(whole, text.ptr, text.len);
	smtpc_str want = {whole, text.len};
	smtpc_message *copy = smtpc_message_copy(msg, other);
	CHECK(has(written(copy), "Message-ID: <09000000000000000000000000000000@x.org>"));
	/* The body is the same, boundaries and all, until it is changed. */
	CHECK(has(written(copy), "=_" SEED_HEX));
	CHECK_INT(set_body(copy, SMTPC_BODY_TEXT, "other", SMTPC_ENC_AUTO), 0);
	CHECK(!has(written(copy), SEED_HEX));
	smtpc_message_free(copy);
	/* With the same seed it is the same. */
	copy = smtpc_message_copy(msg, seed);
	CHECK(smtpc_str_eq(written(copy), want));
	smtpc_message_free(copy);
	CHECK_INT(smtpc_message_set_id(msg, SMTPC_STR("given@x"), NULL), 0);
	CHECK_INT(smtpc_message_set_priority(msg, 5, NULL), 0);
	CHECK_INT(set_header(msg, "X-A", "1", true, NULL), 0);
	smtpc_message_null_return(msg);
	copy = smtpc_message_copy(msg, other);
	bool null_return;
	text = written(copy);
	CHECK(has(text, "Message-ID: <given@x>"));
	CHECK(has(text, "Importance: Low") && has(text, "X-A: 1"));
	CHECK(smtpc_message_envelope_sender(copy, &null_return) == NULL && null_return);
	smtpc_message_free(copy);
	end_message(msg);
}

/* A body of 5 MB is held where it is: what is allocated does not depend on it. */
static void allocates_nothing_for_a_big_body(void)
{
	enum { HUGE_LEN = 5 * 1000 * 1000 };
	char *huge = malloc(HUGE_LEN);
	CHECK(huge != NULL);
	if (huge == NULL) {
		return;
	}
	for (size_t i = 0; i < HUGE_LEN; i += 2) {
		memcpy(huge + i, i % 70 == 0 ? "\n." : "\xc3\xa4", 2);
	}
	for (int kind = SMTPC_ENC_QP; kind <= SMTPC_ENC_BASE64; kind++) {
		smtpc_message *msg = new_message();
		smtpc_source source;
		add(msg, SMTPC_FIELD_FROM, "a@x.org");
		smtpc_blob blob = {.data = {huge, HUGE_LEN}};
		CHECK_INT(smtpc_message_set_body(
					  msg, SMTPC_BODY_TEXT, blob, (smtpc_str){NULL, 0}, (smtpc_encoding)kind, NULL),
			0);
		CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, NULL), 0);
		CHECK(mem.held < 30 && mem.calls < 60);
		int64_t total = 0;
		ptrdiff_t n;
		do {
			n = source.read(source.user, out_buf, 16384, NULL);
			total += n;
		} while (n > 0);
		CHECK(total == source.size && total > HUGE_LEN);
		source.close(source.user);
		end_message(msg);
	}
	free(huge);
}

static void takes_random_octets(void)
{
	uint8_t a[32] = {0}, b[32] = {0};
	CHECK_INT(smtpc_random(a, sizeof a), 0);
	CHECK_INT(smtpc_random(b, sizeof b), 0);
	CHECK(memcmp(a, b, sizeof a) != 0);
}

int main(void)
{
	RUN(chooses_the_parts);
	RUN(chooses_the_encoding);
	RUN(refuses_bodies);
	RUN(holds_and_releases_its_bodies);
	RUN(decodes_to_what_was_given);
	RUN(ends_with_a_line_end);
	RUN(refuses_charsets_that_cannot_be);
	RUN(reads_the_same_in_any_pieces);
	RUN(rewinds_from_anywhere);
	RUN(copies_get_their_own_id);
	RUN(allocates_nothing_for_a_big_body);
	RUN(takes_random_octets);
	return test_report();
}
