/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_mem.h"

#include <stdlib.h>
#include <string.h>

static void *libc_realloc(void *user, void *ptr, size_t size)
{
	(void)user;
	return realloc(ptr, size);
}

static void libc_free(void *user, void *ptr)
{
	(void)user;
	free(ptr);
}

static const smtpc_mem libc_mem = {NULL, libc_realloc, libc_free};

const smtpc_mem *smtpc_mem_or_default(const smtpc_mem *mem)
{
	return mem != NULL ? mem : &libc_mem;
}

void *smtpc_malloc(const smtpc_mem *mem, size_t size)
{
	return mem->realloc(mem->user, NULL, size > 0 ? size : 1);
}

void *smtpc_zalloc(const smtpc_mem *mem, size_t size)
{
	void *ptr = smtpc_malloc(mem, size);
	if (ptr != NULL) {
		memset(ptr, 0, size);
	}
	return ptr;
}

void *smtpc_realloc_array(const smtpc_mem *mem, void *ptr, size_t count, size_t size)
{
	if (count == 0 || size == 0 || count > SIZE_MAX / size) {
		return NULL;
	}
	return mem->realloc(mem->user, ptr, count * size);
}

void smtpc_free(const smtpc_mem *mem, void *ptr)
{
	if (ptr != NULL) {
		mem->free(mem->user, ptr);
	}
}

void smtpc_wipe(void *ptr, size_t len)
{
	/* A call through a volatile pointer cannot be proven to be memset, so it stays. */
	void *(*volatile clear)(void *, int, size_t) = memset;
	if (ptr != NULL && len > 0) {
		(void)clear(ptr, 0, len);
	}
}

int smtpc_str_dup(const smtpc_mem *mem, smtpc_str *to, smtpc_str from)
{
	if (from.ptr == NULL) {
		*to = (smtpc_str){NULL, 0};
		return SMTPC_OK;
	}
	char *copy = smtpc_malloc(mem, from.len + 1);
	if (copy == NULL) {
		return SMTPC_E_NOMEM;
	}
	memcpy(copy, from.ptr, from.len);
	copy[from.len] = '\0';
	*to = (smtpc_str){copy, from.len};
	return SMTPC_OK;
}

void smtpc_str_free(const smtpc_mem *mem, smtpc_str *str)
{
	/* The view is const, the memory behind a duplicate is not. */
	smtpc_free(mem, (void *)(uintptr_t)str->ptr);
	*str = (smtpc_str){NULL, 0};
}

void smtpc_str_free_wiped(const smtpc_mem *mem, smtpc_str *str)
{
	smtpc_wipe((void *)(uintptr_t)str->ptr, str->len);
	smtpc_str_free(mem, str);
}
