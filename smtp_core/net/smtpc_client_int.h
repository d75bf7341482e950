/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the files of the client share: smtpc_client (operations and their ends), smtpc_client_source
 * (the content of mails), smtpc_client_info (what it tells of itself). */
#ifndef SMTPC_CLIENT_INT_H
#define SMTPC_CLIENT_INT_H

#include "net/smtpc_client.h"
#include "net/smtpc_conn.h"
#include "net/smtpc_dial.h"
#include "net/smtpc_mails.h"
#include "net/smtpc_plan.h"

typedef enum smtpc_client_op { OP_NONE, OP_CONNECT, OP_SEND, OP_CLOSE } smtpc_client_op;

typedef struct smtpc_client_server {
	smtpc_options options;
	smtpc_tls_slot *tls;
	smtpc_lookup *lookups[SMTPC_DIAL_LOOKUPS]; /* NULL: none runs */
	smtpc_conn *conn; /* may be closed: what it knew of the server stays until the next one */
	uint64_t carried; /* mails on this connection */
	bool counted;     /* in the client's counts */
	double idle_since;
} smtpc_client_server;

struct smtpc_client {
	const smtpc_mem *mem;
	smtpc_conn_env env;
	smtpc_client_server *servers; /* plan.count of them */
	smtpc_client_server *server;  /* of this operation, or of the last */
	smtpc_plan plan;
	smtpc_trace trace;
	bool in_use;      /* the server's connection is, by this operation */
	bool used_before; /* it was there before this operation */
	smtpc_client_op op;
	smtpc_mails mails; /* with OP_SEND; the operation is about the first */
	bool opened;        /* this operation has made a connection */
	bool aborted;       /* nothing more is to be tried */
	bool was_transient; /* a server given up in this operation might do it later */
	double begun;
	double deadline; /* of the operation; 0: none */
	double last_step;
	char *chunk; /* SMTPC_SESSION_CHUNK octets of content on their way */
	smtpc_counts counts;
	uint64_t wire;            /* connections begun */
	double interval, next_at; /* max_per_second: between two mails, and when the next may begin */
	bool paced;               /* this one's time has come */
	smtpc_error error;
};

/* The mail that the operation is about, with OP_SEND. */
static inline smtpc_mail *smtpc_client_first(const smtpc_client *c)
{
	return smtpc_mails_at((smtpc_mails *)(uintptr_t)&c->mails, 0);
}

static inline smtpc_job *smtpc_client_first_job(const smtpc_client *c)
{
	return smtpc_client_first(c)->job;
}

static inline double smtpc_client_now(const smtpc_client *c)
{
	return smtpc_clock() + c->env.skew;
}

/* Connections of the parent process are not ours to speak on: they are dropped. */
void smtpc_client_drop_foreign(smtpc_client *client);
/* Mails that wait follow on those that are under way, as far as they may. True: there was one. */
bool smtpc_client_submit_behind(smtpc_client *client);

#endif
