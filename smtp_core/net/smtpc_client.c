/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client: its servers, each with one connection kept between operations. An operation goes on
 * where it failed, on a fresh connection or with the next server, only where that cannot send a
 * mail twice. */
#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_client_int.h"
#include "net/smtpc_options.h"

/* Longer than this nobody waits for the answer to QUIT. */
#define QUIT_PATIENCE 1.0
/* Seconds after which an idle connection may have been given up by its server, though nothing shows
 * it: their own limits are well above, but what lies between forgets sooner. */
#define LONG_IDLE 5.0

/* ---- life ---------------------------------------------------------------- */

static int copy_server(void *user, size_t index, const smtpc_options *options, smtpc_error *err)
{
	smtpc_client *c = user;
	smtpc_client_server *server = &c->servers[index];
	int rv = smtpc_options_check(options, err);
	rv = rv < 0 ? rv : smtpc_options_copy(c->mem, &server->options, options, err);
	double interval = options->max_per_second > 0 ? 1 / options->max_per_second : 0;
	c->interval = interval > c->interval ? interval : c->interval;
	if (rv == SMTPC_OK && server->tls == NULL &&
		(server->tls = smtpc_tls_slot_new(c->mem)) == NULL) {
		rv = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	return rv;
}

static int make_servers(smtpc_client *c, smtpc_error *err)
{
	c->servers = smtpc_zalloc(c->mem, c->plan.count * sizeof *c->servers);
	if (c->servers == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	c->server = c->servers;
	return SMTPC_OK;
}

static int take_servers(smtpc_client *c, const smtpc_route *route, smtpc_error *err)
{
	int rv = smtpc_plan_init(&c->plan, route, err);
	rv = rv < 0 ? rv : make_servers(c, err);
	return rv < 0 ? rv : smtpc_route_each(route, copy_server, c, err);
}

static smtpc_client *client_alloc(const smtpc_mem *mem, smtpc_error *err)
{
	smtpc_client *c = smtpc_zalloc(mem, sizeof *c);
	if (c == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	c->mem = mem;
	c->env = (smtpc_conn_env){.mem = mem, .trace = &c->trace};
	smtpc_trace_init(&c->trace, mem);
	return c;
}

smtpc_client *smtpc_client_new_route(
	const smtpc_mem *mem, const smtpc_route *route, smtpc_error *err)
{
	smtpc_client *c = client_alloc(smtpc_mem_or_default(mem), err);
	if (c != NULL && take_servers(c, route, err) < 0) {
		smtpc_client_free(c);
		return NULL;
	}
	return c;
}

static int share_servers(smtpc_client *c, const smtpc_client *like, smtpc_error *err)
{
	c->plan = like->plan;
	int rv = make_servers(c, err);
	for (size_t i = 0; rv == SMTPC_OK && i < c->plan.count; i++) {
		c->servers[i].tls = smtpc_tls_slot_ref(like->servers[i].tls);
		rv = copy_server(c, i, &like->servers[i].options, err);
	}
	return rv;
}

smtpc_client *smtpc_client_new_like(const smtpc_client *like, smtpc_error *err)
{
	smtpc_client *c = client_alloc(like->mem, err);
	if (c != NULL && share_servers(c, like, err) < 0) {
		smtpc_client_free(c);
		return NULL;
	}
	if (c != NULL) {
		c->interval = 0;
		c->env.skew = like->env.skew;
		smtpc_trace_watch(&c->trace, like->trace.watching, like->trace.redact);
	}
	return c;
}

smtpc_client *smtpc_client_new(const smtpc_mem *mem, const smtpc_options *options, smtpc_error *err)
{
	smtpc_route route = {.kind = SMTPC_ROUTE_SERVER, .server = options};
	return smtpc_client_new_route(mem, &route, err);
}

/* A connection of the parent process is not ours to speak on. */
void smtpc_client_drop_foreign(smtpc_client *c)
{
	for (size_t i = 0; i < c->plan.count; i++) {
		smtpc_conn *conn = c->servers[i].conn;
		if (conn != NULL && smtpc_conn_process(conn) != smtpc_process_id()) {
			smtpc_conn_drop(conn);
		}
	}
}

void smtpc_client_forget(smtpc_client *c)
{
	for (size_t i = 0; i < c->plan.count; i++) {
		if (c->servers[i].conn != NULL) {
			smtpc_conn_drop(c->servers[i].conn);
		}
	}
}

/* A fork in the middle of an operation: the parent goes on with it, the child must not say a word.
 */
static bool is_foreign(const smtpc_client *c)
{
	return c->in_use && smtpc_conn_process(c->server->conn) != smtpc_process_id();
}

/* All but the one of a running operation, of which nothing is known to be in order. */
static void hang_up_idle(smtpc_client *c)
{
	for (size_t i = 0; i < c->plan.count; i++) {
		smtpc_client_server *server = &c->servers[i];
		if (server->conn != NULL && !(c->op != OP_NONE && server == c->server)) {
			smtpc_conn_hang_up(server->conn);
		}
	}
}

void smtpc_client_free(smtpc_client *c)
{
	if (c == NULL) {
		return;
	}
	if (c->servers != NULL) {
		smtpc_client_drop_foreign(c);
		hang_up_idle(c);
		for (size_t i = 0; i < c->plan.count; i++) {
			smtpc_conn_free(c->servers[i].conn);
			for (size_t k = 0; k < SMTPC_DIAL_LOOKUPS; k++) {
				smtpc_lookup_leave(c->servers[i].lookups[k]);
			}
			smtpc_tls_slot_unref(c->servers[i].tls);
			smtpc_options_free(c->mem, &c->servers[i].options);
		}
	}
	smtpc_free(c->mem, c->servers);
	smtpc_trace_free(&c->trace);
	smtpc_free(c->mem, c->chunk);
	smtpc_free(c->mem, c);
}

/* ---- beginning an operation ---------------------------------------------- */

static bool is_over_limits(const smtpc_client_server *server, double now)
{
	const smtpc_options *o = &server->options;
	return (o->max_messages > 0 && server->carried >= o->max_messages) ||
		smtpc_session_is_spent(smtpc_conn_session(server->conn)) ||
		(o->idle_timeout > 0 && now - server->idle_since >= o->idle_timeout) ||
		(o->max_age > 0 && now - smtpc_conn_opened_at(server->conn) >= o->max_age);
}

/* The kept connection, if it is still good; it is hung up otherwise. */
static bool keep_connection(smtpc_client_server *server, double now)
{
	if (server->conn == NULL || !smtpc_conn_is_alive(server->conn)) {
		return false;
	}
	if (is_over_limits(server, now)) {
		smtpc_conn_hang_up(server->conn);
		return false;
	}
	return true;
}

/* Of an operation that began at |begun|, with its server. */
static void set_deadline(smtpc_client *c)
{
	double total = c->server->options.timeouts.total;
	c->deadline = total > 0 ? c->begun + total : 0;
}

/* The operation goes to the server that the plan says. */
static void turn_to_server(smtpc_client *c)
{
	c->server = &c->servers[smtpc_plan_server(&c->plan)];
	set_deadline(c);
	c->error = (smtpc_error){.code = 0};
	c->used_before = c->in_use = keep_connection(c->server, smtpc_client_now(c));
}

static void begin(smtpc_client *c, smtpc_client_op op)
{
	c->op = op;
	c->opened = c->aborted = c->was_transient = false;
	c->paced = op != OP_SEND || c->interval <= 0;
	c->begun = c->last_step = smtpc_client_now(c);
	smtpc_plan_begin(&c->plan, c->begun, op == OP_SEND);
	turn_to_server(c);
}

/* How many mails it is worth to hold: none waits where nothing could be written for it. With several
 * servers each mail has one of its own, and with a rate a time. */
static size_t room(const smtpc_client *c)
{
	const smtpc_conn *conn = c->server->conn;
	const smtpc_session *s = conn != NULL ? smtpc_conn_session(conn) : NULL;
	if (c->plan.count > 1 || c->interval > 0) {
		return 1;
	}
	bool streams = c->server->options.chunking != SMTPC_NEVER && s != NULL &&
		smtpc_session_caps(s)->has[SMTPC_CAP_CHUNKING];
	return streams ? SMTPC_MAILS_MAX : SMTPC_MAILS_BY_DATA;
}

bool smtpc_client_has_room(const smtpc_client *c)
{
	return c->op == OP_NONE || (c->op == OP_SEND && !c->aborted && c->mails.count < room(c));
}

int smtpc_client_send(smtpc_client *c, smtpc_job *job, smtpc_error *err)
{
	if (job->rcpt_count == 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the job has no recipient");
	}
	if (job->concluded || smtpc_mails_find(&c->mails, job) != NULL) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the job has been sent before");
	}
	if (!smtpc_client_has_room(c)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the client is busy");
	}
	smtpc_mails_add(&c->mails, job);
	if (c->op == OP_NONE) {
		smtpc_client_drop_foreign(c);
		begin(c, OP_SEND);
	}
	return SMTPC_OK;
}

int smtpc_client_connect(smtpc_client *c, smtpc_error *err)
{
	if (c->op != OP_NONE) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the client is busy");
	}
	smtpc_client_drop_foreign(c);
	begin(c, OP_CONNECT);
	return SMTPC_OK;
}

int smtpc_client_close(smtpc_client *c, smtpc_error *err)
{
	if (c->op != OP_NONE) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the client is busy");
	}
	smtpc_client_drop_foreign(c);
	c->op = OP_CLOSE;
	hang_up_idle(c);
	c->aborted = false;
	c->error = (smtpc_error){.code = 0};
	c->in_use = c->server->conn != NULL && smtpc_conn_is_alive(c->server->conn);
	c->last_step = smtpc_client_now(c);
	c->deadline = c->last_step + QUIT_PATIENCE;
	return SMTPC_OK;
}

