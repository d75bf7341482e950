/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The content of one part: bytes that somebody else holds, or an origin that is opened anew for
 * each reading; what they are, and how they are going to be encoded. Counted references, so that
 * copies of a message and what was compiled from them share it: it is looked through once and,
 * where more than one message has it, encoded once. */
#ifndef SMTPC_CONTENT_H
#define SMTPC_CONTENT_H

#include "smtpc.h"

/* An encoded form, kept for the next reading. Counted: who reads it holds it. */
typedef struct smtpc_form {
	unsigned refs;
	smtpc_encoding encoding;
	smtpc_str octets; /* owned */
} smtpc_form;

typedef struct smtpc_content {
	const smtpc_mem *mem;
	unsigned refs;
	unsigned uses;   /* messages that have had it */
	smtpc_blob blob; /* owner NULL and data NULL with an origin */
	smtpc_origin origin;
	smtpc_look look; /* what the origin was when it was last looked at */
	bool looked;     /* there was such a look */
	bool ready; /* text that was found to be just what goes out: it need not be encoded again */
	bool text;  /* line ends are line ends; without it they are octets like others */
	smtpc_encoding encoding; /* the wanted one; AUTO: it goes as it is, whatever it is */
	smtpc_encoding fallback; /* for servers that take only 7bit; the same where that is 7bit-safe */
	smtpc_transfer verbatim; /* with AUTO: what a server must take for that */
	/* Exact octets by encoding; SIZE_UNMEASURED until somebody asks, -1 if they cannot be known. */
	int64_t sizes[SMTPC_ENC_BINARY + 1];
	smtpc_form *kept; /* NULL: none */
	smtpc_str fields; /* text: the header fields that describe it; owned */
	smtpc_str label;  /* what an origin is called in errors; owned */
	bool named;       /* the label is an attachment's name */
} smtpc_content;

/* Text, whose line ends become CRLF. Takes one reference of |blob|, also on failure. |fields| are
 * copied. ARGUMENT: 7BIT or 8BIT is wanted for what is neither; NOMEM. */
int smtpc_content_new_text(smtpc_content **content, const smtpc_mem *mem, smtpc_blob blob,
	smtpc_str fields, smtpc_encoding encoding);
/* Octets that arrive as they are: BASE64 for AUTO. Takes one reference of |blob|. As above. */
int smtpc_content_new_data(
	smtpc_content **content, const smtpc_mem *mem, smtpc_blob blob, smtpc_encoding encoding);
/* The same for an origin, of which it takes one reference (also on failure). What is wrong with
 * 7BIT and 8BIT is seen only when it is read; errors then name |label|. NOMEM. */
int smtpc_content_new_origin(smtpc_content **content, const smtpc_mem *mem, smtpc_origin origin,
	smtpc_str label, smtpc_encoding encoding);
/* It goes as it is: its octets are fit for a server that takes |need|, and nobody checks them. */
void smtpc_content_set_verbatim(smtpc_content *content, smtpc_transfer need);
smtpc_content *smtpc_content_ref(smtpc_content *content);
void smtpc_content_unref(smtpc_content *content);

static inline bool smtpc_content_is_origin(const smtpc_content *content)
{
	return content->origin.open != NULL;
}

/* A sentence about it: its label, and |what|. Returns SMTPC_E_SOURCE. */
int smtpc_content_fail(const smtpc_content *content, const char *what, smtpc_error *err);
/* Puts the label before what its origin failed with, |rc|, which it returns. */
int smtpc_content_blame(const smtpc_content *content, int rc, smtpc_error *err);

/* How it is going to be encoded for whom |takes| that much. */
static inline smtpc_encoding smtpc_content_encoding(
	const smtpc_content *content, smtpc_transfer takes)
{
	bool too_wide = takes == SMTPC_TRANSFER_7BIT ||
		(takes == SMTPC_TRANSFER_8BIT && content->encoding == SMTPC_ENC_BINARY);
	return too_wide ? content->fallback : content->encoding;
}

/* "quoted-printable" */
const char *smtpc_encoding_name(smtpc_encoding encoding);

/* Looks at the origin: *changed is set if what was computed from its octets may not hold any more,
 * and left alone otherwise. SOURCE, NOMEM. */
int smtpc_content_look(smtpc_content *content, bool *changed, smtpc_error *err);
/* The exact octets of the encoded form, -1 if unknown. Reads the origin where arithmetic does not
 * do. SOURCE, NOMEM. */
int smtpc_content_size(
	smtpc_content *content, smtpc_encoding encoding, int64_t *size, smtpc_error *err);
/* The kept form, with a reference for the caller, or NULL. */
smtpc_form *smtpc_content_kept(const smtpc_content *content, smtpc_encoding encoding);
/* Takes the memory |octets| to keep it. */
void smtpc_content_keep(smtpc_content *content, smtpc_encoding encoding, smtpc_str octets);
void smtpc_form_unref(const smtpc_mem *mem, smtpc_form *form);

#endif
