/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The insides of a message, for the files of this folder that make it up: smtpc_message (life,
 * addresses), smtpc_fields (the other header fields), smtpc_body (contents), smtpc_tree (their
 * parts), smtpc_head (the header as it goes out), smtpc_open (to what goes out). */
#ifndef SMTPC_MESSAGE_INT_H
#define SMTPC_MESSAGE_INT_H

#include "crypto/smtpc_digest.h"
#include "mime/smtpc_attachment.h"
#include "mime/smtpc_part.h"
#include "mime/smtpc_raw.h"

enum { SMTPC_SEED_LEN = 16 };

/* A field that the user named. Both strings are owned. */
typedef struct smtpc_field {
	smtpc_str name, value;
	bool verbatim; /* words that must not be encoded: URIs */
} smtpc_field;

typedef struct smtpc_pointers {
	void **items;
	size_t count, room;
} smtpc_pointers;

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
	bool keyed;    /* made from |key|: so does it */
	uint8_t key[SMTPC_SEED_LEN];
	smtpc_str in_reply_to, references;
	smtpc_field *fields;
	size_t field_count, field_room;
	smtpc_content *bodies[SMTPC_BODY_COUNT];
	smtpc_content **alternatives;
	size_t alternative_count, alternative_room;
	smtpc_content *calendar;
	smtpc_attachment **attachments;
	size_t attachment_count, attachment_room;
	smtpc_raw *raw;   /* finished mail: all else is unused then */
	uint32_t version; /* counts the changes of what the body is made from */
	/* The body, for whom takes as much as the index says (smtpc_transfer). NULL: not made, or a
	 * setter was called since. */
	smtpc_entity *entities[3];
	smtpc_pointers dkim, smime, certs; /* smtpc_dkim, smtpc_smime_signer, smtpc_cert */
	smtpc_cipher cipher;
	/* The DKIM-Signature fields of the last time, and a digest of all that they depend on. */
	smtpc_buf dkim_fields;
	uint8_t dkim_of[SMTPC_SHA256_SIZE];
	int64_t dkim_at;
};

/* ---- smtpc_message, smtpc_fields ---- */

/* Puts a copy of |value| in place of |*field|. NOMEM leaves it as it was. */
int smtpc_message_set_str(smtpc_message *msg, smtpc_str *field, smtpc_str value);
/* Copies the fields of smtpc_fields.c to an empty message. NOMEM. */
int smtpc_message_copy_fields(smtpc_message *to, const smtpc_message *from);
void smtpc_message_free_fields(smtpc_message *msg);

/* ---- smtpc_body ---- */

/* Setters of the body call it: what was made of it is no longer true. */
void smtpc_message_body_changed(smtpc_message *msg);
/* Copies the contents to an empty message, and what was made of them. NOMEM. */
int smtpc_message_copy_body(smtpc_message *to, const smtpc_message *from);
void smtpc_message_free_body(smtpc_message *msg);

/* ---- smtpc_tree, smtpc_head ---- */

/* The smallest right tree (RFC 2046, RFC 2387) of the message's contents, made to an entity. NULL:
 * out of memory. */
smtpc_entity *smtpc_message_make_entity(
	const smtpc_message *msg, smtpc_part_mark mark, smtpc_transfer takes);
/* Appends all header fields but those of the entity. NOMEM. */
int smtpc_message_put_head(smtpc_buf *out, smtpc_message *msg);

/* ---- smtpc_sign ---- */

int smtpc_message_copy_signers(smtpc_message *to, const smtpc_message *from);
void smtpc_message_free_signers(smtpc_message *msg);
bool smtpc_message_is_sealed(const smtpc_message *msg);
/* |signer| signs it already. */
bool smtpc_message_has_dkim(const smtpc_message *msg, const smtpc_dkim *signer);

typedef struct smtpc_seal_options {
	smtpc_part_mark mark;
	size_t spool_max;
	smtpc_str spool_dir;
} smtpc_seal_options;

/* |entity| signed and encrypted with S/MIME, as the message wants it: a reference. ARGUMENT,
 * SOURCE, NOMEM. */
int smtpc_message_seal(const smtpc_message *msg, smtpc_entity *entity,
	const smtpc_seal_options *options, smtpc_entity **sealed, smtpc_error *err);

/* ---- smtpc_signature ---- */

/* What is to be signed: the body, and the header fields before it. */
typedef struct smtpc_dkim_job {
	smtpc_entity *entity;
	smtpc_str fields;
	const smtpc_open_options *options;
} smtpc_dkim_job;

/* Appends the DKIM-Signature fields of all signers. As smtpc_message_open(). */
int smtpc_message_put_dkim(
	smtpc_buf *out, smtpc_message *msg, const smtpc_dkim_job *job, smtpc_error *err);

/* ---- smtpc_open ---- */

/* The body for whom |takes| that much, made if need be; the message holds the reference. NOMEM. */
int smtpc_message_body(
	smtpc_message *msg, smtpc_transfer takes, smtpc_entity **entity, smtpc_error *err);

/* What the message is now: |head|, its header with the empty line, and a reference to its body,
 * whose boundaries are made from |seed|. Both are the caller's. As smtpc_message_open(). */
int smtpc_message_snapshot(smtpc_message *msg, const uint8_t seed[16], smtpc_buf *head,
	smtpc_entity **entity, smtpc_error *err);

#endif
