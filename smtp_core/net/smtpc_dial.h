/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * From the name of a server to a connected socket, in steps that never wait: the name is looked up,
 * and its addresses are tried as RFC 8305 has it, each a moment after the one before it, until the
 * first is connected. With a proxy that is what is dialled, and then told where to go on. One time
 * limit covers all of it. */
#ifndef SMTPC_DIAL_H
#define SMTPC_DIAL_H

#include "net/smtpc_lookup.h"
#include "net/smtpc_sock.h"
#include "proto/smtpc_trace.h"

typedef struct smtpc_dial smtpc_dial;

/* Borrowed: all must outlive the dial. */
typedef struct smtpc_dial_config {
	const smtpc_options *options;
	smtpc_trace *trace;
	/* Two of the server's, for its name and the proxy's: a lookup that was given up and still runs is
	 * waited for by the next dial, so that trying again and again takes one thread. The owner leaves
	 * them in the end. */
	smtpc_lookup **lookups;
	smtpc_resolver *resolver;
} smtpc_dial_config;

enum { SMTPC_DIAL_LOOKUPS = 2 };

typedef enum smtpc_dial_state {
	SMTPC_DIAL_WAIT,      /* for smtpc_dial_wait() */
	SMTPC_DIAL_CONNECTED, /* for smtpc_dial_take() */
	SMTPC_DIAL_FAILED     /* for good; smtpc_dial_error() says why */
} smtpc_dial_state;

/* Nothing is done before the first step. NULL: out of memory. */
smtpc_dial *smtpc_dial_new(const smtpc_mem *mem, const smtpc_dial_config *config);
/* Closes what it has opened and nobody took. */
void smtpc_dial_free(smtpc_dial *dial);

smtpc_dial_state smtpc_dial_step(smtpc_dial *dial);
/* What to wait for after WAIT (-1: only the time), and until when (smtpc_clock(); 0: for ever). */
int smtpc_dial_wait(const smtpc_dial *dial, bool *read, bool *write, double *deadline);
/* The connected socket, the caller's to close. *local: it leads nowhere but to this machine. */
int smtpc_dial_take(smtpc_dial *dial, bool *local);

smtpc_stage smtpc_dial_stage(const smtpc_dial *dial);
/* RESOLVE, RESOLVE_AGAIN, CONNECT, LOST, TIMEOUT, NOMEM; what the proxy said is a CONNECT. */
const smtpc_error *smtpc_dial_error(const smtpc_dial *dial);
/* What was reached or is tried: "192.0.2.1:25", "[2001:db8::1]:25", the path of a local socket;
 * empty before there is anything. */
const char *smtpc_dial_remote(const smtpc_dial *dial);

#endif
