/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Base64 (RFC 4648 §4) without line breaks: SASL exchanges and encoded words. */
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
/* NOMEM as smtpc_buf_append(). */
int smtpc_b64_append(smtpc_buf *out, smtpc_str data);
/* Strict: padding in its place, no other characters. ARGUMENT if |text| is not base64, NOMEM. */
int smtpc_b64_decode(smtpc_buf *out, smtpc_str text);

#endif
