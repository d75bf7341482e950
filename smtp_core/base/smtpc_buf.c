/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_buf.h"

#include <assert.h>
#include <string.h>

#include "base/smtpc_mem.h"

enum { BUF_FIRST_SIZE = 256 };

void smtpc_buf_init(smtpc_buf *buf, const smtpc_mem *mem, size_t max)
{
	*buf = (smtpc_buf){.mem = mem, .max = max};
}

void smtpc_buf_free(smtpc_buf *buf)
{
	if (buf->base != NULL) {
		if (buf->secret) {
			smtpc_wipe(buf->base, buf->size);
		}
		smtpc_free(buf->mem, buf->base);
	}
	buf->base = NULL;
	buf->head = buf->tail = buf->size = 0;
}

void smtpc_buf_reset(smtpc_buf *buf)
{
	if (buf->secret && buf->base != NULL) {
		smtpc_wipe(buf->base, buf->size);
	}
	buf->head = buf->tail = 0;
}

static void buf_slide(smtpc_buf *buf)
{
	size_t len = smtpc_buf_len(buf);
	memmove(buf->base, buf->base + buf->head, len);
	if (buf->secret) {
		smtpc_wipe(buf->base + len, buf->head);
	}
	buf->head = 0;
	buf->tail = len;
}

static int buf_grow(smtpc_buf *buf, size_t need)
{
	size_t size = buf->size < BUF_FIRST_SIZE ? BUF_FIRST_SIZE : buf->size;
	while (size < need) {
		size = size > SIZE_MAX / 2 ? need : size * 2;
	}
	/* Not realloc: a secret must not stay behind in memory that was given back. */
	char *base = smtpc_malloc(buf->mem, size);
	if (base == NULL) {
		return SMTPC_E_NOMEM;
	}
	size_t len = smtpc_buf_len(buf);
	if (len > 0) {
		memcpy(base, buf->base + buf->head, len);
	}
	smtpc_buf_free(buf);
	buf->base = base;
	buf->size = size;
	buf->tail = len;
	return SMTPC_OK;
}

char *smtpc_buf_reserve(smtpc_buf *buf, size_t len)
{
	if (len > smtpc_buf_room(buf)) {
		return NULL;
	}
	if (buf->base == NULL || len > buf->size - buf->tail) {
		size_t need = smtpc_buf_len(buf) + len;
		/* Sliding is cheap while it moves less than half of the memory. */
		if (buf->base != NULL && need <= buf->size && smtpc_buf_len(buf) <= buf->size / 2) {
			buf_slide(buf);
		} else if (buf_grow(buf, need) < 0) {
			return NULL;
		}
	}
	return buf->base + buf->tail;
}

void smtpc_buf_commit(smtpc_buf *buf, size_t len)
{
	assert(len <= buf->size - buf->tail);
	buf->tail += len;
}

int smtpc_buf_append(smtpc_buf *buf, const void *data, size_t len)
{
	if (len == 0) {
		return SMTPC_OK;
	}
	/* Nearly all that is appended is a few octets for which there is room. */
	bool fits = len <= buf->size - buf->tail && len <= smtpc_buf_room(buf);
	if (!fits && smtpc_buf_reserve(buf, len) == NULL) {
		return SMTPC_E_NOMEM;
	}
	memcpy(buf->base + buf->tail, data, len);
	buf->tail += len;
	return SMTPC_OK;
}

int smtpc_buf_append_str(smtpc_buf *buf, smtpc_str str)
{
	return smtpc_buf_append(buf, str.ptr, str.len);
}

int smtpc_buf_append_byte(smtpc_buf *buf, char byte)
{
	return smtpc_buf_append(buf, &byte, 1);
}

int smtpc_buf_append_uint(smtpc_buf *buf, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	return smtpc_buf_append(buf, digits + at, sizeof digits - at);
}

void smtpc_buf_consume(smtpc_buf *buf, size_t len)
{
	assert(len <= smtpc_buf_len(buf));
	if (buf->secret && len > 0) {
		smtpc_wipe(buf->base + buf->head, len);
	}
	buf->head += len;
	if (buf->head == buf->tail) {
		buf->head = buf->tail = 0;
	}
}

void smtpc_buf_truncate(smtpc_buf *buf, size_t len)
{
	assert(len <= smtpc_buf_len(buf));
	if (buf->secret && len > 0) {
		smtpc_wipe(buf->base + buf->tail - len, len);
	}
	buf->tail -= len;
}
