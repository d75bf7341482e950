/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the tests of messages have in common: a message with counted memory, short setters, and the
 * whole of what it writes. */
#ifndef MESSAGE_FIXTURE_H
#define MESSAGE_FIXTURE_H

#include "smtpc_test.h"

enum { BIG = 256 * 1024 };

static test_mem mem;
static char out_buf[BIG];
static const uint8_t seed[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255};

#define SEED_HEX "000102030405060708090a0b0c0d0eff"

static inline smtpc_message *new_message(void)
{
	test_mem_init(&mem);
	smtpc_message *msg = smtpc_message_new(&mem.mem, seed);
	CHECK_INT(smtpc_message_set_date(msg, 0, 0), 0);
	return msg;
}

static inline void end_message(smtpc_message *msg)
{
	smtpc_message_free(msg);
	CHECK_INT(mem.held, 0);
}

static inline void add(smtpc_message *msg, smtpc_addr_field field, const char *spec)
{
	smtpc_addr addr;
	CHECK_INT(smtpc_addr_parse(&addr, &mem.mem, smtpc_str_of(spec), NULL), 0);
	CHECK_INT(smtpc_message_add_addr(msg, field, &addr), 0);
	smtpc_addr_free(&addr);
}

static inline int set_body(
	smtpc_message *msg, smtpc_body which, const char *text, smtpc_encoding encoding)
{
	smtpc_blob blob = {.data = smtpc_str_of(text)};
	return smtpc_message_set_body(msg, which, blob, (smtpc_str){NULL, 0}, encoding, NULL);
}

static inline int set_header(
	smtpc_message *msg, const char *name, const char *value, bool more, smtpc_error *err)
{
	return smtpc_message_set_header(msg, smtpc_str_of(name), smtpc_str_of(value), more, err);
}

static inline smtpc_str read_all(smtpc_source *source, size_t piece)
{
	size_t used = 0;
	for (;;) {
		size_t room = sizeof out_buf - used < piece ? sizeof out_buf - used : piece;
		ptrdiff_t n = source->read(source->user, out_buf + used, room, NULL);
		CHECK(n >= 0);
		if (n <= 0) {
			return (smtpc_str){out_buf, used};
		}
		used += (size_t)n;
	}
}

static inline int64_t message_size(smtpc_message *msg)
{
	int64_t size = -1;
	CHECK_INT(smtpc_message_size(msg, NULL, &size, NULL), 0);
	return size;
}

/* The whole message; its size was foretold. */
static inline smtpc_str written(smtpc_message *msg)
{
	smtpc_source source;
	smtpc_error err = {.code = 0};
	CHECK_INT(smtpc_message_open(msg, NULL, &source, NULL, &err), 0);
	if (err.code != 0) {
		return (smtpc_str){"", 0};
	}
	smtpc_str text = read_all(&source, sizeof out_buf);
	CHECK_INT(source.size, text.len);
	CHECK_INT(message_size(msg), text.len);
	source.close(source.user);
	return text;
}

static inline bool has(smtpc_str text, const char *part)
{
	size_t len = strlen(part);
	for (size_t i = 0; i + len <= text.len; i++) {
		if (memcmp(text.ptr + i, part, len) == 0) {
			return true;
		}
	}
	return false;
}

#endif
