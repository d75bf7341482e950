/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A growable byte buffer with a maximum that is set at birth: appended at its end, consumed from
 * its start. The one place where the core's memory grows. */
#ifndef SMTPC_BUF_H
#define SMTPC_BUF_H

#include "smtpc.h"

typedef struct smtpc_buf {
	const smtpc_mem *mem;
	char *base;
	size_t head; /* first byte in use */
	size_t tail; /* behind the last byte in use */
	size_t size; /* allocated */
	size_t max;  /* never more than this in use */
	bool secret; /* wiped when freed, moved or consumed */
} smtpc_buf;

/* An empty buffer; allocates nothing yet. */
void smtpc_buf_init(smtpc_buf *buf, const smtpc_mem *mem, size_t max);
void smtpc_buf_free(smtpc_buf *buf);
/* Empties it and keeps the memory. */
void smtpc_buf_reset(smtpc_buf *buf);

static inline size_t smtpc_buf_len(const smtpc_buf *buf)
{
	return buf->tail - buf->head;
}

static inline size_t smtpc_buf_room(const smtpc_buf *buf)
{
	return buf->max - (buf->tail - buf->head);
}

static inline smtpc_str smtpc_buf_str(const smtpc_buf *buf)
{
	return (smtpc_str){buf->base != NULL ? buf->base + buf->head : "", buf->tail - buf->head};
}

/* All or nothing: NOMEM when |len| more bytes do not fit under the maximum or in memory. */
int smtpc_buf_append(smtpc_buf *buf, const void *data, size_t len);
int smtpc_buf_append_str(smtpc_buf *buf, smtpc_str str);
int smtpc_buf_append_byte(smtpc_buf *buf, char byte);
/* Decimal digits of |number|. */
int smtpc_buf_append_uint(smtpc_buf *buf, uint64_t number);

/* Room for |len| bytes at the end, to be written in place and then counted with _commit(). NULL as
 * _append(). */
char *smtpc_buf_reserve(smtpc_buf *buf, size_t len);
void smtpc_buf_commit(smtpc_buf *buf, size_t len);

/* Drops |len| bytes from the start. */
void smtpc_buf_consume(smtpc_buf *buf, size_t len);
/* Drops |len| bytes from the end. */
void smtpc_buf_truncate(smtpc_buf *buf, size_t len);

#endif
