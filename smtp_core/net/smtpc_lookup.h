/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One name being looked up while the caller goes on. The system's resolver knows nsswitch, the
 * hosts file, mDNS and systemd-resolved, and cannot be interrupted; so it runs in a thread, which
 * is left behind when its answer is no longer wanted. What both sides use is counted, and belongs
 * to neither. */
#ifndef SMTPC_LOOKUP_H
#define SMTPC_LOOKUP_H

#include "net/smtpc_resolve.h"

typedef struct smtpc_lookup smtpc_lookup;

/* smtpc_resolve(), or what a test puts in its place: it may run in another thread. */
typedef int smtpc_resolver(
	smtpc_addresses *out, smtpc_str host, uint16_t port, int ip_version, smtpc_error *err);

/* Begins. Where there is no thread to be had the lookup is over when this returns. The caller ends
 * it with smtpc_lookup_leave(). NULL: out of memory. */
smtpc_lookup *smtpc_lookup_start(
	smtpc_resolver *resolver, smtpc_str host, uint16_t port, int ip_version);
/* There is a result. */
bool smtpc_lookup_is_over(const smtpc_lookup *lookup);
/* A thread of this process is still at it: it can be waited for again. */
bool smtpc_lookup_is_running(const smtpc_lookup *lookup);
/* Becomes readable when the lookup is over. */
int smtpc_lookup_fd(const smtpc_lookup *lookup);
/* What the resolver gave, once it is over. */
int smtpc_lookup_result(const smtpc_lookup *lookup, smtpc_addresses *out, smtpc_error *err);
/* Gives the caller's part of it back, over or not, without waiting. NULL is legal. */
void smtpc_lookup_leave(smtpc_lookup *lookup);

#endif
