/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Attachments: what becomes of their octets, from memory and from origins that misbehave; and how
 * often these are read. */
#include "fake_origin.h"
#include "message_fixture.h"
#include "mime_decode.h"

static smtpc_message *letter(void)
{
	smtpc_message *msg = new_message();
	add(msg, SMTPC_FIELD_FROM, "a@x.org");
	CHECK_INT(set_body(msg, SMTPC_BODY_TEXT, "text", SMTPC_ENC_AUTO), 0);
	return msg;
}

static smtpc_attachment *of_origin(
	fake_origin *origin, const char *name, smtpc_encoding encoding, smtpc_error *err)
{
	smtpc_attachment_options options = {.name = smtpc_str_of(name), .encoding = encoding};
	return smtpc_attachment_new_origin(&mem.mem, &options, fake_as_origin(origin), err);
}

/* Attaches and lets go. */
static void attach(smtpc_message *msg, smtpc_attachment *attachment)
{
	CHECK(attachment != NULL);
	if (attachment != NULL) {
		CHECK_INT(smtpc_message_attach(msg, attachment), 0);
		smtpc_attachment_unref(attachment);
	}
}

/* What opening and reading |msg| ends with. */
static int outcome(smtpc_message *msg, size_t piece, smtpc_error *err)
{
	smtpc_source source;
	char buf[4096];
	int rc = smtpc_message_open(msg, NULL, &source, NULL, err);
	if (rc < 0) {
		return rc;
	}
	ptrdiff_t n;
	do {
		n = source.read(source.user, buf, piece, err);
	} while (n > 0);
	if (n < 0) {
		/* It stays failed, for the same reason. */
		smtpc_error again = {.code = 0};
		CHECK_INT(source.read(source.user, buf, piece, &again), n);
		CHECK_STR(smtpc_str_of(again.message), err->message);
	}
	source.close(source.user);
	return (int)n;
}

/* The octets of the part that begins behind |marker|'s empty line, decoded. */
static long decoded_part(char *out, smtpc_str text, const char *marker, smtpc_encoding encoding)
{
	const char *at = memmem(text.ptr, text.len, marker, strlen(marker));
	const char *start =
		at != NULL ? memmem(at, (size_t)(text.ptr + text.len - at), "\r\n\r\n", 4) : NULL;
	const char *end =
		start != NULL ? memmem(start, (size_t)(text.ptr + text.len - start), "\r\n--=_", 6) : NULL;
	if (end == NULL) {
		return -1;
	}
	start += 4;
	size_t len = end > start ? (size_t)(end - start) : 0;
	if (encoding == SMTPC_ENC_BASE64) {
		return decode_b64(out, start, len, 76);
	}
	if (encoding == SMTPC_ENC_QP) {
		return decode_qp(out, start, len);
	}
	memcpy(out, start, len);
	return (long)len;
}

static char octets[100000], decoded[100000];

static void fill_octets(size_t len)
{
	uint32_t x = 12345;
	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		octets[i] = (char)(x >> 24);
	}
}

static void arrives_octet_for_octet(void)
{
	static const size_t lens[] = {0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 4096, 65000};
	static const smtpc_encoding encodings[] = {SMTPC_ENC_AUTO, SMTPC_ENC_QP, SMTPC_ENC_BASE64};
	fill_octets(sizeof octets);
	for (size_t i = 0; i < sizeof lens / sizeof lens[0] * 3 * 2; i++) {
		smtpc_message *msg = letter();
		size_t len = lens[i / 6];
		smtpc_encoding encoding = encodings[i / 2 % 3];
		fake_origin origin = {.data = {octets, len}, .piece = i % 4 == 0 ? 7 : 0};
		smtpc_attachment_options options = {.name = SMTPC_STR("a.bin"), .encoding = encoding};
		attach(msg,
			i % 2 == 0 ? of_origin(&origin, "a.bin", encoding, NULL)
					   : smtpc_attachment_new_blob(
							 &mem.mem, &options, (smtpc_blob){.data = {octets, len}}, NULL));
		long got = decoded_part(decoded, written(msg), "filename=\"a.bin\"",
			encoding == SMTPC_ENC_AUTO ? SMTPC_ENC_BASE64 : encoding);
		CHECK_INT(got, len);
		CHECK(got != (long)len || memcmp(decoded, octets, len) == 0);
		end_message(msg);
		CHECK_INT(origin.refs, 0);
	}
}