/* ---- the connection ------------------------------------------------------ */

/* Bad files are better found out before a connection is made. With Auto and nothing said about TLS
 * it may turn out not to be needed, and making a context takes milliseconds. */
static bool wants_tls_context(const smtpc_options *o)
{
	bool files = o->ca_file.len > 0 || o->ca_path.len > 0 || o->local_cert.len > 0;
	return o->peer == NULL && o->tls != SMTPC_TLS_NONE &&
		(o->tls != SMTPC_TLS_AUTO || files || smtpc_conn_is_implicit(o));
}

static int open_connection(smtpc_client *c)
{
	smtpc_client_server *server = c->server;
	smtpc_tls_context **tls = &server->tls->context;
	if (*tls == NULL && wants_tls_context(&server->options)) {
		*tls = smtpc_tls_context_new(c->mem, &server->options, &c->error);
		if (*tls == NULL) {
			c->error.stage = SMTPC_STAGE_HANDSHAKE;
			return c->error.code;
		}
	}
	if (server->conn != NULL) {
		smtpc_conn_free(server->conn);
	}
	server->carried = 0;
	server->counted = false;
	if (!c->opened) {
		smtpc_trace_restart(&c->trace);
	}
	c->opened = true;
	c->wire++;
	server->conn = smtpc_conn_open(&c->env, &server->options, tls, server->lookups);
	if (server->conn == NULL) {
		return smtpc_fail(&c->error, SMTPC_E_NOMEM, NULL);
	}
	c->in_use = true;
	return SMTPC_OK;
}

