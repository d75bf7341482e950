/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Writing one header field, line by line: knows the column, breaks lines at the white space it is
 * told of (RFC 5322 §2.2.3), and writes encoded words (RFC 2047). What it writes unfolds to exactly
 * the value that was given. A failure (out of memory) sticks and is told at the end. */
#ifndef SMTPC_FOLD_H
#define SMTPC_FOLD_H

#include "base/smtpc_buf.h"

enum {
	/* RFC 2047 §2 wants 76 where encoded words are; RFC 5322 §2.1.1 78 elsewhere. */
	SMTPC_FOLD_AT = 76,
	/* Longer runs of white space are not written as they are. */
	SMTPC_FOLD_SPACE_MAX = 32
};

typedef struct smtpc_fold {
	smtpc_buf *out;
	size_t col;  /* octets on this line so far */
	size_t keep; /* octets that encoded words leave free on each line, for what closes them */
	bool first;  /* nothing but the name has been written */
	bool failed;
} smtpc_fold;

/* Writes "Name:". */
void smtpc_fold_begin(smtpc_fold *fold, smtpc_buf *out, smtpc_str name);
/* Writes |text|: the field's name, the colon and what stands before the first place to fold. */
void smtpc_fold_begin_text(smtpc_fold *fold, smtpc_buf *out, smtpc_str text);
/* Writes |space|, on a new line if |next| more octets would not fit on this one. */
void smtpc_fold_space(smtpc_fold *fold, smtpc_str space, size_t next);
void smtpc_fold_put(smtpc_fold *fold, smtpc_str text);
/* |space| and |text|. */
void smtpc_fold_token(smtpc_fold *fold, smtpc_str space, smtpc_str text);
/* |space| and, as encoded words, |text|: valid UTF-8. In a phrase fewer characters may stand for
 * themselves. */
void smtpc_fold_encoded(smtpc_fold *fold, smtpc_str space, smtpc_str text, bool phrase);
/* Ends the last line; NOMEM if anything failed. */
int smtpc_fold_end(smtpc_fold *fold);

#endif
