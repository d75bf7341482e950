/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Finished mail: read through before it is sent, and sent as it is but for line ends and Bcc
 * fields. Lines that SMTP cannot carry (RFC 5321 §4.5.3.1.6) are refused or, if that is wanted, the
 * parts they are in are encoded. */
#ifndef SMTPC_RAW_H
#define SMTPC_RAW_H

#include "mime/smtpc_entity.h"

typedef struct smtpc_raw_options {
	bool encode;    /* encode parts with lines that are too long, or with NUL */
	bool seven_bit; /* and, where that can be done, those with octets that are not ASCII */
} smtpc_raw_options;

typedef struct smtpc_raw {
	const smtpc_mem *mem;
	smtpc_content *content;
	/* What was found, under these options, as long as the content is what it was. */
	bool scanned;
	smtpc_raw_options options;
	smtpc_look look;
	smtpc_buf head;       /* the header as it goes out, with CRLF, without the empty line */
	smtpc_entity *entity; /* the body */
	bool utf8_head;       /* the header has octets that are not ASCII: RFC 6532 */
	smtpc_str id;         /* owned; see smtpc_raw_id() */
} smtpc_raw;

/* Takes the reference of |content|, also on failure. NULL: out of memory. */
smtpc_raw *smtpc_raw_new(const smtpc_mem *mem, smtpc_content *content);
void smtpc_raw_free(smtpc_raw *raw);
/* Reads it through, if it has changed since it was last read. Reading may run user code that comes
 * back here: what was found is in its place only when all is. ARGUMENT (naming the line that is in
 * the way), SOURCE, NOMEM. */
int smtpc_raw_scan(smtpc_raw *raw, const smtpc_raw_options *options, smtpc_error *err);
/* Its Message-ID, for which its header is read if nothing has been yet. len 0: it has none, or
 * cannot be read; {NULL, 0}: out of memory. */
smtpc_str smtpc_raw_id(smtpc_raw *raw);

#endif