static const smtpc_timing timing_of[SMTPC_STAGE_COUNT] = {
	[SMTPC_STAGE_RESOLVE] = SMTPC_TIMING_RESOLVE,
	[SMTPC_STAGE_CONNECT] = SMTPC_TIMING_CONNECT,
	[SMTPC_STAGE_PROXY] = SMTPC_TIMING_CONNECT,
	[SMTPC_STAGE_HANDSHAKE] = SMTPC_TIMING_TLS,
	[SMTPC_STAGE_GREETING] = SMTPC_TIMING_CONNECT,
	[SMTPC_STAGE_EHLO] = SMTPC_TIMING_CONNECT,
	[SMTPC_STAGE_STARTTLS] = SMTPC_TIMING_TLS,
	[SMTPC_STAGE_AUTH] = SMTPC_TIMING_AUTH,
	[SMTPC_STAGE_MAIL] = SMTPC_TIMING_ENVELOPE,
	[SMTPC_STAGE_RCPT] = SMTPC_TIMING_ENVELOPE,
	[SMTPC_STAGE_DATA] = SMTPC_TIMING_ENVELOPE,
	[SMTPC_STAGE_CONTENT] = SMTPC_TIMING_CONTENT,
	[SMTPC_STAGE_COMMIT] = SMTPC_TIMING_COMMIT,
	[SMTPC_STAGE_RESET] = SMTPC_TIMING_ENVELOPE,
	[SMTPC_STAGE_QUIT] = SMTPC_TIMING_COMMIT,
};