static void clear_octets_go_as_they_are_or_not_at_all(void)
{
	static const struct {
		const char *data;
		bool seven_bit, eight_bit;
	} rows[] = {
		{"", true, true},
		{"a,b\r\n1,2\r\n", true, true},
		{"no end", true, true},
		{"a\xc3\xa4\r\n", false, true},
		{"bare\nlf", false, false},
		{"bare\rcr", false, false},
		{"end\r", false, false},
		{"--=_x\r\n", false, false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0] * 4; i++) {
		smtpc_encoding encoding = i % 2 == 0 ? SMTPC_ENC_7BIT : SMTPC_ENC_8BIT;
		bool fits = i % 2 == 0 ? rows[i / 4].seven_bit : rows[i / 4].eight_bit;
		smtpc_message *msg = letter();
		smtpc_error err = {.code = 0};
		fake_origin origin = {.data = smtpc_str_of(rows[i / 4].data)};
		smtpc_attachment_options options = {.name = SMTPC_STR("a.csv"), .encoding = encoding};
		if (i % 4 < 2) {
			/* What is in memory is looked at at once. */
			smtpc_attachment *made = smtpc_attachment_new_blob(
				&mem.mem, &options, (smtpc_blob){.data = origin.data}, &err);
			CHECK_INT((made != NULL) == fits ? (int)i : -1, i);
			CHECK(made != NULL || err.code == SMTPC_E_ARGUMENT);
			smtpc_attachment_unref(made);
		} else {
			attach(msg, of_origin(&origin, "a.csv", encoding, NULL));
			int rc = outcome(msg, 5, &err);
			CHECK_INT(rc == (fits ? 0 : SMTPC_E_SOURCE) ? (int)i : -1, i);
			CHECK(fits || has(smtpc_str_of(err.message), "attachment \"a.csv\" cannot go as "));
		}
		end_message(msg);
	}
}

/* ---- Origins that misbehave ---------------------------------------------- */

static void says_why_it_cannot_be_read(void)
{
	enum { LEN = 300 };
	for (size_t at = 1; at <= LEN; at++) {
		smtpc_message *msg = letter();
		smtpc_error err = {.code = 0};
		fake_origin origin = {.data = {octets, LEN}, .fail_at = at};
		attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
		CHECK_INT(outcome(msg, 64, &err), SMTPC_E_SOURCE);
		CHECK(has(smtpc_str_of(err.message), "the origin broke at "));
		CHECK_INT(origin.open_now, 0);
		end_message(msg);
		CHECK_INT(origin.refs, 0);
	}
}

static void refuses_an_origin_that_changes(void)
{
	static const struct {
		size_t then;
		uint64_t stamp;
		const char *message;
	} rows[] = {
		{100, 1, NULL},
		{99, 1, "attachment \"a\" has changed since the mail was made"},
		{101, 1, "attachment \"a\" has changed since the mail was made"},
		{100, 2, "attachment \"a\" has changed since the mail was made"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_message *msg = letter();
		smtpc_source source;
		smtpc_error err = {.code = 0};
		fake_origin origin = {.data = {octets, 100}, .stamp = 1};
		attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
		CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), 0);
		origin.data.len = rows[i].then;
		origin.stamp = rows[i].stamp;
		ptrdiff_t n;
		do {
			n = source.read(source.user, out_buf, 100, &err);
		} while (n > 0);
		CHECK_INT(n, rows[i].message == NULL ? 0 : SMTPC_E_SOURCE);
		CHECK_STR(smtpc_str_of(err.message), rows[i].message == NULL ? "" : rows[i].message);
		source.close(source.user);
		/* Opened again, it is what it is now. */
		CHECK_INT(outcome(msg, 100, &err), 0);
		end_message(msg);
	}
}

