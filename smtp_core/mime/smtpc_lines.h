/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Cuts octets that come in pieces of any size into lines, whichever of CR, LF and CRLF ends them,
 * and tells of each what has to be known to send it. Holds no line: of its text only the beginning.
 */
#ifndef SMTPC_LINES_H
#define SMTPC_LINES_H

#include "smtpc.h"

/* Enough for a delimiter: two hyphens, a boundary of 70 octets (RFC 2046 §5.1.1), two hyphens. */
enum { SMTPC_LINE_START = 80 };

/* A place among the octets, and where it is once all line ends are CRLF. */
typedef struct smtpc_place {
	uint64_t at;
	uint64_t normal;
} smtpc_place;

typedef struct smtpc_line_info {
	smtpc_place from;   /* its first octet */
	smtpc_place to;     /* behind its last octet, before its end */
	smtpc_place behind; /* behind its end */
	uint64_t solid;     /* octets up to the last one that is no blank */
	char start[SMTPC_LINE_START];
	size_t start_len;
	bool eight_bit, nul;
	bool unended; /* the last one, without a line end */
} smtpc_line_info;

typedef struct smtpc_lines {
	smtpc_line_info line; /* the one under way */
	bool after_cr;        /* ended by a CR; a LF that comes now belongs to it */
	bool complete;        /* it was told of */
} smtpc_lines;

void smtpc_lines_init(smtpc_lines *lines);
/* Takes from |data| up to the next line end; |text| is what it took of the line. True: the line is
 * complete, and |lines->line| tells about it until the next call. */
bool smtpc_lines_feed(smtpc_lines *lines, smtpc_str *data, smtpc_str *text);
/* The end of the octets. True: there is one more line. */
bool smtpc_lines_finish(smtpc_lines *lines);

#endif
