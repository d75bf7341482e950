/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The input is a list of lines that each set something in a message, the first octet says what (a
 * body takes all the rest). What comes out has the length that was foretold, is the same however it
 * is read, and consists of proper lines. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool cond)
{
	if (!cond) {
		abort();
	}
}

static void set_addr(smtpc_message *msg, smtpc_addr_field field, smtpc_str value)
{
	smtpc_addr addr;
	if (smtpc_addr_parse(&addr, NULL, value, NULL) == SMTPC_OK) {
		require(smtpc_message_add_addr(msg, field, &addr) == SMTPC_OK);
	}
	smtpc_addr_free(&addr);
}

static void set_body(smtpc_message *msg, smtpc_str value)
{
	static const smtpc_encoding encodings[] = {
		SMTPC_ENC_AUTO, SMTPC_ENC_7BIT, SMTPC_ENC_QP, SMTPC_ENC_BASE64};
	smtpc_encoding encoding = encodings[value.len > 0 ? value.ptr[0] & 3 : 0];
	smtpc_body which = value.len > 0 && (value.ptr[0] & 4) != 0 ? SMTPC_BODY_HTML : SMTPC_BODY_TEXT;
	smtpc_blob blob = {.data = smtpc_str_skip(value, 1)};
	smtpc_message_set_body(msg, which, blob, SMTPC_STR("ISO-8859-1"), encoding, NULL);
}

/* "1name:type:content": the digit chooses disposition and encoding. */
static void set_attachment(smtpc_message *msg, smtpc_str value)
{
	static const smtpc_encoding encodings[] = {
		SMTPC_ENC_AUTO, SMTPC_ENC_7BIT, SMTPC_ENC_QP, SMTPC_ENC_BASE64};
	char how = value.len > 0 ? value.ptr[0] : '0';
	value = smtpc_str_skip(value, 1);
	smtpc_attachment_options options = {.encoding = encodings[how & 3]};
	options.name = smtpc_str_until(&value, ':');
	options.type = smtpc_str_until(&value, ':');
	options.is_inline = (how & 4) != 0;
	options.content_id = options.is_inline ? options.name : (smtpc_str){NULL, 0};
	smtpc_attachment *made =
		smtpc_attachment_new_blob(NULL, &options, (smtpc_blob){.data = value}, NULL);
	if (made != NULL) {
		require(smtpc_message_attach(msg, made) == SMTPC_OK);
		smtpc_attachment_unref(made);
	}
}

/* The message as it is now, in itself. */
static void set_wrapped(smtpc_message *msg)
{
	static const uint8_t seed[16] = {2};
	smtpc_attachment_options options = {.name = SMTPC_STR("m.eml")};
	smtpc_attachment *made = smtpc_message_to_attachment(msg, seed, &options, NULL);
	if (made != NULL) {
		require(smtpc_message_attach(msg, made) == SMTPC_OK);
		smtpc_attachment_unref(made);
	}
}

static bool msg_may_wrap(smtpc_message *msg)
{
	int64_t size = 0;
	return smtpc_message_size(msg, NULL, &size, NULL) == SMTPC_OK && size < 65536;
}

static void set_any(smtpc_message *msg, char what, smtpc_str value)
{
	smtpc_str name = value;
	if (what >= '0' && what < '0' + SMTPC_FIELD_COUNT) {
		set_addr(msg, (smtpc_addr_field)(what - '0'), value);
		return;
	}
	switch (what) {
	case 's':
		smtpc_message_set_subject(msg, value, NULL);
		break;
	case 'h':
	case 'H':
		name = smtpc_str_until(&value, ':');
		smtpc_message_set_header(msg, name, value, what == 'h', NULL);
		break;
	case 'i':
		smtpc_message_set_id(msg, value, NULL);
		break;
	case 'r':
		smtpc_message_set_reply_to_id(msg, value, &value, 1, NULL);
		break;
	case 'a':
		set_attachment(msg, value);
		break;
	case 'w':
		/* Each doubles the message. */
		if (msg_may_wrap(msg)) {
			set_wrapped(msg);
		}
		break;
	case 'l':
		name = smtpc_str_until(&value, ':');
		smtpc_message_add_alternative(msg, name, (smtpc_blob){.data = value}, NULL);
		break;
	case 'c':
		name = smtpc_str_until(&value, ':');
		smtpc_message_set_calendar(msg, (smtpc_blob){.data = value}, name, NULL);
		break;
	case 'u':
		name = smtpc_str_until(&value, ' ');
		smtpc_message_set_list_unsubscribe(msg, name, value, NULL);
		break;
	case 'k':
		require(smtpc_message_set_key(msg, value) == SMTPC_OK);
		break;
	case 'p':
		smtpc_message_set_priority(msg, (int)value.len, NULL);
		break;
	default:
		break;
	}
}

static smtpc_str read_all(smtpc_source *source, char *out, size_t piece)
{
	size_t used = 0;
	ptrdiff_t n;
	do {
		n = source->read(source->user, out + used, piece, NULL);
		require(n >= 0 && (size_t)n <= piece);
		used += (size_t)n;
		require((int64_t)used <= source->size);
	} while (n > 0);
	require((int64_t)used == source->size);
	return (smtpc_str){out, used};
}

static void check_lines(smtpc_str text)
{
	bool header = true;
	for (size_t i = 0, line = 0; i < text.len; i++, line++) {
		char c = text.ptr[i];
		bool crlf = c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
		require(crlf || (c != '\r' && c != '\n'));
		require(c != '\0' || !header);
		require(line <= 998);
		if (crlf) {
			header = header && line > 0;
			line = SIZE_MAX;
			i++;
		}
	}
	require(!header);
}

static void check_message(smtpc_message *msg, size_t piece)
{
	smtpc_source source;
	if (smtpc_message_open(msg, NULL, &source, NULL, NULL) != SMTPC_OK) {
		return;
	}
	char *first = malloc((size_t)source.size + 4096);
	char *second = malloc((size_t)source.size + 4096);
	require(first != NULL && second != NULL);
	smtpc_str whole = read_all(&source, first, 4096);
	require(source.rewind(source.user, NULL) == SMTPC_OK);
	require(smtpc_str_eq(whole, read_all(&source, second, piece)));
	check_lines(whole);
	source.close(source.user);
	free(first);
	free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t seed[16] = {1};
	smtpc_message *msg = smtpc_message_new(NULL, seed);
	smtpc_str rest = {(const char *)data, size};
	require(msg != NULL && smtpc_message_set_date(msg, (int64_t)size, (int)size % 100) == SMTPC_OK);
	set_addr(msg, SMTPC_FIELD_FROM, SMTPC_STR("a@b.org"));
	while (rest.len > 0 && rest.ptr[0] != 'B') {
		smtpc_str line = smtpc_str_until(&rest, '\n');
		set_any(msg, line.len > 0 ? line.ptr[0] : '\0', smtpc_str_skip(line, 1));
	}
	set_body(msg, smtpc_str_skip(rest, 1));
	check_message(msg, 1 + size % 61);
	smtpc_message *copy = smtpc_message_copy(msg, seed);
	smtpc_message_free(msg);
	require(copy != NULL);
	check_message(copy, 1 + size % 17);
	smtpc_message_free(copy);
	return 0;
}
