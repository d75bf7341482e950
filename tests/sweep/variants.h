/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the sweep goes over: how mails are sent, to what server, and what fails. */
#ifndef SWEEP_VARIANTS_H
#define SWEEP_VARIANTS_H

#include "test/model_server.h"

typedef struct sweep_variant {
	const char *name;
	model_config server;
	smtpc_tls_mode tls;
	size_t mails;   /* the connection fails with the last one */
	size_t burst;   /* with one of so many last ones, which are given back to back; 0: one */
	unsigned lanes; /* those go through a batch of so many, the first of which fails; 0: none */
	bool all_fail;  /* as many connections as there are lanes */
	bool failover;  /* a second server takes what the first one has not taken */
	bool is_long, narrow, flips, stalls;
	unsigned every; /* one of so many places is enough; 0: all of them */
} sweep_variant;

extern const sweep_variant sweep_variants[];
extern const size_t sweep_variant_count;

#endif
