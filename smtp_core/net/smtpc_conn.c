/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_conn.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_dial.h"
#include "net/smtpc_options.h"

/* Seconds of waiting over which the rate of the content is measured: a stall is no slow server. */
#define RATE_WINDOW 5.0
/* The final reply may take longer after a large content, which servers look into before it. */
#define REPLY_OCTETS_A_SECOND 1048576.0

typedef enum conn_phase {
	PHASE_DIALLING,
	PHASE_HANDSHAKE,
	PHASE_SESSION,
	PHASE_CLOSED
} conn_phase;

struct smtpc_conn {
	const smtpc_mem *mem;
	const smtpc_conn_env *env;
	const smtpc_options *options;
	smtpc_tls_context **tls_context; /* the client's */
	smtpc_trace *trace;
	conn_phase phase;
	smtpc_dial *dial; /* while there is no connection */
	int fd;
	smtpc_link *link; /* in place of fd and tls */
	smtpc_link_answer answer;
	smtpc_tls *tls;
	smtpc_session *session;
	char ehlo_name[300];
	char remote[SMTPC_REMOTE_MAX];
	bool waited;      /* the last step ended in WAIT: reading may give something */
	bool write_again; /* the last write was cut short */
	bool send_broken;
	smtpc_limit limit; /* which runs, since when nothing moved, and until when */
	uint64_t progress;
	double deadline;
	double wait_began; /* of the content's rate: what was waited for the server, and what it took */
	double rate_waited, rate_until;
	uint64_t rate_mark;
	double opened_at;
	long process;
	smtpc_error error; /* of the time before the session */
	smtpc_server_info tls_info;
};

static double conn_now(const smtpc_conn *c)
{
	return smtpc_clock() + c->env->skew;
}

static ptrdiff_t wire_send(smtpc_conn *c, smtpc_str data, int *sys_errno)
{
	if (c->link != NULL) {
		return smtpc_link_send(c->link, data, conn_now(c), sys_errno);
	}
	return c->tls != NULL ? smtpc_tls_send(c->tls, data.ptr, data.len, sys_errno)
						  : smtpc_sock_send(c->fd, data.ptr, data.len, sys_errno);
}

static void stop_dialling(smtpc_conn *c)
{
	smtpc_dial_free(c->dial);
	c->dial = NULL;
}

static void close_socket(smtpc_conn *c, bool polite)
{
	stop_dialling(c);
	smtpc_link_free(c->link);
	c->link = NULL;
	smtpc_tls_free(c->tls, polite);
	c->tls = NULL;
	if (c->fd >= 0) {
		smtpc_sock_close(c->fd);
		c->fd = -1;
	}
	c->phase = PHASE_CLOSED;
}

void smtpc_conn_fail(smtpc_conn *c, const smtpc_error *err)
{
	if (c->phase == PHASE_CLOSED) {
		return;
	}
	if (c->session != NULL) {
		smtpc_session_fail(c->session, err);
	}
	c->error = *err;
	close_socket(c, false);
}

/* ---- connected ----------------------------------------------------------- */

bool smtpc_conn_is_implicit(const smtpc_options *o)
{
	return o->tls == SMTPC_TLS_IMPLICIT ||
		(o->tls == SMTPC_TLS_AUTO && smtpc_options_port(o) == 465 &&
			smtpc_options_socket(o->host).len == 0);
}

/* Plain text is safe on this machine only, so Auto asks for STARTTLS everywhere else. */
static smtpc_need starttls_need(const smtpc_options *o, bool local)
{
	switch (o->tls) {
	case SMTPC_TLS_STARTTLS:
		return SMTPC_REQUIRE;
	case SMTPC_TLS_OPPORTUNISTIC:
		return SMTPC_PREFER;
	case SMTPC_TLS_AUTO:
		return local ? SMTPC_NEVER : SMTPC_REQUIRE;
	default:
		return SMTPC_NEVER;
	}
}

