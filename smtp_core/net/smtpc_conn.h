/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One connection: dialled, then TLS, the session, and the pump that moves bytes between them without
 * blocking, both ways at once. */
#ifndef SMTPC_CONN_H
#define SMTPC_CONN_H

#include "net/smtpc_lookup.h"
#include "net/smtpc_peer.h"
#include "net/smtpc_tls.h"
#include "proto/smtpc_session.h"

typedef struct smtpc_conn smtpc_conn;

typedef enum smtpc_conn_state {
	SMTPC_CONN_WAIT,   /* for smtpc_conn_wait() */
	SMTPC_CONN_SOURCE, /* the session wants content */
	SMTPC_CONN_TOKEN,  /* the session wants a token */
	SMTPC_CONN_IDLE,   /* a job can be submitted */
	SMTPC_CONN_CLOSED
} smtpc_conn_state;

/* What connections have of their client; borrowed, and it must outlive them. */
typedef struct smtpc_conn_env {
	const smtpc_mem *mem;
	smtpc_trace *trace;
	double skew; /* how far the client's clock is ahead of smtpc_clock(): see smtpc_conn_link() */
} smtpc_conn_env;

/* To be stepped until it is connected. The pointers must outlive it; *tls is made when TLS is first
 * needed, if it is NULL, and lookups as smtpc_dial_config says. NULL: out of memory. */
smtpc_conn *smtpc_conn_open(const smtpc_conn_env *env, const smtpc_options *options,
	smtpc_tls_context **tls, smtpc_lookup **lookups);
/* TLS from the first byte. */
bool smtpc_conn_is_implicit(const smtpc_options *options);
/* Closes at once. */
void smtpc_conn_free(smtpc_conn *conn);

smtpc_conn_state smtpc_conn_step(smtpc_conn *conn);
/* What to wait for after WAIT, and until when (smtpc_clock(); 0: for ever). */
int smtpc_conn_wait(const smtpc_conn *conn, bool *read, bool *write, double *deadline);
/* The server inside the process that it leads to, or NULL: for that nobody needs to wait, as the
 * clock can be put forward. */
smtpc_link *smtpc_conn_link(const smtpc_conn *conn);
/* Idle, and the peer has neither closed nor said anything: found out without a round trip. */
bool smtpc_conn_is_alive(smtpc_conn *conn);

/* NULL until the connection stands. */
smtpc_session *smtpc_conn_session(const smtpc_conn *conn);
/* Ends it with |err|: the session dies of it, the socket closes. */
void smtpc_conn_fail(smtpc_conn *conn, const smtpc_error *err);
/* QUIT is written if the session is idle, as far as that goes without waiting, and the socket
 * closes. */
void smtpc_conn_hang_up(smtpc_conn *conn);
/* Closes without a byte on the wire: for the child of a fork. */
void smtpc_conn_drop(smtpc_conn *conn);
/* Why it is closed. */
const smtpc_error *smtpc_conn_error(const smtpc_conn *conn);

smtpc_stage smtpc_conn_stage(const smtpc_conn *conn);
const char *smtpc_conn_remote(const smtpc_conn *conn);
void smtpc_conn_describe(const smtpc_conn *conn, smtpc_server_info *info);
double smtpc_conn_opened_at(const smtpc_conn *conn);
/* The process that opened it. */
long smtpc_conn_process(const smtpc_conn *conn);

#endif
