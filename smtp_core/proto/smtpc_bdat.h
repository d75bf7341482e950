/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Content on its way into chunks (RFC 3030): "BDAT 1234 LAST" and that many octets, nothing stuffed.
 * Line ends are brought to CRLF as for DATA, unless the content is binary; a chunk is counted when
 * that is done. */
#ifndef SMTPC_BDAT_H
#define SMTPC_BDAT_H

#include "proto/smtpc_dot.h"

/* What a chunk may have before the next one is begun. */
enum { SMTPC_BDAT_CHUNK = 65536 };

typedef struct smtpc_bdat {
	smtpc_buf chunk; /* not yet framed */
	smtpc_dot lines;
	bool binary;
	uint64_t octets; /* of content */
} smtpc_bdat;

void smtpc_bdat_init(smtpc_bdat *bdat, const smtpc_mem *mem);
void smtpc_bdat_free(smtpc_bdat *bdat);
/* The start of a content. */
void smtpc_bdat_begin(smtpc_bdat *bdat, bool binary);

/* The chunk is to be framed before more is fed. */
bool smtpc_bdat_is_full(const smtpc_bdat *bdat);
/* |data|: up to half a chunk. NOMEM. */
int smtpc_bdat_feed(smtpc_bdat *bdat, smtpc_str data);
/* The end of the content: what is there now is the last chunk, and may be empty. NOMEM. */
int smtpc_bdat_end(smtpc_bdat *bdat);
/* Moves the chunk to |out|, all or nothing, behind its command, of which *command is the length
 * with CRLF. NOMEM. */
int smtpc_bdat_frame(smtpc_bdat *bdat, smtpc_buf *out, bool last, size_t *command);

#endif