/* What has passed since the last look was spent on |stage|. */
static void account(smtpc_client *c, smtpc_stage stage)
{
	double now = smtpc_client_now(c);
	if (c->op == OP_SEND) {
		smtpc_client_first_job(c)->result.timings[timing_of[stage]] += now - c->last_step;
	}
	c->last_step = now;
}

static void submit(smtpc_client *c, smtpc_mail *mail)
{
	smtpc_result *result = &mail->job->result;
	smtpc_server_info info;
	smtpc_conn_describe(c->server->conn, &info);
	(void)snprintf(result->remote, sizeof result->remote, "%s", smtpc_conn_remote(c->server->conn));
	memcpy(result->tls_version, info.tls_version, sizeof result->tls_version);
	result->tls_resumed = info.tls_resumed;
	result->reused = c->used_before || mail != smtpc_client_first(c);
	mail->submitted = true;
	mail->job->wary = result->reused && c->last_step - c->server->idle_since >= LONG_IDLE;
	mail->job->require_all = c->server->options.require_all;
	smtpc_session_submit(smtpc_conn_session(c->server->conn), mail->job);
}

/* Mails that wait follow on those that are under way, as far as they may. Not behind one that is done
 * with already: if it goes out once more, the connection must be idle. True: there was one. */
bool smtpc_client_submit_behind(smtpc_client *c)
{
	size_t n = smtpc_mails_under_way(&c->mails), before = n;
	const smtpc_session *s = c->in_use ? smtpc_conn_session(c->server->conn) : NULL;
	uint64_t most = c->server->options.max_messages;
	while (n > 0 && n < c->mails.count && !c->aborted && smtpc_session_may_submit(s) &&
		!smtpc_mails_at(&c->mails, n)->job->concluded &&
		(most == 0 || c->server->carried + n < most)) {
		submit(c, smtpc_mails_at(&c->mails, n));
		n = smtpc_mails_under_way(&c->mails);
	}
	return n > before;
}

/* ---- ending -------------------------------------------------------------- */

/* Behind the end of an operation: the mail that comes next, if there is one. */
static void go_on(smtpc_client *c)
{
	bool aborted = c->aborted;
	if (c->op == OP_SEND) {
		smtpc_mails_drop_first(&c->mails);
	}
	if (c->op != OP_SEND || c->mails.count == 0) {
		c->op = OP_NONE;
		return;
	}
	if (!smtpc_client_first(c)->submitted) {
		begin(c, OP_SEND);
	} else {
		/* It is under way, or has gone down with the connection. */
		c->begun = c->last_step;
		set_deadline(c);
		c->error = (smtpc_error){.code = 0};
		c->opened = c->was_transient = false;
		c->used_before = true;
	}
	c->aborted = aborted;
}

