/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Waiting for many descriptors: each belongs to a slot, and what is waited for is said once and
 * holds until it is said otherwise. */
#ifndef SMTPC_POLLER_H
#define SMTPC_POLLER_H

#include "smtpc.h"

typedef struct smtpc_poller smtpc_poller;

typedef enum smtpc_poller_kind {
	SMTPC_POLLER_BEST, /* epoll or kqueue, or else poll() */
	SMTPC_POLLER_POLL
} smtpc_poller_kind;

/* With slots from 0 to |slots| - 1. NULL: out of memory. */
smtpc_poller *smtpc_poller_new(const smtpc_mem *mem, unsigned slots, smtpc_poller_kind kind);
/* NULL is legal. */
void smtpc_poller_free(smtpc_poller *poller);
/* Forgets all descriptors, and has a descriptor of its own again: for the child of a fork, which
 * shares the old one with its parent. */
void smtpc_poller_reopen(smtpc_poller *poller);
/* Itself readable when one of the slots or the alarm is; -1: poll() has no such thing. */
int smtpc_poller_fd(const smtpc_poller *poller);
/* The slot waits for |fd| from now on. What it waited for before need not be taken back: a closed
 * descriptor is forgotten by itself. |fresh|: it may be another one than the last, though it has
 * its number. False: the system refuses. */
bool smtpc_poller_watch(
	smtpc_poller *poller, unsigned slot, int fd, bool read, bool write, bool fresh);
/* Before the slot's descriptor is closed, or when it is not to be waited for any more. */
void smtpc_poller_forget(smtpc_poller *poller, unsigned slot);
/* Up to |max| slots that are ready: how many, 0 when |seconds| have passed, -1 after a signal. A
 * slot may be named without cause. */
int smtpc_poller_wait(smtpc_poller *poller, double seconds, unsigned *slots, int max);
/* smtpc_poller_fd() becomes readable in |seconds|, and smtpc_poller_wait() returns; negative:
 * never. */
void smtpc_poller_alarm(smtpc_poller *poller, double seconds);

#endif
