/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Parsing replies (RFC 5321 §4.2): incremental, restartable at any byte. A line ends with LF; a CR
 * before it belongs to the end. A line is at most 4 KiB and a reply 64 KiB: RFC 5321 §4.5.3.1.5
 * asks for 512 octets, and servers with long texts exist. */
#ifndef SMTPC_REPLY_H
#define SMTPC_REPLY_H

#include "base/smtpc_buf.h"

enum { SMTPC_REPLY_LINE_MAX = 4096, SMTPC_REPLY_MAX = 65536 };

typedef struct smtpc_reply_parser {
	smtpc_buf text;    /* lines without codes, made printable, joined by '\n' */
	int code;          /* 0: between replies */
	size_t octets;     /* of this reply so far */
	size_t scanned;    /* octets of the input known to hold no LF */
	smtpc_str raw;     /* the last line, as it came; valid until the input changes */
	smtpc_reply reply; /* the finished one */
	bool finished;
} smtpc_reply_parser;

void smtpc_reply_parser_init(smtpc_reply_parser *parser, const smtpc_mem *mem);
void smtpc_reply_parser_free(smtpc_reply_parser *parser);

/* Consumes one line of |in|. 1: a reply is complete (parser->reply, valid until the next call);
 * 0: not yet, *took says whether a line was there; PROTOCOL: malformed, with |err| filled; NOMEM.
 */
int smtpc_reply_parser_line(
	smtpc_reply_parser *parser, smtpc_buf *in, bool *took, smtpc_error *err);
/* In the middle of a reply of several lines. */
static inline bool smtpc_reply_parser_is_midway(const smtpc_reply_parser *parser)
{
	return parser->code != 0 && !parser->finished;
}

/* A deep copy; |to| must be zero or hold an earlier copy, which is freed. NOMEM. */
int smtpc_reply_copy(const smtpc_mem *mem, smtpc_reply *to, const smtpc_reply *from);
void smtpc_reply_clear(const smtpc_mem *mem, smtpc_reply *reply);

/* 4yz or 5yz. */
static inline bool smtpc_reply_is_refusal(const smtpc_reply *reply)
{
	return reply->code >= 400;
}
/* 4yz; or 552 to RCPT, which means "too many recipients" (RFC 5321 §4.5.3.1.10). */
bool smtpc_reply_is_transient(const smtpc_reply *reply);
/* The queue id in a final reply, as the common servers write it; len 0 if there is none. A view. */
smtpc_str smtpc_reply_queue_id(const smtpc_reply *reply);

#endif
