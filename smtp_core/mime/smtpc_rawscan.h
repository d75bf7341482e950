/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One pass over the lines of finished mail. It collects headers, follows multiparts and messages in
 * messages as far as that is needed to encode single parts, and cuts the body into slices of the
 * content: what goes as it is, and parts that are encoded, with a header of ours before them. */
#ifndef SMTPC_RAWSCAN_H
#define SMTPC_RAWSCAN_H

#include "mime/smtpc_lines.h"
#include "mime/smtpc_raw.h"

enum {
	SMTPC_RAW_HEADER_MAX = 1024 * 1024,
	SMTPC_RAW_BOUNDARY_MAX = 70, /* RFC 2046 §5.1.1 */
	SMTPC_RAW_DEPTH_MAX = 20
};

/* Where the line stands that comes next. */
typedef enum smtpc_raw_state {
	SMTPC_RAW_HEADER,
	SMTPC_RAW_LEAF,   /* in the body of a part without parts */
	SMTPC_RAW_BETWEEN /* before, between or behind the parts of a multipart */
} smtpc_raw_state;

/* Whose the header is that we are in, or that the leaf has. */
typedef enum smtpc_raw_kind { SMTPC_RAW_MAIL, SMTPC_RAW_MESSAGE, SMTPC_RAW_PART } smtpc_raw_kind;

/* A multipart that we are in. */
typedef struct smtpc_raw_level {
	char boundary[SMTPC_RAW_BOUNDARY_MAX];
	size_t len;
	bool is_signed;
	bool is_digest;
} smtpc_raw_level;

typedef struct smtpc_rawscan {
	const smtpc_mem *mem;
	smtpc_content *content; /* borrowed */
	smtpc_look look;        /* what the content's origin is */
	smtpc_raw_options options;
	bool head_only; /* nothing behind the header is wanted */
	smtpc_error *err;
	/* What is found. */
	smtpc_buf head; /* as in smtpc_raw, like the next one */
	smtpc_entity *entity;
	bool eight_bit;   /* octets that are not ASCII are in what goes as it is behind the head */
	smtpc_place done; /* up to here it is in head and entity, */
	bool open;        /* which ends in a line without an end */
	/* Where we are. */
	smtpc_lines lines;
	smtpc_place end;    /* behind the text of the last line */
	smtpc_place behind; /* and behind its end */
	uint64_t number;    /* of that line */
	smtpc_raw_state state;
	smtpc_raw_level levels[SMTPC_RAW_DEPTH_MAX];
	size_t depth;
	/* The part (or message, or the mail itself) that we are in. */
	smtpc_raw_kind kind;
	bool is_signed;       /* it, or what it is in: its octets must not change */
	smtpc_buf header;     /* so far; once complete, as it goes out */
	smtpc_buf spare;      /* to make the header in that takes its place */
	uint64_t header_line; /* number of its first line */
	bool folded;          /* it was changed */
	bool malformed;       /* not all of it is fields */
	smtpc_place header_from, header_to, body_from;
	uint64_t trouble;   /* number of the line that its body cannot be sent with; 0: none */
	const char *reason; /* what it has */
	bool body_eight_bit;
} smtpc_rawscan;

/* |content| must have been looked at. */
void smtpc_rawscan_init(smtpc_rawscan *scan, const smtpc_mem *mem, smtpc_content *content);
/* Frees what was found, too, unless it has been taken out. */
void smtpc_rawscan_free(smtpc_rawscan *scan);
/* Octets of the mail; in pieces of any size. ARGUMENT, SOURCE, NOMEM. */
int smtpc_rawscan_feed(smtpc_rawscan *scan, smtpc_str data);
/* The end of them. As above. */
int smtpc_rawscan_finish(smtpc_rawscan *scan);

/* The header of the mail is not complete yet. */
static inline bool smtpc_rawscan_in_head(const smtpc_rawscan *scan)
{
	return scan->state == SMTPC_RAW_HEADER && scan->kind == SMTPC_RAW_MAIL;
}

/* There is no use in feeding more. */
static inline bool smtpc_rawscan_is_done(const smtpc_rawscan *scan)
{
	return scan->head_only && !smtpc_rawscan_in_head(scan);
}

#endif
