/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_bdat.h"

#include <stdio.h>

#include "base/smtpc_str.h"

void smtpc_bdat_init(smtpc_bdat *bdat, const smtpc_mem *mem)
{
	*bdat = (smtpc_bdat){.binary = false};
	smtpc_buf_init(&bdat->chunk, mem, (size_t)SMTPC_BDAT_CHUNK * 2 + 2);
}

void smtpc_bdat_free(smtpc_bdat *bdat)
{
	smtpc_buf_free(&bdat->chunk);
}

void smtpc_bdat_begin(smtpc_bdat *bdat, bool binary)
{
	smtpc_buf_reset(&bdat->chunk);
	smtpc_dot_init(&bdat->lines, false);
	bdat->binary = binary;
	bdat->octets = 0;
}

bool smtpc_bdat_is_full(const smtpc_bdat *bdat)
{
	return smtpc_buf_len(&bdat->chunk) >= SMTPC_BDAT_CHUNK;
}

int smtpc_bdat_feed(smtpc_bdat *bdat, smtpc_str data)
{
	size_t before = smtpc_buf_len(&bdat->chunk);
	int rv = bdat->binary ? smtpc_buf_append_str(&bdat->chunk, data)
						  : smtpc_dot_feed(&bdat->lines, &bdat->chunk, data);
	bdat->octets += smtpc_buf_len(&bdat->chunk) - before;
	return rv;
}

int smtpc_bdat_end(smtpc_bdat *bdat)
{
	size_t before = smtpc_buf_len(&bdat->chunk);
	int rv = bdat->binary ? SMTPC_OK : smtpc_dot_end(&bdat->lines, &bdat->chunk);
	bdat->octets += smtpc_buf_len(&bdat->chunk) - before;
	return rv;
}

int smtpc_bdat_frame(smtpc_bdat *bdat, smtpc_buf *out, bool last, size_t *command)
{
	char line[48];
	smtpc_str chunk = smtpc_buf_str(&bdat->chunk);
	int len = snprintf(line, sizeof line, "BDAT %zu%s\r\n", chunk.len, last ? " LAST" : "");
	if (len < 0 || smtpc_buf_reserve(out, (size_t)len + chunk.len) == NULL) {
		return SMTPC_E_NOMEM;
	}
	*command = (size_t)len;
	(void)smtpc_buf_append(out, line, (size_t)len);
	(void)smtpc_buf_append_str(out, chunk);
	smtpc_buf_reset(&bdat->chunk);
	return SMTPC_OK;
}