static void finish(smtpc_client *c, smtpc_event *event)
{
	const smtpc_conn *conn = c->server->conn;
	const smtpc_session *session = conn != NULL ? smtpc_conn_session(conn) : NULL;
	*event = (smtpc_event){.kind = SMTPC_EV_DONE, .fd = -1};
	if (c->op == OP_SEND) {
		event->job = smtpc_client_first_job(c);
		smtpc_result *result = &event->job->result;
		event->error = result->error.code != 0 ? &result->error : NULL;
		result->error.transient |= event->error != NULL && c->was_transient;
		event->reply = event->error != NULL && result->reply.code != 0 ? &result->reply : NULL;
		c->server->carried++;
	} else if (c->op == OP_CONNECT && c->error.code != 0) {
		c->error.transient |= c->was_transient;
		event->error = &c->error;
		event->reply = session != NULL && smtpc_session_reply(session)->code != 0
			? smtpc_session_reply(session)
			: NULL;
	}
	c->server->idle_since = c->last_step;
	go_on(c);
}

/* RFC 5321 §4.5.4.1 leaves retrying to the client; this one does it unasked only where the mail
 * provably was not taken and the likely cause is a connection that had grown old. */
static bool may_heal(const smtpc_client *c)
{
	const smtpc_mail *mail = smtpc_client_first(c);
	const smtpc_result *result = &mail->job->result;
	return !mail->healed && mail->cancelled.code == 0 && result->outcome == SMTPC_NOT_SENT &&
		result->error.code == SMTPC_E_LOST && result->reused;
}

static bool heal(smtpc_client *c)
{
	if (c->op != OP_SEND || !may_heal(c) || smtpc_job_rewind(smtpc_client_first_job(c)) < 0) {
		return false;
	}
	smtpc_trace_add(&c->trace, '*', SMTPC_STAGE_CONNECT, SMTPC_TRACE_OPEN,
		SMTPC_STR("the kept connection was gone; the mail goes out on a fresh one"));
	smtpc_mail *mail = smtpc_client_first(c);
	mail->healed = true;
	mail->submitted = false;
	c->error = (smtpc_error){.code = 0};
	/* Normally it is dead; but a mail that went down with it may have been sent again meanwhile. */
	c->used_before = c->in_use = keep_connection(c->server, smtpc_client_now(c));
	return true;
}

/* The operation goes on with the next server. */
static bool fail_over(smtpc_client *c)
{
	bool sending = c->op == OP_SEND;
	const smtpc_error err = sending ? smtpc_client_first_job(c)->result.error : c->error;
	bool late = c->deadline > 0 && c->last_step >= c->deadline;
	if (c->plan.count < 2 || err.code == 0 || late || !smtpc_plan_is_about_server(&err)) {
		return false;
	}
	if (smtpc_plan_is_out_of_order(&err, sending ? &smtpc_client_first_job(c)->result.reply : NULL)) {
		smtpc_plan_bury(&c->plan, c->last_step);
	}
	if (!smtpc_plan_has_next(&c->plan) || (sending && smtpc_job_rewind(smtpc_client_first_job(c)) < 0)) {
		return false;
	}
	smtpc_plan_next(&c->plan);
	smtpc_trace_add(&c->trace, '*', err.stage, SMTPC_TRACE_OPEN,
		SMTPC_STR("nothing was taken here; the next server is tried"));
	c->was_transient |= err.transient;
	c->server->idle_since = c->last_step;
	if (sending) {
		smtpc_mail *mail = smtpc_client_first(c);
		mail->submitted = mail->healed = false;
	}
	turn_to_server(c);
	return true;
}

/* Ends the operation, unless it can go on. True: |event| is for the caller. */
static bool end(smtpc_client *c, smtpc_event *event)
{
	if (c->op != OP_CLOSE && !c->aborted && (heal(c) || fail_over(c))) {
		return false;
	}
	if (c->op != OP_CLOSE && c->error.code == 0) {
		smtpc_plan_revive(&c->plan);
	}
	finish(c, event);
	return true;
}

