/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The input is a list of lines that each set something in the header of a message, the first octet
 * says what; NUL stands for a line end in a value. The header that comes out can be read, has
 * proper lines, and says what was set. Lines that begin with 'r' are read as if they were of
 * somebody else's header. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_rawfield.h"
#include "test/mime_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SET_MAX = 64 };

/* What was set, in the order in which it must come out. */
typedef struct setting {
	smtpc_message *msg;
	smtpc_str subject;
	smtpc_str names[SET_MAX], values[SET_MAX];
	size_t count;
} setting;

static void require(bool cond)
{
	if (!cond) {
		abort();
	}
}

/* ---- Setting ------------------------------------------------------------- */

static void set_header(setting *s, smtpc_str value, bool add)
{
	smtpc_str name = smtpc_str_until(&value, ':');
	if (s->count == SET_MAX ||
		smtpc_message_set_header(s->msg, name, value, add, NULL) != SMTPC_OK) {
		return;
	}
	size_t kept = 0;
	for (size_t i = 0; i < s->count; i++) {
		if (add || !smtpc_str_ieq(s->names[i], name)) {
			s->names[kept] = s->names[i];
			s->values[kept++] = s->values[i];
		}
	}
	s->names[kept] = name;
	s->values[kept] = value;
	s->count = kept + 1;
}

static void set_addrs(smtpc_message *msg, smtpc_addr_field field, smtpc_str value)
{
	smtpc_addr_list list;
	if (smtpc_addr_list_parse(&list, NULL, value, NULL) == SMTPC_OK) {
		for (size_t i = 0; i < list.count; i++) {
			require(smtpc_message_add_addr(msg, field, &list.items[i]) == SMTPC_OK);
		}
	}
	smtpc_addr_list_free(&list);
}

static void read_others(smtpc_str text)
{
	char name[16], value[70];
	smtpc_str token = smtpc_rawfield_token(text);
	require(token.len <= text.len);
	size_t len = text.len < sizeof name ? text.len : sizeof name;
	memcpy(name, text.ptr, len);
	require(smtpc_rawfield_param(text, SMTPC_STR("boundary"), value, sizeof value) <= sizeof value);
	(void)smtpc_rawfield_param(text, (smtpc_str){name, len}, value, 3);
	smtpc_rawfield field;
	size_t before = text.len;
	int more;
	while ((more = smtpc_rawfield_next(&text, &field)) != 0) {
		require(field.whole.len > 0 && text.len + field.whole.len == before);
		require(more < 0 || (field.name.len > 0 && field.name.len + field.value.len < before));
		before = text.len;
	}
	require(text.len == 0);
}

static void set_any(setting *s, char what, smtpc_str value)
{
	switch (what) {
	case 's':
		s->subject =
			smtpc_message_set_subject(s->msg, value, NULL) == SMTPC_OK ? value : s->subject;
		break;
	case 'h':
	case 'H':
		set_header(s, value, what == 'h');
		break;
	case 't':
		set_addrs(s->msg, SMTPC_FIELD_TO, value);
		break;
	case 'c':
		set_addrs(s->msg, SMTPC_FIELD_CC, value);
		break;
	case 'i':
		smtpc_message_set_id(s->msg, value, NULL);
		break;
	case 'R':
		smtpc_message_set_reply_to_id(s->msg, value, &value, 1, NULL);
		break;
	case 'r':
		read_others(value);
		break;
	default:
		break;
	}
}

/* ---- Reading back -------------------------------------------------------- */

/* |field| says |value|. */
static void check_value(smtpc_str whole, smtpc_str name, smtpc_str value)
{
	char *unfolded = malloc(2 * whole.len + 100);
	require(unfolded != NULL);
	char *decoded = unfolded + whole.len;
	size_t skip = name.len + 1;
	long len = decode_unfold(unfolded, whole.ptr, whole.len - 2, 998);
	require(len >= (long)skip);
	if (value.len > 0) {
		require(unfolded[skip++] == ' ');
	}
	long got = decode_words(decoded, unfolded + skip, (size_t)len - skip);
	require(got == (long)value.len && memcmp(decoded, value.ptr, value.len) == 0);
	free(unfolded);
}

/* Every line has something on it, and not too much; nothing is where only we could have put it. */
static void check_field(const smtpc_rawfield *field)
{
	char *unfolded = malloc(field->whole.len);
	require(unfolded != NULL);
	require(decode_unfold(unfolded, field->whole.ptr, field->whole.len - 2, 998) > 0);
	free(unfolded);
	require(memchr(field->whole.ptr, '\0', field->whole.len) == NULL);
	require(!smtpc_str_ieq(field->name, SMTPC_STR("Bcc")));
}

static void check_head(const setting *s, smtpc_str head)
{
	smtpc_rawfield field;
	size_t next = 0, subjects = 0;
	while (!smtpc_str_istarts(head, SMTPC_STR("\r\n"))) {
		require(smtpc_rawfield_next(&head, &field) == 1);
		check_field(&field);
		if (smtpc_str_ieq(field.name, SMTPC_STR("Subject"))) {
			subjects++;
			check_value(field.whole, field.name, s->subject);
		} else if (next < s->count && smtpc_str_eq(field.name, s->names[next])) {
			check_value(field.whole, field.name, s->values[next]);
			next++;
		}
	}
	require(next == s->count && subjects == (s->subject.len > 0));
}

static void check_message(const setting *s)
{
	smtpc_source source;
	if (smtpc_message_open(s->msg, NULL, &source, NULL, NULL) != SMTPC_OK) {
		return;
	}
	char *text = malloc((size_t)source.size);
	require(text != NULL);
	size_t used = 0;
	ptrdiff_t n;
	while ((n = source.read(source.user, text + used, (size_t)source.size - used, NULL)) > 0) {
		used += (size_t)n;
	}
	require(n == 0 && (int64_t)used == source.size);
	check_head(s, (smtpc_str){text, used});
	source.close(source.user);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t seed[16] = {1};
	setting s = {.msg = smtpc_message_new(NULL, seed)};
	smtpc_str rest = {(const char *)data, size};
	require(s.msg != NULL && smtpc_message_set_date(s.msg, 0, 0) == SMTPC_OK);
	set_addrs(s.msg, SMTPC_FIELD_FROM, SMTPC_STR("a@b.org"));
	char *text = malloc(size + 1);
	require(text != NULL);
	while (rest.len > 0) {
		smtpc_str line = smtpc_str_until(&rest, '\n');
		char *copy = text + (line.ptr - (const char *)data);
		for (size_t i = 0; i < line.len; i++) {
			copy[i] = line.ptr[i] == '\0' ? '\n' : line.ptr[i];
		}
		if (line.len > 0) {
			set_any(&s, copy[0], (smtpc_str){copy + 1, line.len - 1});
		}
	}
	check_message(&s);
	smtpc_message_free(s.msg);
	free(text);
	return 0;
}