/* It changes while it is read, and no look tells. */
static void refuses_a_size_that_is_wrong(void)
{
	static const struct {
		size_t then;
		const char *message;
	} rows[] = {
		{100, ""},
		{99, "attachment \"a\" has become shorter"},
		{10, "attachment \"a\" has become shorter"},
		{101, "attachment \"a\" has become longer"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_message *msg = letter();
		smtpc_source source;
		smtpc_error err = {.code = 0};
		fake_origin origin = {.data = {octets, 100}, .piece = 9};
		attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
		CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), 0);
		ptrdiff_t n = 1;
		while (n > 0 && origin.given == 0) {
			n = source.read(source.user, out_buf, 1, &err);
		}
		origin.data.len = rows[i].then;
		while (n > 0) {
			n = source.read(source.user, out_buf, 100, &err);
		}
		CHECK_INT(n, rows[i].message[0] != '\0' ? SMTPC_E_SOURCE : 0);
		CHECK_STR(smtpc_str_of(err.message), rows[i].message);
		source.close(source.user);
		end_message(msg);
	}
}

static void a_gone_origin_is_told_before_anything(void)
{
	smtpc_message *msg = letter();
	smtpc_source source;
	smtpc_error err = {.code = 0};
	fake_origin origin = {.data = {octets, 100}};
	attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
	origin.refuses = true;
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), SMTPC_E_SOURCE);
	CHECK_STR(smtpc_str_of(err.message), "attachment \"a\": the origin is gone");
	end_message(msg);
}

static void rewinds_over_origins(void)
{
	smtpc_message *msg = letter();
	smtpc_source source;
	fake_origin origin = {.data = {octets, 1000}};
	attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
	static char whole[BIG];
	smtpc_str text = written(msg);
	memcpy(whole, text.ptr, text.len);
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, NULL), 0);
	for (size_t at = 0; at < text.len; at += 13) {
		CHECK_INT(source.read(source.user, out_buf, at, NULL), at);
		CHECK_INT(source.rewind(source.user, NULL), 0);
	}
	CHECK(smtpc_str_eq(read_all(&source, 100), (smtpc_str){whole, text.len}));
	source.close(source.user);
	CHECK_INT(origin.open_now, 0);
	end_message(msg);
}

/* ---- Sizes --------------------------------------------------------------- */

