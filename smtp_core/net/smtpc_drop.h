/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Where a server inside the process puts the mails that it takes: nowhere, into memory, or into a
 * folder, a file each. A mail is there as a whole or not at all: it is written under another name,
 * and nobody else may read it (mode 0600). */
#ifndef SMTPC_DROP_H
#define SMTPC_DROP_H

#include "base/smtpc_buf.h"

/* The mails that are in memory. */
typedef struct smtpc_store {
	const smtpc_mem *mem;
	struct smtpc_kept *oldest, *newest;
	struct smtpc_kept *given; /* by smtpc_store_next() */
} smtpc_store;

/* Takes the oldest mail out; false: there is none. The views are valid until the next call. */
bool smtpc_store_next(smtpc_store *store, smtpc_peer_mail *mail);
void smtpc_store_free(smtpc_store *store);

/* One connection's way to put them there. */
typedef struct smtpc_drop smtpc_drop;

/* |options| must outlive it, and so must |store|, which only what is kept in memory needs. NULL:
 * out of memory. */
smtpc_drop *smtpc_drop_new(
	const smtpc_mem *mem, const smtpc_peer_options *options, smtpc_store *store);
void smtpc_drop_free(smtpc_drop *drop);
/* Can mails be put there? SOURCE (|err| says why not). */
int smtpc_drop_check(smtpc_drop *drop, smtpc_error *err);

/* One mail at a time: begin, write as often as need be, then keep or forget. |rcpts|: local@domain.
 * SOURCE, NOMEM: it is forgotten then. */
int smtpc_drop_begin(
	smtpc_drop *drop, smtpc_str sender, const smtpc_str *rcpts, size_t count, smtpc_error *err);
int smtpc_drop_write(smtpc_drop *drop, smtpc_str data, smtpc_error *err);
int smtpc_drop_keep(smtpc_drop *drop, smtpc_error *err);
void smtpc_drop_forget(smtpc_drop *drop);

#endif
