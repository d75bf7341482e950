/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Signing with DKIM (RFC 6376), relaxed/relaxed. A message is read twice: once for the hash of its
 * body, which all signers share, and once to be sent behind the fields made here. */
#ifndef SMTPC_DKIM_H
#define SMTPC_DKIM_H

#include "base/smtpc_buf.h"
#include "crypto/smtpc_digest.h"

/* The hash of a body in relaxed canonical form (RFC 6376 §3.4.4), whatever pieces it comes in. */
typedef struct smtpc_dkim_body {
	smtpc_digest digest;
	uint64_t lines; /* CRLFs that count only if something follows */
	bool space;     /* so does white space */
	bool cr;        /* a CR whose LF may be in the next piece */
	bool any;       /* the canonical form is not empty */
	size_t used;
	char small[1024]; /* short pieces on their way to the digest */
} smtpc_dkim_body;

/* NOMEM. To be freed also when that failed. */
int smtpc_dkim_body_init(smtpc_dkim_body *body);
/* The next piece; lines end with CRLF. A failure is kept, and told by _finish(). */
void smtpc_dkim_body_feed(smtpc_dkim_body *body, const char *data, size_t len);
/* Once. NOMEM. */
int smtpc_dkim_body_finish(smtpc_dkim_body *body, uint8_t out[SMTPC_SHA256_SIZE]);
void smtpc_dkim_body_free(smtpc_dkim_body *body);

/* Appends the whole DKIM-Signature field, CRLF and all, for the header |fields|: each with its
 * CRLF, folded or not, no empty line. |now|: seconds since 1970. The same input gives the same
 * field. On failure |out| is as it was: ARGUMENT (no such header, a time of more than 12 digits),
 * NOMEM, SOURCE (OpenSSL refuses to sign). */
int smtpc_dkim_sign(const smtpc_dkim *signer, smtpc_buf *out, smtpc_str fields,
	const uint8_t body_hash[SMTPC_SHA256_SIZE], int64_t now, smtpc_error *err);

#endif