/* What the operation failed of. */
static void note_closed(smtpc_client *c)
{
	if (c->op == OP_CLOSE) {
		return;
	}
	const smtpc_conn *conn = c->server->conn;
	const smtpc_session *session = smtpc_conn_session(conn);
	c->error = *smtpc_conn_error(conn);
	smtpc_job *job = c->op == OP_SEND ? smtpc_client_first_job(c) : NULL;
	if (job != NULL && !job->concluded) {
		smtpc_job_fail(job, &c->error, session != NULL ? smtpc_session_reply(session) : NULL, false);
		(void)snprintf(
			job->result.remote, sizeof job->result.remote, "%s", smtpc_conn_remote(conn));
	}
}

/* ---- stepping ------------------------------------------------------------ */

/* The operation fails; mails behind it are not concerned. */
static void end_first(smtpc_client *c, int code, const char *message)
{
	(void)smtpc_fail(&c->error, code, message != NULL ? "%s" : NULL, message);
	if (c->op == OP_SEND) {
		smtpc_client_first(c)->healed = true;
	}
	if (c->in_use) {
		c->error.stage = smtpc_conn_stage(c->server->conn);
		smtpc_conn_fail(c->server->conn, &c->error);
	}
}

/* Nothing but time keeps a server inside the process from going on, or a limit from ending it. One
 * that stalls where there is no limit is a lost one. */
static void put_clock_forward(smtpc_client *c, smtpc_link *link, double until)
{
	double due = smtpc_link_due(link);
	if (smtpc_link_is_ready(link, c->last_step)) {
		return;
	}
	until = due > 0 && (until <= 0 || due < until) ? due : until;
	if (until <= 0) {
		end_first(c, SMTPC_E_LOST, "the server stalls, and no time limit is set");
	} else if (until > c->last_step) {
		c->env.skew += until - c->last_step;
	}
}

static void wait_for(smtpc_client *c, smtpc_event *event)
{
	double until;
	smtpc_link *link = smtpc_conn_link(c->server->conn);
	*event = (smtpc_event){.kind = SMTPC_EV_WAIT};
	event->fd = smtpc_conn_wait(c->server->conn, &event->read, &event->write, &until);
	if (c->deadline > 0 && (until <= 0 || c->deadline < until)) {
		until = c->deadline;
	}
	if (link != NULL) {
		put_clock_forward(c, link, until);
		return;
	}
	double left = until > 0 ? until - c->last_step : 3600;
	event->timeout = left > 0 ? left : 0;
}

/* The server's limit of mails a connection was met in the middle of a job that goes in several
 * transactions (RFC 9422): the rest of it goes over a fresh one. */
static void reconnect(smtpc_client *c)
{
	smtpc_trace_add(&c->trace, '*', SMTPC_STAGE_CONNECT, SMTPC_TRACE_OPEN,
		SMTPC_STR("this connection may carry no more mails; the rest goes out on a fresh one"));
	smtpc_conn_hang_up(c->server->conn);
	c->opened = true;
	smtpc_client_first(c)->submitted = c->used_before = c->in_use = false;
}

/* True: the operation has what it wanted. */
static bool on_idle(smtpc_client *c)
{
	switch (c->op) {
	case OP_SEND:
		if (!smtpc_client_first(c)->submitted) {
			submit(c, smtpc_client_first(c));
		} else if (!smtpc_client_first_job(c)->concluded) {
			reconnect(c);
		}
		return smtpc_client_first_job(c)->concluded;
	case OP_CLOSE:
		smtpc_session_quit(smtpc_conn_session(c->server->conn));
		return false;
	default:
		return true;
	}
}

/* A connection for the operation. False: there is none to be had, or none is needed. */
static bool take_connection(smtpc_client *c)
{
	if (c->in_use) {
		return true;
	}
	if (c->op == OP_CLOSE) {
		return false;
	}
	bool opened = c->error.code == 0 && open_connection(c) == SMTPC_OK;
	if (!opened && c->op == OP_SEND) {
		smtpc_job_fail(smtpc_client_first_job(c), &c->error, NULL, false);
	}
	return opened;
}

