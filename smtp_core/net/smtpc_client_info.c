/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What a client tells of itself, of its server, and of what was said. */
#include "base/smtpc_str.h"
#include "net/smtpc_client_int.h"

bool smtpc_client_is_busy(const smtpc_client *c)
{
	return c->op != OP_NONE;
}

bool smtpc_client_is_committing(const smtpc_client *c)
{
	return c->op == OP_SEND &&
		(smtpc_client_first_job(c)->accepted > 0 ||
			(smtpc_client_first(c)->submitted && c->in_use &&
				smtpc_conn_stage(c->server->conn) == SMTPC_STAGE_COMMIT));
}

bool smtpc_client_is_connected(smtpc_client *c)
{
	if (c->op != OP_NONE) {
		return false;
	}
	smtpc_client_drop_foreign(c);
	for (size_t i = 0; i < c->plan.count; i++) {
		if (c->servers[i].conn != NULL && smtpc_conn_is_alive(c->servers[i].conn)) {
			return true;
		}
	}
	return false;
}

uint64_t smtpc_client_wire(const smtpc_client *c)
{
	return c->in_use && smtpc_conn_session(c->server->conn) != NULL ? c->wire : 0;
}

bool smtpc_client_is_inside(const smtpc_client *c)
{
	for (size_t i = 0; i < c->plan.count; i++) {
		if (c->servers[i].options.peer == NULL) {
			return false;
		}
	}
	return true;
}

bool smtpc_client_is_under_way(const smtpc_client *c)
{
	return c->op == OP_SEND && smtpc_client_first(c)->submitted;
}

const smtpc_mem *smtpc_client_mem(const smtpc_client *c)
{
	return c->mem;
}

double smtpc_client_interval(const smtpc_client *c)
{
	return c->interval;
}

void smtpc_client_turn(smtpc_client *c)
{
	smtpc_plan_begin(&c->plan, smtpc_client_now(c), true);
}

bool smtpc_client_server_info(const smtpc_client *c, smtpc_server_info *info)
{
	if (c->server->conn == NULL) {
		return false;
	}
	smtpc_conn_describe(c->server->conn, info);
	return info->name.len > 0;
}

smtpc_str smtpc_client_offered_auth(const smtpc_client *c)
{
	const smtpc_session *session =
		c->server->conn != NULL ? smtpc_conn_session(c->server->conn) : NULL;
	return session != NULL ? smtpc_buf_str(&smtpc_session_caps(session)->auth) : SMTPC_STR("");
}

smtpc_sasl_mech smtpc_client_used_auth(const smtpc_client *c)
{
	const smtpc_session *session =
		c->server->conn != NULL ? smtpc_conn_session(c->server->conn) : NULL;
	return session != NULL ? smtpc_session_mech(session) : SMTPC_SASL_COUNT;
}

smtpc_str smtpc_client_transcript(smtpc_client *c)
{
	return smtpc_trace_transcript(&c->trace);
}

void smtpc_client_watch(smtpc_client *c, bool on, unsigned redact)
{
	smtpc_trace_watch(&c->trace, on, redact);
}

bool smtpc_client_next_line(smtpc_client *c, smtpc_line *line)
{
	return smtpc_trace_next(&c->trace, line);
}
