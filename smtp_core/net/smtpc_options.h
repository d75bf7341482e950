/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client's own copy of its options. */
#ifndef SMTPC_OPTIONS_H
#define SMTPC_OPTIONS_H

#include "smtpc.h"

/* A deep copy of checked options, its host names as A-labels, its strings with a NUL behind them.
 * NOMEM, ARGUMENT. */
int smtpc_options_copy(
	const smtpc_mem *mem, smtpc_options *to, const smtpc_options *from, smtpc_error *err);
/* Wipes what is secret. */
void smtpc_options_free(const smtpc_mem *mem, smtpc_options *options);

/* The path of the local socket that |host| names; empty: it names none. */
smtpc_str smtpc_options_socket(smtpc_str host);

#endif
