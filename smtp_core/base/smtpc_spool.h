/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Bytes that are written once, from start to end, and read as often as one likes: kept in memory up
 * to a limit, from there on in a temporary file without a name. Counted; memory is wiped when it is
 * given back, since what is about to be encrypted may pass through here. */
#ifndef SMTPC_SPOOL_H
#define SMTPC_SPOOL_H

#include "smtpc.h"

typedef struct smtpc_spool smtpc_spool;

/* |dir| is where the file will be, should one be needed; empty: the system's place for temporary
 * files. Copied. NULL: out of memory. */
smtpc_spool *smtpc_spool_new(const smtpc_mem *mem, size_t memory_limit, smtpc_str dir);
smtpc_spool *smtpc_spool_ref(smtpc_spool *spool);
void smtpc_spool_unref(smtpc_spool *spool);

/* Appends all of |data|. NOMEM: nothing was appended, and it may be tried again. SOURCE: the file
 * cannot be made or written (a full disk, say); the spool is spoilt, and every later write and read
 * says SOURCE too, so that no half of anything is ever taken for the whole. */
int smtpc_spool_write(smtpc_spool *spool, const void *data, size_t len);
uint64_t smtpc_spool_size(const smtpc_spool *spool);
/* Up to |len| bytes from |offset|: how many, 0 at the end, or SOURCE. Readers do not disturb each
 * other, nor the writer. */
ptrdiff_t smtpc_spool_read(smtpc_spool *spool, uint64_t offset, char *buf, size_t len);

/* Says in |err| why writing or reading gave |code|, and returns it. */
int smtpc_spool_fail(const smtpc_spool *spool, int code, smtpc_error *err);

#endif