static void fail_with(smtpc_conn *c, int code, smtpc_stage stage, const char *message)
{
	smtpc_error err;
	(void)smtpc_fail(&err, code, message != NULL ? "%s" : NULL, message);
	err.stage = stage;
	smtpc_conn_fail(c, &err);
}

static void set_connect_limit(smtpc_conn *c)
{
	double limit = c->options->timeouts.connect;
	c->deadline = limit > 0 ? conn_now(c) + limit : 0;
}

static void start_handshake(smtpc_conn *c)
{
	smtpc_error err;
	set_connect_limit(c);
	c->phase = PHASE_HANDSHAKE;
	if (c->link != NULL) {
		c->answer = smtpc_link_handshake(c->link);
		return;
	}
	if (*c->tls_context == NULL) {
		*c->tls_context = smtpc_tls_context_new(c->mem, c->options, &err);
	}
	if (*c->tls_context != NULL) {
		c->tls = smtpc_tls_new(*c->tls_context, c->fd, &err);
	}
	if (c->tls == NULL) {
		err.stage = SMTPC_STAGE_HANDSHAKE;
		smtpc_conn_fail(c, &err);
	}
}

/* |local|: the peer is this machine. */
static void on_connected(smtpc_conn *c, bool local)
{
	const smtpc_options *o = c->options;
	bool implicit = smtpc_conn_is_implicit(o);
	smtpc_session_config config = {.options = o, .secured = implicit, .local = local};
	config.port = smtpc_options_port(o);
	config.starttls = implicit ? SMTPC_NEVER : starttls_need(o, local);
	if (o->local_domain.len > 0) {
		config.ehlo_name = o->local_domain;
	} else {
		smtpc_sockaddr end = {.len = 0};
		(void)smtpc_sock_local(c->fd, &end);
		smtpc_ehlo_name(c->ehlo_name, sizeof c->ehlo_name, &end);
		config.ehlo_name = smtpc_str_of(c->ehlo_name);
	}
	c->session = smtpc_session_new(c->mem, &config, c->trace);
	c->phase = PHASE_SESSION;
	if (c->session == NULL) {
		fail_with(c, SMTPC_E_NOMEM, SMTPC_STAGE_CONNECT, NULL);
	} else if (implicit) {
		start_handshake(c);
	}
}

/* A server inside the process. */
static void step_linking(smtpc_conn *c)
{
	if (c->answer == SMTPC_LINK_YES) {
		char note[160];
		(void)snprintf(note, sizeof note, "connected to %s", c->remote);
		smtpc_trace_add(c->trace, '*', SMTPC_STAGE_CONNECT, SMTPC_TRACE_OPEN, smtpc_str_of(note));
		on_connected(c, true);
	} else if (c->answer == SMTPC_LINK_NO) {
		fail_with(c, SMTPC_E_CONNECT, SMTPC_STAGE_CONNECT, NULL);
	} else if (c->deadline > 0 && conn_now(c) >= c->deadline) {
		fail_with(c, SMTPC_E_TIMEOUT, SMTPC_STAGE_CONNECT, "cannot connect: no answer in time");
	}
}

static void step_dialling(smtpc_conn *c)
{
	if (c->link != NULL) {
		step_linking(c);
		return;
	}
	smtpc_dial_state state = smtpc_dial_step(c->dial);
	(void)snprintf(c->remote, sizeof c->remote, "%s", smtpc_dial_remote(c->dial));
	if (state == SMTPC_DIAL_CONNECTED) {
		bool local;
		c->fd = smtpc_dial_take(c->dial, &local);
		stop_dialling(c);
		on_connected(c, local);
	} else if (state == SMTPC_DIAL_FAILED) {
		smtpc_error err = *smtpc_dial_error(c->dial);
		smtpc_conn_fail(c, &err);
	}
}

/* ---- TLS ----------------------------------------------------------------- */

