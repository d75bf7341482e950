/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Replies that arrive in pieces: 0xff in the input is where one piece ends and the next begins. The
 * same replies must come out as when all is there at once, their texts clean and within limits. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BOUNDARY = 0xff };

static void must(bool truth)
{
	if (!truth) {
		abort();
	}
}

static void check_reply(const smtpc_reply *reply)
{
	size_t limit = (size_t)SMTPC_REPLY_MAX * 2;
	must(reply->code >= 200 && reply->code <= 559 && reply->code / 10 % 10 <= 5);
	must(reply->text.len <= limit && smtpc_str_is_utf8(reply->text));
	for (size_t i = 0; i < reply->text.len; i++) {
		unsigned char c = (unsigned char)reply->text.ptr[i];
		must((c >= 0x20 || c == '\n') && c != 0x7f);
	}
	must(reply->enhanced[0] == '\0' || reply->enhanced[0] == '0' + reply->code / 100);
	smtpc_str id = smtpc_reply_queue_id(reply);
	must(id.len == 0 || memchr(id.ptr, ' ', id.len) == NULL);
	smtpc_reply copy = {.code = 0};
	must(smtpc_reply_copy(smtpc_mem_or_default(NULL), &copy, reply) == SMTPC_OK);
	must(copy.code == reply->code && smtpc_str_eq(copy.text, reply->text));
	smtpc_reply_clear(smtpc_mem_or_default(NULL), &copy);
}

/* What came out, as text: each reply, and the error that ended it. */
typedef struct fuzz_reader {
	smtpc_reply_parser parser;
	smtpc_buf in, log;
	bool failed;
} fuzz_reader;

static void reader_init(fuzz_reader *reader)
{
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	*reader = (fuzz_reader){.failed = false};
	smtpc_reply_parser_init(&reader->parser, mem);
	smtpc_buf_init(&reader->in, mem, 1 << 24);
	smtpc_buf_init(&reader->log, mem, 1 << 24);
}

static void reader_free(fuzz_reader *reader)
{
	smtpc_reply_parser_free(&reader->parser);
	smtpc_buf_free(&reader->in);
	smtpc_buf_free(&reader->log);
}

static void log_reply(fuzz_reader *reader)
{
	const smtpc_reply *reply = &reader->parser.reply;
	char code[2] = {(char)(reply->code / 100), (char)(reply->code % 100)};
	must(smtpc_buf_append(&reader->log, code, 2) == SMTPC_OK);
	must(smtpc_buf_append_str(&reader->log, smtpc_str_of(reply->enhanced)) == SMTPC_OK);
	must(smtpc_buf_append_byte(&reader->log, ' ') == SMTPC_OK);
	must(smtpc_buf_append_str(&reader->log, reply->text) == SMTPC_OK);
	must(smtpc_buf_append_byte(&reader->log, '\0') == SMTPC_OK);
}

static void reader_feed(fuzz_reader *reader, const uint8_t *data, size_t len)
{
	bool took = true;
	smtpc_error err;
	must(smtpc_buf_append(&reader->in, data, len) == SMTPC_OK);
	while (took && !reader->failed) {
		int rv = smtpc_reply_parser_line(&reader->parser, &reader->in, &took, &err);
		if (rv == 1) {
			must(!smtpc_reply_parser_is_midway(&reader->parser));
			check_reply(&reader->parser.reply);
			log_reply(reader);
		} else if (rv < 0) {
			must(rv == SMTPC_E_PROTOCOL && smtpc_str_is_utf8(smtpc_str_of(err.message)));
			reader->failed = true;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_reader whole, pieces;
	smtpc_buf all;
	smtpc_buf_init(&all, smtpc_mem_or_default(NULL), 1 << 24);
	reader_init(&whole);
	reader_init(&pieces);
	for (size_t at = 0; at < size;) {
		const uint8_t *end = memchr(data + at, BOUNDARY, size - at);
		size_t len = end != NULL ? (size_t)(end - data) - at : size - at;
		reader_feed(&pieces, data + at, len);
		must(smtpc_buf_append(&all, data + at, len) == SMTPC_OK);
		at += len + 1;
	}
	smtpc_str text = smtpc_buf_str(&all);
	reader_feed(&whole, (const uint8_t *)text.ptr, text.len);
	must(whole.failed == pieces.failed);
	must(smtpc_str_eq(smtpc_buf_str(&whole.log), smtpc_buf_str(&pieces.log)));
	reader_free(&whole);
	reader_free(&pieces);
	smtpc_buf_free(&all);
	return 0;
}
