/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "smtpc.h"

#include <limits.h>
#include <openssl/rand.h>
#include <string.h>

int smtpc_random(uint8_t *out, size_t len)
{
	if (len > INT_MAX || RAND_bytes(out, (int)len) != 1) {
		/* Never partly filled. */
		memset(out, 0, len);
		return SMTPC_E_NOMEM;
	}
	return SMTPC_OK;
}
