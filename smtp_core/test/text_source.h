/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A mail's content out of memory, which counts how often it was begun anew. */
#ifndef TEXT_SOURCE_H
#define TEXT_SOURCE_H

#include <string.h>

#include "smtpc.h"

typedef struct text_source {
	smtpc_str text;
	size_t at;
	int rewinds;
} text_source;

static inline ptrdiff_t text_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	text_source *t = user;
	(void)err;
	size_t left = t->text.len - t->at;
	size_t n = left < len ? left : len;
	memcpy(buf, t->text.ptr + t->at, n);
	t->at += n;
	return (ptrdiff_t)n;
}

static inline int text_rewind(void *user, smtpc_error *err)
{
	text_source *t = user;
	(void)err;
	t->at = 0;
	t->rewinds++;
	return 0;
}

/* Its octets have a known number; |rewindable| or to be read once. */
static inline smtpc_source text_source_of(text_source *text, bool rewindable)
{
	return (smtpc_source){.user = text,
		.read = text_read,
		.rewind = rewindable ? text_rewind : NULL,
		.size = (int64_t)text->text.len};
}

#endif
