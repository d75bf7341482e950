/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A MIME entity as it goes out (RFC 2045 §2.4): its header fields, and its body as a flat list of
 * segments: text that was made (headers of parts, boundaries), and contents that are encoded as
 * they are read. Counted references: copies of a message share it, and a reader outlives changes of
 * the message. */
#ifndef SMTPC_ENTITY_H
#define SMTPC_ENTITY_H

#include "base/smtpc_buf.h"
#include "mime/smtpc_reader.h"

typedef struct smtpc_segment {
	size_t offset, len;     /* of the text, if there is no content */
	smtpc_content *content; /* a reference */
	smtpc_slice slice;
	int64_t size; /* octets that it gives; -1: unknown */
} smtpc_segment;

enum { SMTPC_BODY_HASH_LEN = 32 };

typedef struct smtpc_entity {
	const smtpc_mem *mem;
	unsigned refs;
	smtpc_buf fields; /* its own header fields, Content-Type first, without the empty line */
	smtpc_buf text;   /* the text of all segments */
	size_t text_done; /* text up to here is in segments */
	smtpc_segment *segments;
	size_t count, room;
	smtpc_transfer need; /* what a server must take for it to arrive as it is */
	bool fell_back;      /* something is encoded that was not to be */
	unsigned generation; /* counts the changes of its contents that were seen */
	/* What was made of it, for all messages that share it, as long as nothing changes: what the
	 * body hashes to for DKIM, and what it has become by S/MIME. */
	bool hashed;
	uint8_t hash[SMTPC_BODY_HASH_LEN];
	struct smtpc_entity *sealed; /* a reference, or NULL */
} smtpc_entity;

/* NULL: out of memory. */
smtpc_entity *smtpc_entity_new(const smtpc_mem *mem);
smtpc_entity *smtpc_entity_ref(smtpc_entity *entity);
void smtpc_entity_unref(smtpc_entity *entity);

/* What a server must take for a content that goes in |encoding|. */
smtpc_transfer smtpc_transfer_of(const smtpc_content *content, smtpc_encoding encoding);

/* Appends a slice of |content|, of which it takes a reference of its own, behind what is in |text|.
 * NOMEM. */
int smtpc_entity_add_content(
	smtpc_entity *entity, smtpc_content *content, const smtpc_slice *slice);
/* Makes a segment of the text that came since the last one. NOMEM. */
int smtpc_entity_end_text(smtpc_entity *entity);

/* Looks at the origins again and takes sizes. *changed is set if anything may be other than before,
 * and left alone otherwise. SOURCE, NOMEM. */
int smtpc_entity_look(smtpc_entity *entity, bool *changed, smtpc_error *err);
/* Octets of the body as of the last look; -1: unknown. */
int64_t smtpc_entity_body_size(const smtpc_entity *entity);
/* The same octets for as long as nothing has changed. */
bool smtpc_entity_is_stable(const smtpc_entity *entity);

typedef struct smtpc_writer_options {
	smtpc_buf *head; /* taken: what goes out before the body; NULL: nothing */
	size_t keep_max; /* encoded forms of up to so many octets are kept where that pays */
} smtpc_writer_options;

/* A source of head and body, of which it holds a reference. It can be rewound. NOMEM: the head
 * stays the caller's then. */
int smtpc_writer_open(
	smtpc_source *source, smtpc_entity *entity, const smtpc_writer_options *options);

#endif
