/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The insides of a message, for the files of this folder that make it up: smtpc_message (life,
 * addresses, bodies), smtpc_fields (the other header fields), smtpc_compile (to what goes out). */
#ifndef SMTPC_MESSAGE_INT_H
#define SMTPC_MESSAGE_INT_H

#include "mime/smtpc_content.h"
#include "mime/smtpc_part.h"

enum { SMTPC_SEED_LEN = 16 };

/* A field that the user named. Both strings are owned. */
typedef struct smtpc_field {
	smtpc_str name, value;
} smtpc_field;

struct smtpc_message {
	const smtpc_mem *mem;
	uint8_t seed[SMTPC_SEED_LEN];
	smtpc_addr_list addrs[SMTPC_FIELD_COUNT];
	bool null_return;
	bool has_date;
	int64_t date;
	int date_offset;
	smtpc_str subject;
	smtpc_str id;  /* with angle brackets; {NULL, 0} until it is set or made */
	bool id_given; /* set by name: a copy keeps it */
	smtpc_str in_reply_to, references;
	smtpc_field *fields;
	size_t field_count, field_room;
	smtpc_content *bodies[SMTPC_BODY_COUNT];
	smtpc_compiled *compiled; /* NULL: a setter was called since */
};

/* Setters call it: what was compiled is no longer true. */
void smtpc_message_changed(smtpc_message *msg);
/* Puts a copy of |value| in place of |*field|. NOMEM leaves it as it was. */
int smtpc_message_set_str(smtpc_message *msg, smtpc_str *field, smtpc_str value);
/* Copies the fields of smtpc_fields.c to an empty message. NOMEM. */
int smtpc_message_copy_fields(smtpc_message *to, const smtpc_message *from);
void smtpc_message_free_fields(smtpc_message *msg);

#endif