static void on_secured(smtpc_conn *c)
{
	char note[120] = "TLS is only played here";
	if (c->tls != NULL) {
		smtpc_bindings bindings;
		smtpc_tls_bindings(c->tls, &bindings);
		smtpc_session_bind(c->session, &bindings);
		smtpc_tls_describe(c->tls, &c->tls_info);
		(void)snprintf(note, sizeof note, "%s %s%s", c->tls_info.tls_version,
			c->tls_info.tls_cipher, c->tls_info.tls_resumed ? ", resumed" : "");
	}
	smtpc_trace_add(c->trace, '*', SMTPC_STAGE_HANDSHAKE, SMTPC_TRACE_OPEN, smtpc_str_of(note));
	c->phase = PHASE_SESSION;
	c->limit = SMTPC_LIMIT_NONE;
	if (smtpc_session_want(c->session) == SMTPC_WANT_TLS) {
		smtpc_session_secured(c->session);
	}
}

static int play_handshake(smtpc_conn *c, smtpc_error *err)
{
	if (c->answer == SMTPC_LINK_NO) {
		return smtpc_fail(err, SMTPC_E_TLS_HANDSHAKE, NULL);
	}
	return c->answer == SMTPC_LINK_YES;
}

static void step_handshake(smtpc_conn *c)
{
	smtpc_error err;
	bool starttls = smtpc_session_want(c->session) == SMTPC_WANT_TLS;
	int rv = c->link == NULL ? smtpc_tls_handshake(c->tls, starttls, &err) : play_handshake(c, &err);
	if (rv == 1) {
		on_secured(c);
	} else if (rv < 0) {
		err.stage = SMTPC_STAGE_HANDSHAKE;
		smtpc_conn_fail(c, &err);
	} else if (c->deadline > 0 && conn_now(c) >= c->deadline) {
		fail_with(c, SMTPC_E_TIMEOUT, SMTPC_STAGE_HANDSHAKE,
			"the TLS handshake was not finished in time; does this port speak TLS?");
	}
}

/* The session has a 220 to STARTTLS; what else is there already was not said under TLS. */
static void start_tls(smtpc_conn *c)
{
	if (c->link == NULL && smtpc_sock_has_bytes(c->fd)) {
		fail_with(c, SMTPC_E_PROTOCOL, SMTPC_STAGE_STARTTLS,
			"bytes came behind the reply to STARTTLS: somebody may be tampering with the connection");
	} else {
		start_handshake(c);
	}
}

/* ---- the pump ------------------------------------------------------------ */

static ptrdiff_t wire_recv(smtpc_conn *c, char *room, size_t len, int *sys_errno)
{
	if (c->link != NULL) {
		return smtpc_link_recv(c->link, room, len, conn_now(c), sys_errno);
	}
	return c->tls != NULL ? smtpc_tls_recv(c->tls, room, len, sys_errno)
						  : smtpc_sock_recv(c->fd, room, len, sys_errno);
}

static void fail_lost(smtpc_conn *c, int sys_errno)
{
	smtpc_error err;
	if (sys_errno != 0) {
		char text[128];
		smtpc_errno_text(sys_errno, text, sizeof text);
		(void)smtpc_fail(&err, SMTPC_E_LOST, "the connection to %s was lost: %s", c->remote, text);
	} else {
		/* An alert, such as TLS 1.3 sends for a client certificate it does not like, or nonsense.
		 */
		(void)smtpc_fail(
			&err, SMTPC_E_TLS_HANDSHAKE, "TLS with %s failed: %s", c->remote, smtpc_tls_reason());
	}
	err.sys_errno = sys_errno;
	err.stage = smtpc_conn_stage(c);
	smtpc_conn_fail(c, &err);
}

/* Reads once; false: nothing more can be had now. */
static bool pump_in(smtpc_conn *c)
{
	size_t len;
	int sys_errno = 0;
	char *room = smtpc_session_input_room(c->session, &len);
	if (room == NULL) {
		return false;
	}
	ptrdiff_t n = wire_recv(c, room, len, &sys_errno);
	if (n > 0) {
		smtpc_session_input(c->session, (size_t)n);
		/* A socket that gave less than it could is empty; TLS may hold more. */
		return c->tls != NULL || (size_t)n == len;
	}
	if (n == SMTPC_SOCK_EOF) {
		smtpc_session_eof(c->session);
	} else if (n == SMTPC_SOCK_ERROR) {
		fail_lost(c, sys_errno);
	}
	return false;
}

