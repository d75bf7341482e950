/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_reply.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

void smtpc_reply_parser_init(smtpc_reply_parser *parser, const smtpc_mem *mem)
{
	*parser = (smtpc_reply_parser){.code = 0};
	/* One octet may become two when it is taken as Latin-1. */
	smtpc_buf_init(&parser->text, mem, (size_t)SMTPC_REPLY_MAX * 2 + 1);
}

void smtpc_reply_parser_free(smtpc_reply_parser *parser)
{
	smtpc_buf_free(&parser->text);
}

/* "d.ddd.ddd" of RFC 2034 §4 at the start of |line|; its length, or 0. */
static size_t enhanced_len(smtpc_str line, int code)
{
	size_t at = 1;
	if (line.len < 5 || line.ptr[0] != (char)('0' + code / 100)) {
		return 0;
	}
	for (int part = 0; part < 2; part++) {
		if (at >= line.len || line.ptr[at] != '.') {
			return 0;
		}
		size_t digits = 0;
		for (at++; at < line.len && digits < 4 && smtpc_is_digit(line.ptr[at]); at++) {
			digits++;
		}
		if (digits == 0 || digits > 3) {
			return 0;
		}
	}
	return at == line.len || line.ptr[at] == ' ' ? at : 0;
}

static bool lines_agree(smtpc_str text, smtpc_str enhanced, int code)
{
	while (text.len > 0) {
		smtpc_str line = smtpc_str_until(&text, '\n');
		if (enhanced_len(line, code) != enhanced.len ||
			memcmp(line.ptr, enhanced.ptr, enhanced.len) != 0) {
			return false;
		}
	}
	return true;
}

/* Takes the enhanced code out of every line, in place, if all have the same. */
static void split_enhanced(smtpc_reply_parser *parser)
{
	smtpc_reply *reply = &parser->reply;
	smtpc_str text = smtpc_buf_str(&parser->text);
	size_t len = enhanced_len((smtpc_str){text.ptr, strcspn(text.ptr, "\n")}, reply->code);
	smtpc_str enhanced = {text.ptr, len};
	if (len == 0 || len >= sizeof reply->enhanced || !lines_agree(text, enhanced, reply->code)) {
		return;
	}
	memcpy(reply->enhanced, text.ptr, len);
	reply->enhanced[len] = '\0';
	char *to = parser->text.base + parser->text.head;
	char *start = to;
	bool first = true;
	while (text.len > 0) {
		smtpc_str line = smtpc_str_until(&text, '\n');
		line = smtpc_str_skip(line, len);
		line = smtpc_str_skip(line, line.len > 0 ? 1 : 0);
		if (!first) {
			*to++ = '\n';
		}
		first = false;
		memmove(to, line.ptr, line.len);
		to += line.len;
	}
	reply->text = (smtpc_str){start, (size_t)(to - start)};
}

static int finish(smtpc_reply_parser *parser)
{
	/* strcspn() above wants an end. */
	if (smtpc_buf_append_byte(&parser->text, '\0') < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_buf_truncate(&parser->text, 1);
	parser->reply = (smtpc_reply){.code = parser->code};
	parser->reply.text = smtpc_buf_str(&parser->text);
	split_enhanced(parser);
	parser->finished = true;
	return 1;
}

static bool is_plain(smtpc_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c < 0x20 || c > 0x7e) {
			return false;
		}
	}
	return true;
}

static int append_text(smtpc_buf *out, smtpc_str text, bool first)
{
	if (!first && smtpc_buf_append_byte(out, '\n') < 0) {
		return SMTPC_E_NOMEM;
	}
	if (is_plain(text)) {
		return smtpc_buf_append_str(out, text);
	}
	char *to = smtpc_buf_reserve(out, text.len * 2 + 1);
	if (to == NULL) {
		return SMTPC_E_NOMEM;
	}
	smtpc_buf_commit(out, smtpc_printable(to, text.len * 2 + 1, text));
	return SMTPC_OK;
}

/* "2-5, 0-5, 0-9" of RFC 5321 §4.2, and what may follow. 0: malformed. */
static int line_code(smtpc_str line)
{
	if (line.len < 3 || line.ptr[0] < '2' || line.ptr[0] > '5' || line.ptr[1] < '0' ||
		line.ptr[1] > '5' || !smtpc_is_digit(line.ptr[2])) {
		return 0;
	}
	if (line.len > 3 && line.ptr[3] != ' ' && line.ptr[3] != '-') {
		return 0;
	}
	return (line.ptr[0] - '0') * 100 + (line.ptr[1] - '0') * 10 + (line.ptr[2] - '0');
}

