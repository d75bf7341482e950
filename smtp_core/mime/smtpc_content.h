/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The content of one part: bytes that somebody else holds, what they are, and how they are going to
 * be encoded. Counted references, so that copies of a message and what was compiled from them share
 * it, and it is looked through only once. */
#ifndef SMTPC_CONTENT_H
#define SMTPC_CONTENT_H

#include "smtpc.h"

typedef struct smtpc_content {
	const smtpc_mem *mem;
	unsigned refs;
	smtpc_blob blob;
	smtpc_str charset;       /* as it is written; owned */
	smtpc_encoding encoding; /* the chosen one, never AUTO */
	uint64_t encoded_size;
} smtpc_content;

/* Text, whose line ends become CRLF. Takes one reference of |blob|, also on failure. ARGUMENT: 7BIT
 * is wanted for what is not; NOMEM. */
int smtpc_content_new_text(smtpc_content **content, const smtpc_mem *mem, smtpc_blob blob,
	smtpc_str charset, smtpc_encoding encoding);
smtpc_content *smtpc_content_ref(smtpc_content *content);
void smtpc_content_unref(smtpc_content *content);

#endif