/* Writes once; false: there is nothing to write, or it cannot be written now. */
static bool pump_out(smtpc_conn *c)
{
	int sys_errno = 0;
	smtpc_str out = smtpc_session_output(c->session);
	c->write_again = false;
	if (out.len == 0) {
		return false;
	}
	ptrdiff_t n = wire_send(c, out, &sys_errno);
	if (n >= 0) {
		smtpc_session_sent(c->session, (size_t)n);
		return true;
	}
	c->write_again = n == SMTPC_SOCK_AGAIN;
	if (n != SMTPC_SOCK_AGAIN) {
		/* The peer's last words explain a refused write better than its error: read them first. */
		while (c->phase == PHASE_SESSION && pump_in(c)) {
			continue;
		}
		if (smtpc_session_want(c->session) != SMTPC_WANT_CLOSE) {
			fail_lost(c, sys_errno);
		}
	}
	return false;
}

static const char *const limit_messages[] = {
	[SMTPC_LIMIT_NONE] = "",
	[SMTPC_LIMIT_CONNECT] = "",
	[SMTPC_LIMIT_GREETING] =
		"the server sent no greeting in time; if it expects TLS from the first byte (port 465), use "
		"Tls::Implicit",
	[SMTPC_LIMIT_COMMAND] = "the server did not answer a command in time",
	[SMTPC_LIMIT_CONTENT] = "the server took no more of the message in time",
	[SMTPC_LIMIT_REPLY] = "the server did not say in time whether it took the message",
};

static double limit_seconds(const smtpc_conn *c, smtpc_limit limit)
{
	const smtpc_timeouts *timeouts = &c->options->timeouts;
	double octets = (double)smtpc_session_octets(c->session);
	switch (limit) {
	case SMTPC_LIMIT_GREETING:
		return timeouts->greeting;
	case SMTPC_LIMIT_COMMAND:
		return timeouts->command;
	case SMTPC_LIMIT_CONTENT:
		return timeouts->content;
	case SMTPC_LIMIT_REPLY:
		return timeouts->reply > 0 ? timeouts->reply + octets / REPLY_OCTETS_A_SECOND : 0;
	default:
		return 0;
	}
}

/* Only waiting counts: how fast the source gives is not the server's affair. */
static void watch_rate(smtpc_conn *c, smtpc_limit limit, double now)
{
	uint64_t octets = c->progress - c->rate_mark;
	double rate = (double)c->options->min_data_rate;
	c->rate_until = 0;
	if (limit != SMTPC_LIMIT_CONTENT || rate <= 0) {
		c->rate_waited = 0;
		c->rate_mark = c->progress;
		return;
	}
	if (c->rate_waited >= RATE_WINDOW) {
		if ((double)octets < rate * c->rate_waited) {
			fail_with(c, SMTPC_E_TIMEOUT, smtpc_conn_stage(c),
				"the server takes the message more slowly than minDataRate allows");
			return;
		}
		c->rate_waited = 0;
		c->rate_mark = c->progress;
	}
	c->rate_until = now + RATE_WINDOW - c->rate_waited;
}

/* Starts the limit anew when something has moved, and ends the session when it is over. */
static void watch_limit(smtpc_conn *c)
{
	smtpc_limit limit = smtpc_session_limit(c->session);
	uint64_t progress = smtpc_session_progress(c->session);
	double now = conn_now(c);
	if (limit != c->limit || progress != c->progress) {
		double seconds = limit_seconds(c, limit);
		c->limit = limit;
		c->progress = progress;
		c->deadline = seconds > 0 ? now + seconds : 0;
	} else if (c->deadline > 0 && now >= c->deadline) {
		fail_with(c, SMTPC_E_TIMEOUT, smtpc_conn_stage(c), limit_messages[limit]);
		return;
	}
	watch_rate(c, limit, now);
	c->wait_began = now;
}

