/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * SHA-256, in one go or piece by piece. */
#ifndef SMTPC_DIGEST_H
#define SMTPC_DIGEST_H

#include "smtpc.h"

enum { SMTPC_SHA256_SIZE = 32 };

typedef struct smtpc_digest {
	void *ctx; /* OpenSSL's; NULL: none, or something has failed */
} smtpc_digest;

/* NOMEM. To be freed also when that failed. */
int smtpc_digest_init(smtpc_digest *digest);
/* A failure is kept, and told by _finish(). */
void smtpc_digest_update(smtpc_digest *digest, const void *data, size_t len);
/* Once. NOMEM. */
int smtpc_digest_finish(smtpc_digest *digest, uint8_t out[SMTPC_SHA256_SIZE]);
void smtpc_digest_free(smtpc_digest *digest);

/* NOMEM. */
int smtpc_digest_of(smtpc_str data, uint8_t out[SMTPC_SHA256_SIZE]);

#endif
