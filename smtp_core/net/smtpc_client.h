/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What a batch has of the clients that are its lanes, beside what everybody has. */
#ifndef SMTPC_CLIENT_H
#define SMTPC_CLIENT_H

#include "smtpc.h"

/* With the servers, options, clock and watchers of |like|, sharing its TLS contexts, and without a
 * rate limit: that is the batch's. NOMEM, ARGUMENT; NULL then. */
smtpc_client *smtpc_client_new_like(const smtpc_client *like, smtpc_error *err);
/* The round robins go on by one, for clients that are made like this one. */
void smtpc_client_turn(smtpc_client *client);
/* Changes whenever the descriptor of WAIT is another one, though it may have the same number; 0: it
 * may be another one each time. */
uint64_t smtpc_client_wire(const smtpc_client *client);
/* All its servers are in this process: nothing is ever waited for. */
bool smtpc_client_is_inside(const smtpc_client *client);
/* A mail is being sent, and its connection stands. */
bool smtpc_client_is_under_way(const smtpc_client *client);
/* Seconds from one mail to the next by max_per_second; 0: no limit. */
double smtpc_client_interval(const smtpc_client *client);
/* Where its memory comes from. */
const smtpc_mem *smtpc_client_mem(const smtpc_client *client);

#endif