/* Once, when all is known about the connection: it is ready for mail, or gone. */
static void count_connection(smtpc_client *c)
{
	smtpc_client_server *server = c->server;
	if (!server->counted && smtpc_conn_session(server->conn) != NULL) {
		smtpc_server_info info;
		smtpc_conn_describe(server->conn, &info);
		server->counted = true;
		c->counts.connections++;
		c->counts.tls_resumed += info.tls_resumed;
	}
}

void smtpc_client_take_counts(smtpc_client *c, smtpc_counts *counts)
{
	*counts = c->counts;
	c->counts = (smtpc_counts){0};
}

/* Content is wanted. True: |event| asks for it; false: its mail has been given up. */
static bool want_source(smtpc_client *c, smtpc_event *event)
{
	smtpc_session *session = smtpc_conn_session(c->server->conn);
	smtpc_job *job = smtpc_session_writing(session);
	const smtpc_mail *mail = smtpc_mails_find(&c->mails, job);
	if (mail != NULL && mail->cancelled.code != 0) {
		smtpc_error err = mail->cancelled;
		if (!smtpc_session_abandon(session, &err)) {
			smtpc_conn_fail(c->server->conn, &err);
		}
		return false;
	}
	*event = (smtpc_event){.kind = SMTPC_EV_SOURCE,
		.fd = -1,
		.job = job,
		.given = job->source_given,
		.size = job->source.size};
	return true;
}

/* True: |event| is for the caller; false: there is more to be done at once. */
static bool step(smtpc_client *c, smtpc_event *event)
{
	if (c->op == OP_SEND && smtpc_client_first_job(c)->concluded) {
		return end(c, event);
	}
	smtpc_stage stage = c->in_use ? smtpc_conn_stage(c->server->conn) : SMTPC_STAGE_RESOLVE;
	bool taken = take_connection(c);
	account(c, stage);
	if (!taken) {
		return end(c, event);
	}
	/* Nothing more leaves after the limit; a final reply that is there already is still read. */
	bool late = c->deadline > 0 && c->last_step >= c->deadline;
	if (late && stage != SMTPC_STAGE_COMMIT) {
		end_first(c, SMTPC_E_TIMEOUT, "the time limit for the whole call has passed");
	}
	smtpc_conn_state state = smtpc_conn_step(c->server->conn);
	bool goes_on = state == SMTPC_CONN_WAIT || state == SMTPC_CONN_SOURCE;
	if (goes_on && c->op == OP_SEND && smtpc_client_first_job(c)->concluded) {
		return end(c, event);
	}
	if (late && state == SMTPC_CONN_WAIT) {
		end_first(c, SMTPC_E_TIMEOUT, "the time limit for the whole call has passed");
		return false;
	}
	switch (state) {
	case SMTPC_CONN_WAIT:
		if (c->op == OP_SEND && smtpc_client_submit_behind(c)) {
			return false;
		}
		wait_for(c, event);
		return true;
	case SMTPC_CONN_SOURCE:
		return want_source(c, event);
	case SMTPC_CONN_TOKEN:
		*event = (smtpc_event){.kind = SMTPC_EV_TOKEN, .fd = -1};
		event->renew = smtpc_session_renews(smtpc_conn_session(c->server->conn));
		return true;
	case SMTPC_CONN_IDLE:
		count_connection(c);
		return on_idle(c) && end(c, event);
	case SMTPC_CONN_CLOSED:
		count_connection(c);
		note_closed(c);
		break;
	}
	return end(c, event);
}

/* True: the mail's time has not come yet. Nothing but the clock is waited for, with nobody at the
 * other end who could be kept waiting; a connection that grows old meanwhile is found out behind
 * it. */
