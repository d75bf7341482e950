/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_plan.h"

#include <math.h>
#include <string.h>

#include "base/smtpc_err.h"

/* ---- flattening ---------------------------------------------------------- */

static int check_group(const smtpc_route *route, unsigned depth, smtpc_error *err)
{
	if (depth >= SMTPC_ROUTE_DEPTH_MAX) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the groups of servers are nested too deeply");
	}
	if (route->member_count == 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "a group of servers must not be empty");
	}
	if (!isfinite(route->retry_period) || route->retry_period < 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the retry period of a group must be a number of seconds, 0 or more");
	}
	return SMTPC_OK;
}

/* |group|: the nearest one around it, or NULL. */
static int add_node(smtpc_plan *plan, const smtpc_route *route, const smtpc_route *group,
	unsigned depth, smtpc_error *err)
{
	bool server = route->kind == SMTPC_ROUTE_SERVER;
	int rv = server ? SMTPC_OK : check_group(route, depth, err);
	if (rv < 0) {
		return rv;
	}
	if (plan->node_count == SMTPC_PLAN_NODES_MAX ||
		(server && plan->count == SMTPC_ROUTE_SERVERS_MAX)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "there are too many servers");
	}
	unsigned self = plan->node_count++;
	smtpc_plan_node *node = &plan->nodes[self];
	*node = (smtpc_plan_node){.kind = route->kind};
	if (server) {
		node->turn = (unsigned)plan->count;
		plan->retry_period[plan->count++] = group != NULL ? group->retry_period : 0;
	}
	for (size_t i = 0; !server && rv == SMTPC_OK && i < route->member_count; i++) {
		rv = add_node(plan, &route->members[i], route, depth + 1, err);
		node->members++;
	}
	node->span = plan->node_count - self;
	return rv;
}

int smtpc_plan_init(smtpc_plan *plan, const smtpc_route *route, smtpc_error *err)
{
	uint8_t dice[4];
	memset(plan, 0, sizeof *plan);
	int rv = add_node(plan, route, NULL, 0, err);
	bool thrown = false;
	for (unsigned i = 0; rv == SMTPC_OK && i < plan->node_count; i++) {
		smtpc_plan_node *node = &plan->nodes[i];
		if (node->kind != SMTPC_ROUTE_ROUNDROBIN) {
			continue;
		}
		if (!thrown && smtpc_random(dice, sizeof dice) < 0) {
			return smtpc_fail(err, SMTPC_E_NOMEM, "OpenSSL's random generator failed");
		}
		thrown = true;
		node->turn = (dice[0] | (unsigned)dice[1] << 8) % node->members;
	}
	return rv;
}

/* ---- ordering ------------------------------------------------------------ */

static void list_node(smtpc_plan *plan, unsigned at, size_t *count);

/* The members from number |from| up to |to| of the group at |at|. */
static void list_members(smtpc_plan *plan, unsigned at, unsigned from, unsigned to, size_t *count)
{
	unsigned member = at + 1;
	for (unsigned i = 0; i < to; i++) {
		if (i >= from) {
			list_node(plan, member, count);
		}
		member += plan->nodes[member].span;
	}
}

static void list_node(smtpc_plan *plan, unsigned at, size_t *count)
{
	const smtpc_plan_node *node = &plan->nodes[at];
	if (node->kind == SMTPC_ROUTE_SERVER) {
		plan->order[(*count)++] = node->turn;
		return;
	}
	unsigned first = node->kind == SMTPC_ROUTE_ROUNDROBIN ? node->turn : 0;
	list_members(plan, at, first, node->members, count);
	list_members(plan, at, 0, first, count);
}

/* The servers that are out of order go to the end: better asked again than no mail. */
static void put_dead_last(smtpc_plan *plan, double now)
{
	size_t dead[SMTPC_ROUTE_SERVERS_MAX];
	size_t alive = 0, dead_count = 0;
	for (size_t i = 0; i < plan->count; i++) {
		size_t server = plan->order[i];
		if (plan->dead_until[server] > now) {
			dead[dead_count++] = server;
		} else {
			plan->order[alive++] = server;
		}
	}
	memcpy(plan->order + alive, dead, dead_count * sizeof dead[0]);
}

void smtpc_plan_begin(smtpc_plan *plan, double now, bool turn)
{
	size_t count = 0;
	list_node(plan, 0, &count);
	for (unsigned i = 0; turn && i < plan->node_count; i++) {
		smtpc_plan_node *node = &plan->nodes[i];
		if (node->kind == SMTPC_ROUTE_ROUNDROBIN) {
			node->turn = (node->turn + 1) % node->members;
		}
	}
	put_dead_last(plan, now);
	plan->at = 0;
}

size_t smtpc_plan_server(const smtpc_plan *plan)
{
	return plan->order[plan->at];
}

bool smtpc_plan_has_next(const smtpc_plan *plan)
{
	return plan->at + 1 < plan->count;
}

void smtpc_plan_next(smtpc_plan *plan)
{
	plan->at++;
}

void smtpc_plan_bury(smtpc_plan *plan, double now)
{
	size_t server = smtpc_plan_server(plan);
	double period = plan->retry_period[server];
	plan->dead_until[server] = period > 0 ? now + period : 0;
}

void smtpc_plan_revive(smtpc_plan *plan)
{
	plan->dead_until[smtpc_plan_server(plan)] = 0;
}

/* ---- the servers --------------------------------------------------------- */

typedef struct route_walk {
	int (*take)(void *user, size_t index, const smtpc_options *options, smtpc_error *err);
	void *user;
	size_t index;
	smtpc_error *err;
} route_walk;

static int walk_route(route_walk *walk, const smtpc_route *route)
{
	if (route->kind == SMTPC_ROUTE_SERVER) {
		return walk->take(walk->user, walk->index++, route->server, walk->err);
	}
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < route->member_count; i++) {
		rv = walk_route(walk, &route->members[i]);
	}
	return rv;
}

int smtpc_route_each(const smtpc_route *route,
	int (*take)(void *user, size_t index, const smtpc_options *options, smtpc_error *err),
	void *user, smtpc_error *err)
{
	route_walk walk = {.take = take, .user = user, .err = err};
	return walk_route(&walk, route);
}

bool smtpc_plan_is_about_server(const smtpc_error *err)
{
	switch (smtpc_err_kind(err->code)) {
	case SMTPC_KIND_CONNECTION:
	case SMTPC_KIND_TIMEOUT:
	case SMTPC_KIND_TLS:
	case SMTPC_KIND_AUTH:
	case SMTPC_KIND_PROTOCOL:
	case SMTPC_KIND_CAPABILITY:
		return err->outcome == SMTPC_NOT_SENT;
	case SMTPC_KIND_SENDER:
	case SMTPC_KIND_RECIPIENTS:
	case SMTPC_KIND_MESSAGE:
		return err->outcome == SMTPC_REJECTED && err->transient && err->stage <= SMTPC_STAGE_DATA;
	default:
		return false;
	}
}

bool smtpc_plan_is_out_of_order(const smtpc_error *err, const smtpc_reply *reply)
{
	return (err->outcome == SMTPC_NOT_SENT && err->code != SMTPC_E_SIZE &&
			   err->code != SMTPC_E_CAPABILITY) ||
		(reply != NULL && reply->code == 421);
}