static void knows_the_size_only_where_it_can_be_known(void)
{
	static const struct {
		bool sizeless;
		smtpc_encoding encoding;
		bool known;
	} rows[] = {
		{false, SMTPC_ENC_AUTO, true},
		{false, SMTPC_ENC_QP, true},
		{true, SMTPC_ENC_AUTO, false},
		{true, SMTPC_ENC_QP, false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_message *msg = letter();
		fake_origin origin = {.data = {octets, 1234}, .sizeless = rows[i].sizeless};
		attach(msg, of_origin(&origin, "a", rows[i].encoding, NULL));
		CHECK_INT(message_size(msg) >= 0, rows[i].known);
		/* Only quoted-printable has to be read for it. */
		CHECK_INT(origin.given > 0, rows[i].known && rows[i].encoding == SMTPC_ENC_QP);
		/* A stream's size is known when it has ended. */
		origin.sizeless = false;
		CHECK(message_size(msg) > 1234);
		end_message(msg);
	}
}

/* ---- Encode once --------------------------------------------------------- */

static uint64_t given_for(smtpc_message *msg, fake_origin *origin)
{
	uint64_t before = origin->given;
	smtpc_error err;
	CHECK_INT(outcome(msg, 4096, &err), 0);
	return origin->given - before;
}

static void copies_share_the_encoded_form(void)
{
	static const uint8_t other[16] = {7};
	smtpc_message *msg = letter();
	fake_origin origin = {.data = {octets, 50000}, .stamp = 1};
	attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
	/* One message: nothing is kept. */
	CHECK_INT(given_for(msg, &origin), 50000);
	CHECK_INT(given_for(msg, &origin), 50000);
	smtpc_message *copy = smtpc_message_copy(msg, other);
	CHECK_INT(given_for(copy, &origin), 50000);
	CHECK_INT(given_for(msg, &origin), 0);
	CHECK_INT(set_body(copy, SMTPC_BODY_TEXT, "another text", SMTPC_ENC_AUTO), 0);
	CHECK_INT(given_for(copy, &origin), 0);
	static char kept[BIG];
	long got = decoded_part(kept, written(copy), "filename=\"a\"", SMTPC_ENC_BASE64);
	CHECK(got == 50000 && memcmp(kept, octets, 50000) == 0);
	/* Until it changes. */
	origin.stamp = 2;
	CHECK_INT(given_for(copy, &origin), 50000);
	CHECK_INT(given_for(msg, &origin), 0);
	smtpc_message_free(copy);
	end_message(msg);
	CHECK_INT(origin.refs, 0);
}

static void keeps_nothing_that_is_too_large_or_may_change(void)
{
	static const uint8_t other[16] = {7};
	for (int unstable = 0; unstable < 2; unstable++) {
		smtpc_message *msg = letter();
		smtpc_open_options options;
		smtpc_source source;
		fake_origin origin = {.data = {octets, 50000}, .unstable = unstable};
		attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
		smtpc_message *copy = smtpc_message_copy(msg, other);
		smtpc_open_options_init(&options);
		options.spool_max = unstable ? options.spool_max : 50000;
		for (int i = 1; i <= 3; i++) {
			CHECK_INT(smtpc_message_open(copy, &options, &source, NULL, NULL), 0);
			CHECK(read_all(&source, 4096).len > 50000);
			source.close(source.user);
			CHECK_INT(origin.given, 50000 * i);
		}
		smtpc_message_free(copy);
		end_message(msg);
	}
}

/* A form that is read must outlive its replacement. */
static void a_kept_form_lives_while_it_is_read(void)
{
	static const uint8_t other[16] = {7};
	smtpc_message *msg = letter();
	smtpc_source source;
	fake_origin origin = {.data = {octets, 3000}, .stamp = 1};
	attach(msg, of_origin(&origin, "a", SMTPC_ENC_AUTO, NULL));
	smtpc_message *copy = smtpc_message_copy(msg, other);
	CHECK_INT(given_for(copy, &origin), 3000);
	size_t len = written(copy).len;
	CHECK_INT(smtpc_message_open(copy, NULL, &source, NULL, NULL), 0);
	CHECK_INT(source.read(source.user, out_buf, 1000, NULL), 1000);
	origin.stamp = 2;
	CHECK_INT(given_for(msg, &origin), 3000);
	CHECK_INT(read_all(&source, 100).len, len - 1000);
	source.close(source.user);
	smtpc_message_free(copy);
	end_message(msg);
}

/* ---- Options ------------------------------------------------------------- */

static void refuses_what_cannot_be_written(void)
{
	static const struct {
		smtpc_attachment_options options;
		const char *message;
	} rows[] = {
		{{.name = {"a\nb", 3}}, "the attachment's name has a control character"},
		{{.name = {"a\0b", 3}}, "the attachment's name has a control character"},
		{{.name = {"\xff", 1}}, "the attachment's name is not valid UTF-8"},
		{{.content_id = {"", 0}}, "the attachment's content id "},
		{{.content_id = {"a b", 3}}, "the attachment's content id "},
		{{.content_id = {"a>b", 3}}, "the attachment's content id "},
		{{.type = {"nonsense", 8}}, ""},
		{{.type = {"text/plain\r\nX: y", 16}}, ""},
		{{.type = {"multipart/mixed", 15}}, ""},
		{{.type = {"message/rfc822", 14}}, "an attachment of type message/rfc822 must be made "},
	};
	test_mem_init(&mem);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_error err = {.code = 0};
		fake_origin origin = {.data = {octets, 1}};
		CHECK(smtpc_attachment_new_blob(
				  &mem.mem, &rows[i].options, (smtpc_blob){.data = {"x", 1}}, &err) == NULL);
		CHECK_INT(err.code == SMTPC_E_ARGUMENT ? (int)i : -1, i);
		CHECK_INT(has(smtpc_str_of(err.message), rows[i].message) ? (int)i : -1, i);
		CHECK(smtpc_attachment_new_origin(
				  &mem.mem, &rows[i].options, fake_as_origin(&origin), &err) == NULL);
		CHECK_INT(origin.refs, 0);
		CHECK_INT(mem.held, 0);
	}
}