static bool wait_turn(smtpc_client *c, smtpc_event *event)
{
	double now = smtpc_client_now(c);
	double until = c->deadline > 0 && c->deadline < c->next_at ? c->deadline : c->next_at;
	if (until > now && !c->aborted && c->server->options.peer == NULL) {
		*event = (smtpc_event){.kind = SMTPC_EV_WAIT, .fd = -1, .timeout = until - now};
		return true;
	}
	c->env.skew += until > now && !c->aborted ? until - now : 0;
	now = smtpc_client_now(c);
	c->paced = true;
	c->next_at = (c->next_at > now ? c->next_at : now) + c->interval;
	c->last_step = now;
	if (!c->aborted) {
		turn_to_server(c);
	}
	return false;
}

void smtpc_client_step(smtpc_client *c, smtpc_event *event)
{
	if (c->op == OP_NONE) {
		*event = (smtpc_event){.kind = SMTPC_EV_DONE, .fd = -1};
		return;
	}
	/* In the child of a fork: the parent goes on with all that it has begun. */
	if (is_foreign(c) && !c->aborted) {
		smtpc_client_abort(c, SMTPC_E_LOST, "the mail belongs to the process that began it");
	}
	if (!c->paced && wait_turn(c, event)) {
		return;
	}
	while (!step(c, event)) {
		continue;
	}
}

void smtpc_client_token(smtpc_client *c, smtpc_str token)
{
	smtpc_session *session = c->in_use ? smtpc_conn_session(c->server->conn) : NULL;
	if (session != NULL && smtpc_session_want(session) == SMTPC_WANT_TOKEN) {
		smtpc_session_token(session, token);
	}
}

void smtpc_client_abort(smtpc_client *c, int code, const char *message)
{
	if (c->op == OP_NONE) {
		return;
	}
	c->aborted = true;
	end_first(c, code, message);
	for (size_t i = 1; i < c->mails.count; i++) {
		smtpc_job *job = smtpc_mails_at(&c->mails, i)->job;
		if (!job->concluded) {
			smtpc_job_fail(job, &c->error, NULL, false);
		}
	}
}

bool smtpc_client_cancel(smtpc_client *c, smtpc_job *job, int code, const char *message)
{
	smtpc_mail *mail = c->op == OP_SEND ? smtpc_mails_find(&c->mails, job) : NULL;
	const smtpc_session *s = c->in_use ? smtpc_conn_session(c->server->conn) : NULL;
	if (mail == NULL || job->concluded || job->accepted > 0 ||
		(mail->submitted && s != NULL && smtpc_session_has_written(s, job))) {
		return false;
	}
	(void)smtpc_fail(&mail->cancelled, code, message != NULL ? "%s" : NULL, message);
	mail->cancelled.stage = SMTPC_STAGE_CONTENT;
	if (mail == smtpc_client_first(c)) {
		end_first(c, code, message);
	} else if (!mail->submitted) {
		smtpc_job_fail(job, &mail->cancelled, NULL, false);
	}
	return true;
}

/* ---- being kept ---------------------------------------------------------- */

static bool recycle_server(smtpc_client_server *server, double now, double max_idle)
{
	if (server->conn == NULL) {
		return false;
	}
	bool idle = max_idle > 0 && now - server->idle_since >= max_idle;
	if (!idle && keep_connection(server, now)) {
		return true;
	}
	smtpc_conn_hang_up(server->conn);
	smtpc_conn_free(server->conn);
	server->conn = NULL;
	return false;
}

bool smtpc_client_recycle(smtpc_client *c, double max_idle)
{
	smtpc_client_server *kept = NULL;
	if (c->op != OP_NONE) {
		return false;
	}
	smtpc_client_drop_foreign(c);
	double now = smtpc_client_now(c);
	for (size_t i = c->plan.count; i > 0; i--) {
		if (recycle_server(&c->servers[i - 1], now, max_idle)) {
			kept = &c->servers[i - 1];
		}
	}
	smtpc_trace_watch(&c->trace, false, 0);
	smtpc_trace_restart(&c->trace);
	c->counts = (smtpc_counts){0};
	c->error = (smtpc_error){.code = 0};
	c->in_use = c->used_before = false;
	c->server = kept != NULL ? kept : c->servers;
	return kept != NULL;
}
