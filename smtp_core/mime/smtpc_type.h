/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Media types (RFC 2045 §5.1, RFC 6838 §4.2): what a caller gives as a content type, taken apart,
 * and what the end of a file name says. Nothing is allocated: a smtpc_type is views into the text
 * that was parsed, which must outlive it. */
#ifndef SMTPC_TYPE_H
#define SMTPC_TYPE_H

#include "smtpc.h"

enum {
	SMTPC_TYPE_MAX = 512, /* octets of a content type with all its parameters */
	SMTPC_TYPE_PARAMS = 8
};

/* For smtpc_type_parse_with(): what is taken beside types of single parts. */
enum { SMTPC_TYPE_MESSAGE = 1u, SMTPC_TYPE_MULTIPART = 2u };

typedef struct smtpc_type_param {
	smtpc_str name;
	smtpc_str value; /* without the quotes around it; may be empty */
	bool escaped;    /* |value| has backslashes: see smtpc_type_value() */
} smtpc_type_param;

typedef struct smtpc_type {
	smtpc_str name; /* "text/plain", in the case in which it was given */
	smtpc_type_param params[SMTPC_TYPE_PARAMS];
	size_t param_count;
} smtpc_type;

/* Exactly `type/subtype`, and `; name=value` up to eight times, spaces around the semicolons only.
 * Refused are what is not printable ASCII, wildcards, comments, a name that comes twice,
 * "boundary", names in the form of RFC 2231, multiparts and messages: such parts are made in ways
 * of their own. ARGUMENT. */
int smtpc_type_parse(smtpc_type *type, smtpc_str text, smtpc_error *err);
/* The same, but takes message/… or multipart/… too if |allowed| has the flag. ARGUMENT. */
int smtpc_type_parse_with(smtpc_type *type, smtpc_str text, unsigned allowed, smtpc_error *err);

/* |prefix|, such as "text/", is what the type begins with; caseless. */
bool smtpc_type_starts(const smtpc_type *type, smtpc_str prefix);
/* The parameter |name| (caseless), or NULL. */
const smtpc_type_param *smtpc_type_find(const smtpc_type *type, smtpc_str name);
/* What the parameter stands for: its value, or, if it is escaped, a copy in |buf| without the
 * backslashes. */
smtpc_str smtpc_type_value(const smtpc_type_param *param, char buf[SMTPC_TYPE_MAX]);

/* The type that goes with what follows the last dot in |file_name|, caselessly;
 * application/octet-stream if that is nothing known. A constant. */
smtpc_str smtpc_type_of_name(smtpc_str file_name);

#endif