/* The session is dead; its last word, if it has one, leaves if it can. */
static void part(smtpc_conn *c)
{
	int sys_errno;
	smtpc_str out = smtpc_session_output(c->session);
	if ((c->fd >= 0 || c->link != NULL) && out.len > 0) {
		(void)wire_send(c, out, &sys_errno);
	}
	close_socket(c, true);
}

static smtpc_conn_state step_session(smtpc_conn *c)
{
	bool may_read = c->waited;
	if (c->waited && c->rate_until > 0) {
		c->rate_waited += conn_now(c) - c->wait_began;
	}
	c->waited = false;
	/* While content goes out, every step looks once for a refusal that comes early. */
	if (smtpc_session_is_midway(c->session)) {
		(void)pump_in(c);
	}
	for (;;) {
		smtpc_want want = smtpc_session_want(c->session);
		if (c->phase != PHASE_SESSION || want == SMTPC_WANT_CLOSE) {
			part(c);
			return SMTPC_CONN_CLOSED;
		}
		if (want == SMTPC_WANT_TLS && smtpc_session_output(c->session).len == 0) {
			start_tls(c);
			return SMTPC_CONN_WAIT;
		}
		if (want == SMTPC_WANT_CONTENT) {
			return SMTPC_CONN_SOURCE;
		}
		if (want == SMTPC_WANT_TOKEN) {
			c->limit = SMTPC_LIMIT_NONE;
			return SMTPC_CONN_TOKEN;
		}
		if (pump_out(c)) {
			continue;
		}
		if (c->phase == PHASE_SESSION && may_read) {
			may_read = pump_in(c);
			continue;
		}
		if (want == SMTPC_WANT_JOB) {
			c->limit = SMTPC_LIMIT_NONE;
			return SMTPC_CONN_IDLE;
		}
		if (c->phase == PHASE_SESSION) {
			watch_limit(c);
		}
		if (c->phase == PHASE_SESSION) {
			c->waited = true;
			return SMTPC_CONN_WAIT;
		}
	}
}

smtpc_conn_state smtpc_conn_step(smtpc_conn *c)
{
	for (;;) {
		conn_phase before = c->phase;
		smtpc_conn_state state = SMTPC_CONN_WAIT;
		switch (c->phase) {
		case PHASE_DIALLING:
			step_dialling(c);
			break;
		case PHASE_HANDSHAKE:
			step_handshake(c);
			break;
		case PHASE_SESSION:
			state = step_session(c);
			break;
		case PHASE_CLOSED:
			return SMTPC_CONN_CLOSED;
		}
		if (c->phase == before) {
			return state;
		}
	}
}

int smtpc_conn_wait(const smtpc_conn *c, bool *read, bool *write, double *deadline)
{
	if (c->dial != NULL) {
		int fd = smtpc_dial_wait(c->dial, read, write, deadline);
		*deadline += *deadline > 0 ? c->env->skew : 0;
		return fd;
	}
	*deadline = c->deadline;
	if (c->phase == PHASE_SESSION && c->rate_until > 0 &&
		(c->deadline <= 0 || c->rate_until < c->deadline)) {
		*deadline = c->rate_until;
	}
	*read = c->phase == PHASE_SESSION;
	*write = c->phase == PHASE_SESSION && c->write_again;
	if (c->phase == PHASE_HANDSHAKE) {
		*write = c->tls != NULL && smtpc_tls_wants_write(c->tls);
		*read = !*write;
	}
	return c->fd;
}

bool smtpc_conn_is_alive(smtpc_conn *c)
{
	if (c->phase != PHASE_SESSION || smtpc_session_want(c->session) != SMTPC_WANT_JOB) {
		return false;
	}
	c->waited = true;
	return smtpc_conn_step(c) == SMTPC_CONN_IDLE && smtpc_session_is_clean(c->session);
}

