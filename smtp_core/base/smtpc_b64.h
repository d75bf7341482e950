/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Base64 (RFC 4648 §4): without line breaks for SASL exchanges and encoded words; whole lines for
 * contents. */
#ifndef SMTPC_B64_H
#define SMTPC_B64_H

#include "base/smtpc_buf.h"

/* Octets that |len| octets become, padding included. */
static inline size_t smtpc_b64_size(size_t len)
{
	return (len / 3 + (len % 3 != 0)) * 4;
}

/* Writes smtpc_b64_size(len) characters to |out|. */
void smtpc_b64_encode(char *out, const void *data, size_t len);

/* A line of a content: RFC 2045 §6.8. */
enum {
	SMTPC_B64_LINE_OCTETS = 57,
	SMTPC_B64_LINE_CHARS = 76,
	SMTPC_B64_LINE_SIZE = 78 /* with the line break */
};

/* Encodes |lines| whole lines, a CRLF before each: reads SMTPC_B64_LINE_OCTETS a line and nothing
 * more, writes SMTPC_B64_LINE_SIZE a line, in all what it returns. As fast as this processor can.
 */
size_t smtpc_b64_lines(char *out, const void *in, size_t lines);

/* NOMEM as smtpc_buf_append(). */
int smtpc_b64_append(smtpc_buf *out, smtpc_str data);
/* Strict: padding in its place, no other characters. ARGUMENT if |text| is not base64, NOMEM. */
int smtpc_b64_decode(smtpc_buf *out, smtpc_str text);

#endif
