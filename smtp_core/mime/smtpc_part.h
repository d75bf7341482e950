/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The tree of a message's parts (RFC 2046), and what an entity is made from. */
#ifndef SMTPC_PART_H
#define SMTPC_PART_H

#include "mime/smtpc_entity.h"

/* A part has a content, or is an entity that was made before, or has children: then it is a
 * multipart. All is borrowed for the time of making the entity. */
typedef struct smtpc_part {
	smtpc_str fields;       /* a content's: Content-Type and what else describes it */
	smtpc_content *content; /* a content */
	smtpc_entity *entity;   /* an entity, whose octets are not to be changed: RFC 1847 §2.1 */
	const char *multipart; /* children: "multipart/alternative", with parameters but for boundary */
	struct smtpc_part *children, *last_child;
	struct smtpc_part *next;
} smtpc_part;

/* Makes |child| the last child of |parent|. */
void smtpc_part_append(smtpc_part *parent, smtpc_part *child);

/* What boundaries are made from. No two makings of one message have the same. */
typedef struct smtpc_part_mark {
	const uint8_t *seed; /* 16 octets */
	uint32_t version;
} smtpc_part_mark;

/* The entity of |root|; contents that need more than |takes| are encoded instead.
 * NULL: out of memory. */
smtpc_entity *smtpc_part_make(
	const smtpc_mem *mem, const smtpc_part *root, smtpc_part_mark mark, smtpc_transfer takes);

#endif
