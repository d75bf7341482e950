/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * In which order an operation tries a client's servers: a route flattened, the turns of its
 * round robins, and the servers that were found out of order lately. */
#ifndef SMTPC_PLAN_H
#define SMTPC_PLAN_H

#include "smtpc.h"

enum { SMTPC_PLAN_NODES_MAX = 2 * SMTPC_ROUTE_SERVERS_MAX };

/* One node of the route; nodes stand in the order of their text, a group before its members. */
typedef struct smtpc_plan_node {
	smtpc_route_kind kind;
	unsigned span;    /* nodes in it, itself included */
	unsigned members; /* of a group */
	unsigned turn;    /* ROUNDROBIN: the member that is first; SERVER: its index */
} smtpc_plan_node;

typedef struct smtpc_plan {
	smtpc_plan_node nodes[SMTPC_PLAN_NODES_MAX];
	unsigned node_count;
	size_t count; /* servers */
	double retry_period[SMTPC_ROUTE_SERVERS_MAX];
	double dead_until[SMTPC_ROUTE_SERVERS_MAX]; /* as the caller's |now|; 0: in order */
	size_t order[SMTPC_ROUTE_SERVERS_MAX];      /* of this operation */
	size_t at;                                  /* in it */
} smtpc_plan;

/* Of a route; where its round robins begin is random, so that many processes spread too. ARGUMENT:
 * too many servers, too deep, an empty group, a retry period that is no time. */
int smtpc_plan_init(smtpc_plan *plan, const smtpc_route *route, smtpc_error *err);
/* Orders the servers for an operation. |turn|: the round robins go on by one with it. */
void smtpc_plan_begin(smtpc_plan *plan, double now, bool turn);
/* The index of the server whose turn it is. */
size_t smtpc_plan_server(const smtpc_plan *plan);
bool smtpc_plan_has_next(const smtpc_plan *plan);
void smtpc_plan_next(smtpc_plan *plan);
/* The server is out of order: tried last until its retry period has passed. */
void smtpc_plan_bury(smtpc_plan *plan, double now);
/* The server works. */
void smtpc_plan_revive(smtpc_plan *plan);

/* Calls |take| with each server's index and options, in the order of the indices, until it fails.
 * The route is one that smtpc_plan_init() took. */
int smtpc_route_each(const smtpc_route *route,
	int (*take)(void *user, size_t index, const smtpc_options *options, smtpc_error *err),
	void *user, smtpc_error *err);

/* Whether another server may do what this one did not: it is proven that nothing was taken, and the
 * cause is not on our side. A transient refusal before the content is about this server; any other
 * refusal is an answer. */
bool smtpc_plan_is_about_server(const smtpc_error *err);
/* Nothing of the kind that only this mail would meet. */
bool smtpc_plan_is_out_of_order(const smtpc_error *err, const smtpc_reply *reply);

#endif