static int take_line(smtpc_reply_parser *parser, smtpc_str line, smtpc_error *err)
{
	int code = line_code(line);
	bool first = parser->code == 0;
	if (code == 0) {
		return smtpc_fail(err, SMTPC_E_PROTOCOL,
			"the server sent a line that is no SMTP reply: %.*s",
			(int)(line.len > 120 ? 120 : line.len), line.len > 0 ? line.ptr : "");
	}
	if (!first && code != parser->code) {
		return smtpc_fail(err, SMTPC_E_PROTOCOL,
			"the server mixed the codes %d and %d in one reply", parser->code, code);
	}
	parser->code = code;
	parser->octets += line.len + 2;
	if (parser->octets > SMTPC_REPLY_MAX) {
		return smtpc_fail(
			err, SMTPC_E_PROTOCOL, "the server's reply is longer than %d octets", SMTPC_REPLY_MAX);
	}
	if (append_text(&parser->text, smtpc_str_skip(line, line.len > 3 ? 4 : 3), first) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	if (line.len > 3 && line.ptr[3] == '-') {
		return 0;
	}
	int rv = finish(parser);
	return rv < 0 ? smtpc_fail(err, rv, NULL) : rv;
}

static void begin(smtpc_reply_parser *parser)
{
	smtpc_buf_reset(&parser->text);
	parser->code = 0;
	parser->octets = 0;
	parser->finished = false;
}

int smtpc_reply_parser_line(smtpc_reply_parser *parser, smtpc_buf *in, bool *took, smtpc_error *err)
{
	*took = false;
	if (parser->finished) {
		begin(parser);
	}
	smtpc_str bytes = smtpc_buf_str(in);
	const char *from = bytes.ptr + parser->scanned;
	const char *lf = memchr(from, '\n', bytes.len - parser->scanned);
	size_t len = lf != NULL ? (size_t)(lf - bytes.ptr) : bytes.len;
	if (len > SMTPC_REPLY_LINE_MAX) {
		return smtpc_fail(err, SMTPC_E_PROTOCOL, "the server sent a line of more than %d octets",
			SMTPC_REPLY_LINE_MAX);
	}
	if (lf == NULL) {
		parser->scanned = bytes.len;
		return 0;
	}
	*took = true;
	parser->scanned = 0;
	smtpc_str line = {bytes.ptr, len > 0 && lf[-1] == '\r' ? len - 1 : len};
	parser->raw = line;
	int rv = take_line(parser, line, err);
	smtpc_buf_consume(in, len + 1);
	return rv;
}

int smtpc_reply_copy(const smtpc_mem *mem, smtpc_reply *to, const smtpc_reply *from)
{
	smtpc_str text;
	int rv = smtpc_str_dup(mem, &text, from->text);
	if (rv < 0) {
		return rv;
	}
	smtpc_reply_clear(mem, to);
	*to = *from;
	to->text = text;
	return SMTPC_OK;
}

void smtpc_reply_clear(const smtpc_mem *mem, smtpc_reply *reply)
{
	smtpc_str_free(mem, &reply->text);
	*reply = (smtpc_reply){.code = 0};
}

bool smtpc_reply_is_transient(const smtpc_reply *reply)
{
	return reply->code / 100 == 4 || (reply->code == 552 && reply->stage == SMTPC_STAGE_RCPT);
}

static bool is_id_char(char c)
{
	return smtpc_is_alpha(c) || smtpc_is_digit(c) || (c != '\0' && strchr("-_.+/=@", c) != NULL);
}

/* The word behind |mark|, without a full stop at its end. */
static smtpc_str word_behind(smtpc_str text, smtpc_str mark)
{
	for (size_t at = 0; at + mark.len < text.len; at++) {
		smtpc_str rest = smtpc_str_skip(text, at);
		if (!smtpc_str_istarts(rest, mark)) {
			continue;
		}
		rest = smtpc_str_skip(rest, mark.len);
		size_t len = 0;
		while (len < rest.len && is_id_char(rest.ptr[len])) {
			len++;
		}
		while (len > 0 && rest.ptr[len - 1] == '.') {
			len--;
		}
		return (smtpc_str){rest.ptr, len};
	}
	return (smtpc_str){"", 0};
}

smtpc_str smtpc_reply_queue_id(const smtpc_reply *reply)
{
	/* Postfix, Haraka, qmail-likes, QQ; Exim; OpenSMTPD. */
	static const char *const marks[] = {"queued as ", "id=", "queued mail for delivery "};
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		smtpc_str id = word_behind(reply->text, smtpc_str_of(marks[i]));
		if (id.len > 0) {
			return id;
		}
	}
	/* sendmail and OpenSMTPD: "<id> Message accepted for delivery" */
	smtpc_str rest = reply->text;
	smtpc_str first = smtpc_str_word(&rest);
	if (smtpc_str_istarts(rest, SMTPC_STR(" Message accepted"))) {
		return first;
	}
	return (smtpc_str){"", 0};
}
