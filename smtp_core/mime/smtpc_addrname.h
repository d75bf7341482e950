/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Display names (RFC 5322 §3.2.5) as they are read: words are put in one by one, and the name is
 * what they say, encoded words (RFC 2047) decoded. What cannot be decoded to clean text stays as it
 * was written. What was decoded is text: nobody looks for quotes, commas or encoded words in it. */
#ifndef SMTPC_ADDRNAME_H
#define SMTPC_ADDRNAME_H

#include "base/smtpc_buf.h"

enum { SMTPC_NAME_MAX = 3072 /* of a display name: ours, no RFC says */ };

typedef struct smtpc_addrname {
	smtpc_buf text;        /* so far */
	smtpc_buf raw, octets; /* neighbouring encoded words that are not in |text| yet */
	smtpc_str charset;     /* theirs */
	bool gathering;        /* there are such */
	bool space;            /* a blank is before them */
	bool after_decoded;    /* |text| ends with what was decoded */
	bool too_long, no_memory;
} smtpc_addrname;

void smtpc_addrname_init(smtpc_addrname *name, const smtpc_mem *mem);
void smtpc_addrname_free(smtpc_addrname *name);
/* Begins another name; the memory is kept. */
void smtpc_addrname_reset(smtpc_addrname *name);

/* A word without quotes, dots in it too; |space|: something was between it and the word before. */
void smtpc_addrname_word(smtpc_addrname *name, smtpc_str word, bool space);
/* The content of a quoted string: an encoded word is none in it (RFC 2047 §5). */
void smtpc_addrname_quoted(smtpc_addrname *name, smtpc_str content, bool space);
/* The content of a comment. */
void smtpc_addrname_comment(smtpc_addrname *name, smtpc_str content);

/* The name without blanks around it, valid until the next reset: ARGUMENT (longer than
 * SMTPC_NAME_MAX), NOMEM. */
int smtpc_addrname_end(smtpc_addrname *name, smtpc_str *text);

/* |text| without the spaces around it. */
smtpc_str smtpc_addrname_trim(smtpc_str text);
/* |word| is one encoded word or several. */
bool smtpc_addrname_is_encoded(smtpc_str word);

#endif
