/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The tree of a message's parts (RFC 2046), and the flat list of segments that it is compiled to:
 * text that was made (headers, boundaries), and contents that are encoded as they are read. */
#ifndef SMTPC_PART_H
#define SMTPC_PART_H

#include "base/smtpc_buf.h"
#include "mime/smtpc_content.h"

/* Either content, or children: then |subtype| is what kind of multipart it is. Parts are borrowed
 * for the time of compiling. */
typedef struct smtpc_part {
	const char *type;       /* "text/plain", "multipart/alternative" */
	smtpc_content *content; /* NULL with children */
	const struct smtpc_part *children;
	const struct smtpc_part *next;
} smtpc_part;

typedef struct smtpc_segment {
	size_t offset, len;     /* of the text, if there is no content */
	smtpc_content *content; /* a reference */
} smtpc_segment;

/* What a message is when it goes out. Counted references: a reader outlives changes of the
 * message. */
typedef struct smtpc_compiled {
	const smtpc_mem *mem;
	unsigned refs;
	smtpc_buf text; /* the text of all segments */
	smtpc_segment *segments;
	size_t count, room;
	uint64_t size; /* exact octets of the whole */
} smtpc_compiled;

/* NULL: out of memory. */
smtpc_compiled *smtpc_compiled_new(const smtpc_mem *mem);
smtpc_compiled *smtpc_compiled_ref(smtpc_compiled *compiled);
void smtpc_compiled_unref(smtpc_compiled *compiled);

/* Adds the fields of |root| and its contents behind what is in |text|: the message's other fields.
 * Boundaries are made from |seed|. NOMEM. */
int smtpc_compiled_add_parts(
	smtpc_compiled *compiled, const smtpc_part *root, const uint8_t seed[16]);

/* A source that reads |compiled|, of which it holds a reference. NOMEM. */
int smtpc_writer_open(smtpc_source *source, smtpc_compiled *compiled);

#endif
