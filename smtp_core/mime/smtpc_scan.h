/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Looking at content before it is encoded: as what it may go, and how large it will be. */
#ifndef SMTPC_SCAN_H
#define SMTPC_SCAN_H

#include "smtpc.h"

enum { SMTPC_LINE_MAX = 998 }; /* octets without the line end: RFC 5322 §2.1.1 */

/* What a content is like, found in one pass. CR, LF and CRLF each end a line. What may go as it is
 * has neither NUL nor a line of more than 998 octets, nor one that begins like our boundaries do.
 * For text that is enough; octets whose line ends are not text's, to be made CRLF, need |crlf| as
 * well. */
typedef struct smtpc_scan {
	bool seven_bit;   /* may go as 7bit: it is ASCII as well */
	bool eight_bit;   /* may go as 8bit */
	bool crlf;        /* every line end is CRLF */
	uint64_t size;    /* octets in normal form (all line ends CRLF) */
	uint64_t escapes; /* octets but line ends that quoted-printable cannot leave as they are */
} smtpc_scan;

smtpc_scan smtpc_scan_text(smtpc_str text);

/* The line, of which |len| octets are known, begins like our boundaries: "--=_". */
static inline bool smtpc_scan_like_boundary(const char *line, size_t len)
{
	return len >= 4 && line[0] == '-' && line[1] == '-' && line[2] == '=' && line[3] == '_';
}

#endif
