/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the tests of finished mail have in common: tables that are short to write, and reading a
 * mail in all the ways there are.
 *
 * In a table's text '@' stands for a line that is just too long, '^' for one that just is not, '~'
 * for a NUL. What goes out may have, between a '{' and a '}', octets that are encoded there: '{Q'
 * quoted- printable, '{B' base64. */
#ifndef RAW_FIXTURE_H
#define RAW_FIXTURE_H

#include "fake_origin.h"
#include "mime_decode.h"
#include "smtpc_test.h"

enum { RAW_ROOM = 256 * 1024 };

/* How a mail is opened. */
typedef enum raw_how { REFUSE, ENCODE, SEVEN_BIT } raw_how;

typedef struct raw_out {
	int rc;
	smtpc_error err;
	smtpc_transfer need;
	bool utf8;
	size_t len;
	char text[RAW_ROOM];
} raw_out;

static const uint8_t raw_seed[16] = {7};

static inline smtpc_open_options raw_options(raw_how how)
{
	smtpc_open_options options;
	smtpc_open_options_init(&options);
	options.encode_long = how != REFUSE;
	options.takes = how == SEVEN_BIT ? SMTPC_TRANSFER_7BIT : SMTPC_TRANSFER_8BIT;
	return options;
}

/* The octets that |pattern| stands for, into |out|. */
static inline smtpc_str raw_expand(char *out, const char *pattern)
{
	size_t len = 0;
	for (const char *c = pattern; *c != '\0'; c++) {
		size_t many = *c == '@' ? 999 : *c == '^' ? 998 : 0;
		if (many > 0) {
			memset(out + len, 'x', many);
			len += many;
		} else {
			out[len++] = *c == '~' ? '\0' : *c;
		}
	}
	return (smtpc_str){out, len};
}

/* ---- Reading ------------------------------------------------------------- */

static inline int raw_read_all(smtpc_source *source, raw_out *out, size_t piece, smtpc_error *err)
{
	out->len = 0;
	for (;;) {
		size_t room = sizeof out->text - out->len;
		ptrdiff_t n =
			source->read(source->user, out->text + out->len, room < piece ? room : piece, err);
		if (n <= 0) {
			return (int)n;
		}
		out->len += (size_t)n;
	}
}

/* Opens |msg| and reads it; twice, and both times it gives what it said. */
static inline void raw_read_message(smtpc_message *msg, raw_how how, size_t piece, raw_out *out)
{
	smtpc_source source;
	smtpc_open_options options = raw_options(how);
	*out = (raw_out){.rc = 0};
	out->rc = smtpc_message_open(msg, &options, &source, &out->need, &out->err);
	if (out->rc < 0) {
		CHECK_INT(out->err.code, out->rc);
		return;
	}
	out->utf8 = smtpc_message_needs_smtputf8(msg);
	for (int round = 0; round < 2; round++) {
		out->rc = raw_read_all(&source, out, piece, &out->err);
		if (out->rc == SMTPC_OK) {
			CHECK_INT(out->len, source.size);
		}
		CHECK_INT(source.rewind(source.user, NULL), 0);
	}
	source.close(source.user);
}

static inline bool raw_same(const raw_out *a, const raw_out *b)
{
	return a->rc == b->rc && a->need == b->need && a->utf8 == b->utf8 &&
		(a->rc == SMTPC_OK ? a->len == b->len && memcmp(a->text, b->text, a->len) == 0
						   : strcmp(a->err.message, b->err.message) == 0);
}

/* Reads |mail| from memory into |out|, and checks that it comes the same out of origins of all
 * kinds. */
static inline void raw_read(smtpc_str mail, raw_how how, raw_out *out)
{
	static raw_out other;
	static const size_t pieces[] = {1, 7, 4096};
	test_mem mem;
	test_mem_init(&mem);
	smtpc_message *msg = smtpc_message_new_raw_blob(&mem.mem, raw_seed, (smtpc_blob){.data = mail});
	raw_read_message(msg, how, 4096, out);
	raw_read_message(msg, how, 5, &other);
	CHECK(raw_same(out, &other));
	smtpc_message_free(msg);
	for (size_t i = 0; i < 3; i++) {
		fake_origin fake = {
			.data = mail, .piece = pieces[i], .unstable = i == 1, .sizeless = i == 2};
		msg = smtpc_message_new_raw_origin(&mem.mem, raw_seed, fake_as_origin(&fake));
		raw_read_message(msg, how, pieces[2 - i], &other);
		CHECK(raw_same(out, &other));
		CHECK_INT(fake.open_now, 0);
		smtpc_message_free(msg);
		CHECK_INT(fake.refs, 0);
	}
	CHECK_INT(mem.held, 0);
}

/* ---- Comparing ----------------------------------------------------------- */

/* Cuts off |pattern| up to one of |ends|, expanded into |room|. */
static inline smtpc_str raw_cut(char *room, const char **pattern, const char *ends)
{
	char part[4096];
	size_t len = strcspn(*pattern, ends);
	memcpy(part, *pattern, len);
	part[len] = '\0';
	*pattern += len;
	return raw_expand(room, part);
}

static inline bool raw_begins(smtpc_str text, smtpc_str with)
{
	return text.len >= with.len && memcmp(text.ptr, with.ptr, with.len) == 0;
}

/* How much of |out| decodes to |want| and comes before |behind|; -1: there is no such thing. */
static inline long raw_decodes(smtpc_str out, char encoding, smtpc_str want, smtpc_str behind)
{
	static char decoded[RAW_ROOM];
	for (size_t len = 0; len <= out.len; len++) {
		smtpc_str rest = smtpc_str_skip(out, len);
		if (!raw_begins(rest, behind) || (behind.len == 0 && rest.len > 0)) {
			continue;
		}
		long got = encoding == 'Q' ? decode_qp(decoded, out.ptr, len)
								   : decode_b64(decoded, out.ptr, len, 76);
		if (got == (long)want.len && memcmp(decoded, want.ptr, want.len) == 0) {
			return (long)len;
		}
	}
	return -1;
}

/* |out| is what |pattern| says. */
static inline bool raw_matches(smtpc_str out, const char *pattern)
{
	static char literal_room[RAW_ROOM], want_room[RAW_ROOM];
	smtpc_str literal = raw_cut(literal_room, &pattern, "{");
	while (raw_begins(out, literal)) {
		out = smtpc_str_skip(out, literal.len);
		if (*pattern == '\0') {
			return out.len == 0;
		}
		char encoding = pattern[1];
		pattern += 2;
		smtpc_str want = raw_cut(want_room, &pattern, "}");
		pattern++;
		literal = raw_cut(literal_room, &pattern, "{");
		long used = raw_decodes(out, encoding, want, literal);
		if (used < 0) {
			return false;
		}
		out = smtpc_str_skip(out, (size_t)used);
	}
	return false;
}

#endif
