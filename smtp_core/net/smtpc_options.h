/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client's own copy of its options, and the digest by which equal ones are found. */
#ifndef SMTPC_OPTIONS_H
#define SMTPC_OPTIONS_H

#include "smtpc.h"

/* A deep copy of checked options, its host names as A-labels, its strings with a NUL behind them.
 * NOMEM, ARGUMENT. */
int smtpc_options_copy(
	const smtpc_mem *mem, smtpc_options *to, const smtpc_options *from, smtpc_error *err);
/* Wipes what is secret. */
void smtpc_options_free(const smtpc_mem *mem, smtpc_options *options);

enum { SMTPC_OPTIONS_NAME_MAX = 253 };

/* |name| as A-labels in |out|, NUL-terminated; false if it is no name. */
bool smtpc_options_ascii_name(char out[SMTPC_OPTIONS_NAME_MAX + 2], smtpc_str name);

/* The path of the local socket that |host| names; empty: it names none. */
smtpc_str smtpc_options_socket(smtpc_str host);

#endif