static void types_follow_the_name(void)
{
	static const struct {
		const char *name, *type, *want;
	} rows[] = {
		{"a.pdf", "", "application/pdf"},
		{"A.PNG", "", "image/png"},
		{"mail.eml", "", "application/octet-stream"},
		{"", "", "application/octet-stream"},
		{"a.pdf", "text/csv; charset=utf-8", "text/csv; charset=utf-8"},
	};
	test_mem_init(&mem);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_attachment_options options = {
			.name = smtpc_str_of(rows[i].name), .type = smtpc_str_of(rows[i].type)};
		smtpc_attachment *made =
			smtpc_attachment_new_blob(&mem.mem, &options, (smtpc_blob){.data = {"x", 1}}, NULL);
		smtpc_attachment_describe(made, &options);
		CHECK_STR(options.type, rows[i].want);
		smtpc_attachment_unref(made);
	}
	CHECK_INT(mem.held, 0);
}

static void copies_differ_in_what_was_asked(void)
{
	test_mem_init(&mem);
	fake_origin origin = {.data = {octets, 10}};
	smtpc_attachment *first = of_origin(&origin, "a.bin", SMTPC_ENC_AUTO, NULL);
	smtpc_attachment_options options;
	smtpc_attachment_describe(first, &options);
	CHECK_INT(options.encoding, SMTPC_ENC_BASE64);
	options.is_inline = true;
	options.content_id = SMTPC_STR("id@x");
	smtpc_attachment *second = smtpc_attachment_copy(first, &options, NULL);
	options.encoding = SMTPC_ENC_QP;
	smtpc_attachment *third = smtpc_attachment_copy(second, &options, NULL);
	smtpc_attachment_unref(first);
	smtpc_attachment_unref(second);
	smtpc_attachment_describe(third, &options);
	CHECK_INT(options.encoding, SMTPC_ENC_QP);
	CHECK_STR(options.content_id, "id@x");
	CHECK(options.is_inline);
	options.content_id = SMTPC_STR("a b");
	CHECK(smtpc_attachment_copy(third, &options, NULL) == NULL);
	smtpc_attachment_unref(third);
	CHECK_INT(mem.held, 0);
	CHECK_INT(origin.refs, 0);
}

int main(void)
{
	RUN(arrives_octet_for_octet);
	RUN(clear_octets_go_as_they_are_or_not_at_all);
	RUN(says_why_it_cannot_be_read);
	RUN(refuses_an_origin_that_changes);
	RUN(refuses_a_size_that_is_wrong);
	RUN(a_gone_origin_is_told_before_anything);
	RUN(rewinds_over_origins);
	RUN(knows_the_size_only_where_it_can_be_known);
	RUN(copies_share_the_encoded_form);
	RUN(keeps_nothing_that_is_too_large_or_may_change);
	RUN(a_kept_form_lives_while_it_is_read);
	RUN(refuses_what_cannot_be_written);
	RUN(types_follow_the_name);
	RUN(copies_differ_in_what_was_asked);
	return test_report();
}
