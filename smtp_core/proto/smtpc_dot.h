/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Content on its way into DATA: line ends brought to CRLF first (CR, LF and CRLF each end a line:
 * what a lenient server might take for a line end never gets out bare), then a dot put before each
 * line that begins with one (RFC 5321 §4.5.2). Works at any split of the input. */
#ifndef SMTPC_DOT_H
#define SMTPC_DOT_H

#include "base/smtpc_buf.h"

typedef struct smtpc_dot {
	bool stuffs; /* false: only line ends are seen to, as content for BDAT needs it */
	bool at_line_start;
	bool after_cr;   /* the last octet was a CR, its CRLF is out; a LF now is its other half */
	uint64_t octets; /* of content, before stuffing */
} smtpc_dot;

void smtpc_dot_init(smtpc_dot *dot, bool stuffs);
/* Room that |len| octets of input may need. */
static inline size_t smtpc_dot_room(size_t len)
{
	return len * 2 + 1;
}
/* Appends |data| to |out|; NOMEM, with nothing done, when smtpc_dot_room(data.len) is not there. */
int smtpc_dot_feed(smtpc_dot *dot, smtpc_buf *out, smtpc_str data);
/* Ends the last line, if need be, and the content: `.` CRLF, if it stuffs. NOMEM. */
int smtpc_dot_end(smtpc_dot *dot, smtpc_buf *out);

#endif
