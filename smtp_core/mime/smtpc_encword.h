/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Encoded words (RFC 2047), read: recognised, decoded to octets, and the octets brought to UTF-8.
 * These are three steps, as octets of one character may be spread over several words. Writing them
 * is smtpc_fold's. */
#ifndef SMTPC_ENCWORD_H
#define SMTPC_ENCWORD_H

#include "base/smtpc_buf.h"

typedef struct smtpc_encword {
	smtpc_str charset; /* without a language: RFC 2231 §5 */
	bool base64;       /* B; else Q */
	smtpc_str text;    /* as it is encoded */
	smtpc_str whole;
} smtpc_encword;

/* Cuts the encoded word that |rest| begins with off it; false, and |rest| as it was, where it
 * begins with none. */
bool smtpc_encword_cut(smtpc_encword *word, smtpc_str *rest);
/* Appends the octets; ARGUMENT (malformed) or NOMEM, and |out| is as it was. */
int smtpc_encword_decode(smtpc_buf *out, const smtpc_encword *word);
/* Appends |octets| as UTF-8; |charset| is UTF-8, US-ASCII, ISO-8859-1, ISO-8859-15 or windows-1252.
 * ARGUMENT (another charset, or octets that are nothing in it) or NOMEM, and |out| is as it was. */
int smtpc_encword_to_utf8(smtpc_buf *out, smtpc_str charset, smtpc_str octets);

#endif
