/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Memory: every allocation of the core goes through a smtpc_mem, so that connections can outlive a
 * PHP request and tests can make each allocation fail. */
#ifndef SMTPC_MEM_H
#define SMTPC_MEM_H

#include "smtpc.h"

/* |mem|, or the C library's for NULL. */
const smtpc_mem *smtpc_mem_or_default(const smtpc_mem *mem);

/* NULL when out of memory; |size| may be 0. The z forms clear the memory. */
void *smtpc_malloc(const smtpc_mem *mem, size_t size);
void *smtpc_zalloc(const smtpc_mem *mem, size_t size);
/* |count| * |size| with the overflow checked. */
void *smtpc_realloc_array(const smtpc_mem *mem, void *ptr, size_t count, size_t size);
void smtpc_free(const smtpc_mem *mem, void *ptr);

/* Clears memory in a way that the compiler may not leave out. */
void smtpc_wipe(void *ptr, size_t len);

/* A copy with a NUL behind it; a view of it in |to|. NOMEM leaves |to| as it was. A {NULL, 0}
 * stays one. */
int smtpc_str_dup(const smtpc_mem *mem, smtpc_str *to, smtpc_str from);
/* Frees what smtpc_str_dup() made, and makes |str| {NULL, 0}. The wiping form is for secrets. */
void smtpc_str_free(const smtpc_mem *mem, smtpc_str *str);
void smtpc_str_free_wiped(const smtpc_mem *mem, smtpc_str *str);

#endif
