/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Reading the header of finished mail: fields as they stand, with whatever others wrote into them.
 * Every line ends with CRLF here. */
#ifndef SMTPC_RAWFIELD_H
#define SMTPC_RAWFIELD_H

#include "base/smtpc_buf.h"

typedef struct smtpc_rawfield {
	smtpc_str whole; /* all its lines, with their ends */
	smtpc_str name;
	smtpc_str value; /* behind the colon, still folded, without the last line end */
} smtpc_rawfield;

/* Cuts the next field off |rest|: 1; 0: there is none; ARGUMENT: what comes next, and was cut off
 * as |field->whole|, is no field. */
int smtpc_rawfield_next(smtpc_str *rest, smtpc_rawfield *field);
/* The first field of that name (caseless); false: there is none. */
bool smtpc_rawfield_find(smtpc_str header, smtpc_str name, smtpc_rawfield *field);

/* The first word of a value such as Content-Type's, before blanks, comments and parameters:
 * "multipart/mixed", "7bit". len 0: there is none. */
smtpc_str smtpc_rawfield_token(smtpc_str value);
/* The parameter |name| of such a value, unquoted and unfolded into |buf|: the octets it has, or 0
 * if it is not there or does not fit. */
size_t smtpc_rawfield_param(smtpc_str value, smtpc_str name, char *buf, size_t room);

/* Appends |line| (without its end) folded at blanks, so that no line has more than |max| octets.
 * ARGUMENT: there are no blanks where they are needed; NOMEM. */
int smtpc_rawfield_fold(smtpc_buf *out, smtpc_str line, size_t max);

#endif