/* ---- life ---------------------------------------------------------------- */

/* Where it leads to, in the process or over the network. */
static bool conn_reach(smtpc_conn *c, smtpc_lookup **lookups)
{
	const smtpc_options *o = c->options;
	if (o->peer == NULL) {
		smtpc_dial_config config = {o, c->trace, lookups, smtpc_resolve};
		c->dial = smtpc_dial_new(c->mem, &config);
		return c->dial != NULL;
	}
	c->link = smtpc_link_new(o->peer);
	if (c->link != NULL) {
		(void)snprintf(c->remote, sizeof c->remote, "%.*s", SMTPC_FMT(o->host));
		set_connect_limit(c);
		c->answer = smtpc_link_connect(c->link);
	}
	return c->link != NULL;
}

smtpc_conn *smtpc_conn_open(const smtpc_conn_env *env, const smtpc_options *options,
	smtpc_tls_context **tls, smtpc_lookup **lookups)
{
	smtpc_conn *c = smtpc_zalloc(env->mem, sizeof *c);
	if (c == NULL) {
		return NULL;
	}
	c->mem = env->mem;
	c->env = env;
	c->options = options;
	c->tls_context = tls;
	c->trace = env->trace;
	c->fd = -1;
	c->process = smtpc_process_id();
	c->opened_at = conn_now(c);
	if (!conn_reach(c, lookups)) {
		smtpc_free(c->mem, c);
		return NULL;
	}
	return c;
}

smtpc_link *smtpc_conn_link(const smtpc_conn *c)
{
	return c->link;
}

void smtpc_conn_free(smtpc_conn *c)
{
	if (c == NULL) {
		return;
	}
	close_socket(c, false);
	smtpc_session_free(c->session);
	smtpc_free(c->mem, c);
}

void smtpc_conn_hang_up(smtpc_conn *c)
{
	if (c->phase == PHASE_SESSION && smtpc_session_want(c->session) == SMTPC_WANT_JOB) {
		smtpc_session_quit(c->session);
		(void)pump_out(c);
	}
	if (c->phase != PHASE_CLOSED) {
		close_socket(c, true);
	}
}

void smtpc_conn_drop(smtpc_conn *c)
{
	smtpc_error err;
	(void)smtpc_fail(&err, SMTPC_E_LOST, "the connection belongs to another process");
	err.stage = smtpc_conn_stage(c);
	smtpc_conn_fail(c, &err);
}

smtpc_session *smtpc_conn_session(const smtpc_conn *c)
{
	return c->session;
}

const smtpc_error *smtpc_conn_error(const smtpc_conn *c)
{
	bool died = c->session != NULL && smtpc_session_error(c->session)->code != 0;
	return died ? smtpc_session_error(c->session) : &c->error;
}

smtpc_stage smtpc_conn_stage(const smtpc_conn *c)
{
	if (c->phase == PHASE_HANDSHAKE) {
		return SMTPC_STAGE_HANDSHAKE;
	}
	if (c->dial != NULL) {
		return smtpc_dial_stage(c->dial);
	}
	return c->session != NULL ? smtpc_session_stage(c->session) : SMTPC_STAGE_CONNECT;
}

const char *smtpc_conn_remote(const smtpc_conn *c)
{
	return c->remote;
}

void smtpc_conn_describe(const smtpc_conn *c, smtpc_server_info *info)
{
	*info = c->tls_info;
	if (c->session != NULL) {
		const smtpc_caps *caps = smtpc_session_caps(c->session);
		info->greeting = smtpc_session_greeting(c->session);
		info->name = smtpc_buf_str(&caps->name);
		info->extensions = smtpc_buf_str(&caps->lines);
		info->max_size = caps->max_size;
	}
}

double smtpc_conn_opened_at(const smtpc_conn *c)
{
	return c->opened_at;
}

long smtpc_conn_process(const smtpc_conn *c)
{
	return c->process;
}
