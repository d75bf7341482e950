/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The engine: the table of states, writing ahead, and handing replies to the rows that wait. */
#include "proto/smtpc_session.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

enum {
	SESSION_IN_ROOM = 4096,
	SESSION_IN_MAX = SMTPC_REPLY_MAX,
	/* No more content or commands are put into the output beyond this. */
	SESSION_OUT_HIGH = 65536,
	SESSION_OUT_MAX = SESSION_OUT_HIGH + 2 * SMTPC_BDAT_CHUNK + 4096,
	/* The responses of one AUTH, in base64. */
	SESSION_SAID_MAX = 4 * 12288
};

static int quit_enter(smtpc_session *s)
{
	return smtpc_session_command(s, "QUIT");
}

static void quit_on_reply(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	(void)reply;
	smtpc_session_over(s);
}

/* Columns: label, stage, limit, trace, streams, enter, on_reply, next. */
const session_row smtpc_session_rows[ST_COUNT] = {
	[ST_GREETING] = {"the connection", SMTPC_STAGE_GREETING, SMTPC_LIMIT_GREETING, SMTPC_TRACE_OPEN,
		false, NULL, smtpc_hello_on_greeting, smtpc_hello_next_greeting},
	[ST_EHLO] = {"EHLO", SMTPC_STAGE_EHLO, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, false,
		smtpc_hello_enter_ehlo, smtpc_hello_on_ehlo, smtpc_hello_next_ehlo},
	[ST_HELO] = {"HELO", SMTPC_STAGE_EHLO, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, false,
		smtpc_hello_enter_helo, smtpc_hello_on_helo, smtpc_hello_next},
	[ST_STARTTLS] = {"STARTTLS", SMTPC_STAGE_STARTTLS, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, false,
		smtpc_hello_enter_starttls, smtpc_hello_on_starttls, smtpc_hello_next_starttls},
	[ST_HANDSHAKE] = {"the TLS handshake", SMTPC_STAGE_HANDSHAKE, SMTPC_LIMIT_CONNECT,
		SMTPC_TRACE_OPEN, false, NULL, NULL, NULL},
	[ST_TOKEN] = {"AUTH", SMTPC_STAGE_AUTH, SMTPC_LIMIT_NONE, SMTPC_TRACE_OPEN, false, NULL, NULL,
		NULL},
	[ST_AUTH] = {"AUTH", SMTPC_STAGE_AUTH, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_SECRET, false,
		smtpc_auth_enter, smtpc_auth_on_reply, smtpc_auth_next},
	[ST_RESPONSE] = {"AUTH", SMTPC_STAGE_AUTH, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_SECRET, false,
		smtpc_auth_enter_response, smtpc_auth_on_reply, smtpc_auth_next},
	[ST_CANCEL] = {"the end of AUTH", SMTPC_STAGE_AUTH, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN,
		false, smtpc_auth_enter_cancel, smtpc_auth_on_cancel, smtpc_auth_next},
	[ST_READY] = {"what came last", SMTPC_STAGE_MAIL, SMTPC_LIMIT_NONE, SMTPC_TRACE_OPEN, false,
		NULL, NULL, smtpc_txn_next_ready},
	[ST_RSET] = {"RSET", SMTPC_STAGE_RESET, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, true,
		smtpc_txn_enter_rset, smtpc_txn_on_rset, smtpc_txn_next_rset},
	[ST_MAIL] = {"MAIL FROM", SMTPC_STAGE_MAIL, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, true,
		smtpc_txn_enter_mail, smtpc_txn_on_mail, smtpc_txn_next_mail},
	[ST_RCPT] = {"RCPT TO", SMTPC_STAGE_RCPT, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_RECIPIENT, true,
		smtpc_txn_enter_rcpt, smtpc_txn_on_rcpt, smtpc_txn_next_rcpt},
	[ST_DATA] = {"DATA", SMTPC_STAGE_DATA, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, false,
		smtpc_txn_enter_data, smtpc_txn_on_data, smtpc_txn_next_data},
	[ST_CONTENT] = {"the content", SMTPC_STAGE_CONTENT, SMTPC_LIMIT_CONTENT, SMTPC_TRACE_OPEN,
		false, smtpc_txn_enter_content, NULL, NULL},
	[ST_CHUNKS] = {"a part of the content", SMTPC_STAGE_CONTENT, SMTPC_LIMIT_CONTENT,
		SMTPC_TRACE_OPEN, false, smtpc_txn_enter_chunks, smtpc_txn_on_chunk, NULL},
	[ST_STOPPED] = {"the content", SMTPC_STAGE_CONTENT, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN,
		false, NULL, NULL, smtpc_txn_next_stopped},
	[ST_COMMIT] = {"the content", SMTPC_STAGE_COMMIT, SMTPC_LIMIT_REPLY, SMTPC_TRACE_OPEN, false,
		NULL, smtpc_txn_on_final, NULL},
	[ST_LONE_DOT] = {"the empty content", SMTPC_STAGE_DATA, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN,
		false, smtpc_txn_enter_lone_dot, smtpc_txn_on_lone_dot, smtpc_txn_next_lone_dot},
	[ST_QUIT] = {"QUIT", SMTPC_STAGE_QUIT, SMTPC_LIMIT_COMMAND, SMTPC_TRACE_OPEN, false, quit_enter,
		quit_on_reply, NULL},
	[ST_DEAD] = {"nothing", SMTPC_STAGE_QUIT, SMTPC_LIMIT_NONE, SMTPC_TRACE_OPEN, false, NULL, NULL,
		NULL},
};

static session_expected *oldest(const smtpc_session *s)
{
	const session_expected *e = s->fifo_count > 0 ? &s->fifo[s->fifo_head] : NULL;
	return (session_expected *)(uintptr_t)e;
}

static session_txn *oldest_txn(const smtpc_session *s)
{
	return s->txn_count > 0 ? smtpc_session_txn(s, 0) : s->txn;
}

void smtpc_session_expect(smtpc_session *s, session_expected expected)
{
	if (s->fifo_count > 0 && expected.state == ST_RCPT) {
		session_expected *last = &s->fifo[(s->fifo_head + s->fifo_count - 1) % SESSION_FIFO_MAX];
		if (last->state == ST_RCPT) {
			last->count++;
			return;
		}
	}
	assert(s->fifo_count < SESSION_FIFO_MAX);
	s->fifo[(s->fifo_head + s->fifo_count) % SESSION_FIFO_MAX] = expected;
	s->fifo_count++;
}

/* Takes the oldest expectation out; the recipient it is about in |rcpt|. */
static session_state take_expected(smtpc_session *s, size_t *rcpt)
{
	session_expected *e = oldest(s);
	session_state state = e->state;
	*rcpt = e->rcpt++;
	if (--e->count == 0) {
		s->fifo_head = (s->fifo_head + 1) % SESSION_FIFO_MAX;
		s->fifo_count--;
	}
	return state;
}

/* ---- writing ------------------------------------------------------------- */

void smtpc_session_begin(smtpc_session *s)
{
	s->command_start = smtpc_buf_len(&s->out);
}

int smtpc_session_end(smtpc_session *s, smtpc_trace_what what)
{
	if (smtpc_buf_append_str(&s->out, SMTPC_STR("\r\n")) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_str line = smtpc_str_skip(smtpc_buf_str(&s->out), s->command_start);
	s->written += line.len;
	smtpc_trace_add(s->trace, '>', smtpc_session_rows[s->state].stage, what, line);
	smtpc_session_expect(s,
		(session_expected){
			.state = s->state,
			.txn = s->txn,
			.rcpt = s->next_rcpt,
			.count = 1,
			.mark = s->written});
	return SMTPC_OK;
}

int smtpc_session_command(smtpc_session *s, const char *line)
{
	smtpc_session_begin(s);
	int rv = smtpc_buf_append_str(&s->out, smtpc_str_of(line));
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_OPEN);
}

static void go_to(smtpc_session *s, session_state state)
{
	s->state = state;
	const session_row *row = &smtpc_session_rows[state];
	if (row->enter != NULL && row->enter(s) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
}

/* Every reply is in: what comes now is written into an input that must be empty. */
bool smtpc_session_is_clean(const smtpc_session *s)
{
	return smtpc_buf_len(&s->in) == 0 && !smtpc_reply_parser_is_midway(&s->parser);
}

static bool may_go_on(smtpc_session *s)
{
	const session_row *row = &smtpc_session_rows[s->state];
	if (row->next == NULL || (s->state == ST_READY && s->writing == NULL)) {
		return false;
	}
	if (s->fifo_count == 0 || s->state == ST_READY) {
		return true;
	}
	if (smtpc_txn_must_wait(s)) {
		return false;
	}
	return s->pipelining && row->streams && smtpc_buf_len(&s->out) < SESSION_OUT_HIGH;
}

static void run(smtpc_session *s)
{
	s->txn = s->writing != NULL ? s->writing : s->txn;
	while (may_go_on(s)) {
		session_state next = smtpc_session_rows[s->state].next(s);
		if (s->state == ST_DEAD) {
			return;
		}
		/* Behind a 354 a premature refusal may stand, which the content's row understands. */
		bool must_be_clean = next != ST_READY && next != ST_CONTENT && s->fifo_count == 0;
		if (must_be_clean && !smtpc_session_is_clean(s)) {
			smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL,
				"the server sent more than the reply to %s", smtpc_session_rows[s->state].label);
			return;
		}
		go_to(s, next);
	}
}

/* ---- dying --------------------------------------------------------------- */

/* The transactions that another one's end has taken with it: that is not their fault, so what was
 * not sent counts as lost with the connection. */
static void conclude_rest(smtpc_session *s)
{
	smtpc_error err;
	(void)smtpc_fail(&err, SMTPC_E_LOST, "the connection ended with the mail before this one%s%s",
		s->error.code != 0 ? ": " : "", s->error.code != 0 ? s->error.message : "");
	err.stage = SMTPC_STAGE_MAIL;
	while (s->txn_count > 0) {
		s->txn = oldest_txn(s);
		smtpc_txn_conclude_dead(s, &err, NULL);
	}
}

void smtpc_session_over(smtpc_session *s)
{
	conclude_rest(s);
	s->writing = NULL;
	s->state = ST_DEAD;
	s->fifo_count = 0;
	smtpc_buf_reset(&s->out);
	smtpc_buf_reset(&s->in);
}

/* A server that refused us, in step and not about to close, is told goodbye (RFC 5321 §3.1, §3.8);
 * its answer is not waited for. */
static bool deserves_quit(const smtpc_session *s)
{
	switch (s->error.code) {
	case SMTPC_E_GREETING:
	case SMTPC_E_EHLO:
	case SMTPC_E_STARTTLS:
	case SMTPC_E_AUTH_MECHANISM:
	case SMTPC_E_AUTH_INSECURE:
	case SMTPC_E_AUTH_REFUSED:
	case SMTPC_E_AUTH_CHALLENGE:
	case SMTPC_E_AUTH_CREDENTIALS:
		return s->fifo_count == 0 && smtpc_session_is_clean(s) && s->reply.code != 421;
	default:
		return false;
	}
}

/* Of s->error. */
static void die(smtpc_session *s)
{
	smtpc_trace_add(
		s->trace, '*', s->error.stage, SMTPC_TRACE_OPEN, smtpc_str_of(s->error.message));
	smtpc_txn_conclude_dead(s, &s->error, s->reply.code != 0 ? &s->reply : NULL);
	bool quit = deserves_quit(s);
	smtpc_session_over(s);
	if (quit && smtpc_buf_append_str(&s->out, SMTPC_STR("QUIT\r\n")) == SMTPC_OK) {
		smtpc_trace_add(s->trace, '>', SMTPC_STAGE_QUIT, SMTPC_TRACE_OPEN, SMTPC_STR("QUIT"));
	}
}

void smtpc_session_die(
	smtpc_session *s, int code, const smtpc_reply *reply, const char *format, ...)
{
	char text[sizeof s->error.message];
	va_list args;
	va_start(args, format);
	int len = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	smtpc_fail(&s->error, code, "%s", len < 0 ? "" : text);
	s->error.stage = s->answering ? s->parser.reply.stage : smtpc_session_stage(s);
	if (reply != NULL && smtpc_reply_copy(s->mem, &s->reply, reply) == SMTPC_OK) {
		s->error.transient = smtpc_reply_is_transient(reply);
	}
	die(s);
}

void smtpc_session_closed(smtpc_session *s, const smtpc_reply *reply)
{
	smtpc_session_die(s, SMTPC_E_LOST, reply, "the server closed the connection: 421 %.*s",
		SMTPC_FMT(reply->text));
}

void smtpc_session_unexpected(smtpc_session *s, const session_row *row, const smtpc_reply *reply)
{
	smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL,
		"the server answered %s with %d, which is no answer to it", row->label, reply->code);
}

void smtpc_session_fail(smtpc_session *s, const smtpc_error *err)
{
	if (s->state == ST_DEAD) {
		return;
	}
	s->error = *err;
	/* Of a source that failed another mail than that which is waited for may be the owner. */
	bool own = smtpc_err_kind(err->code) == SMTPC_KIND_SOURCE && s->writing != NULL;
	s->txn = own ? s->writing : oldest_txn(s);
	die(s);
}

/* ---- reading ------------------------------------------------------------- */

char *smtpc_session_input_room(smtpc_session *s, size_t *len)
{
	char *room = smtpc_buf_reserve(&s->in, SESSION_IN_ROOM);
	*len = SESSION_IN_ROOM;
	if (room == NULL) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
	return room;
}

/* Of a reply to |state|. */
static smtpc_stage stage_of(
	const smtpc_session *s, const session_txn *txn, session_state state)
{
	if (state == ST_COMMIT && !smtpc_txn_is_in_doubt(s, txn)) {
		return SMTPC_STAGE_CONTENT;
	}
	return smtpc_session_rows[state].stage;
}

smtpc_stage smtpc_session_stage(const smtpc_session *s)
{
	const session_expected *e = oldest(s);
	/* With all of the content out, it does not matter which reply of the flight comes first. */
	const session_txn *txn = oldest_txn(s);
	bool in_doubt = txn->job != NULL && smtpc_txn_is_in_doubt(s, txn);
	return in_doubt ? SMTPC_STAGE_COMMIT : stage_of(s, txn, e != NULL ? e->state : s->state);
}

/* A reply that nobody waits for: the announcement of the end (421, RFC 5321 §3.8) or a server out
 * of step. */
static void on_surplus(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code == 421) {
		smtpc_session_closed(s, reply);
		return;
	}
	smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL,
		"the server sent a reply (%d) that nothing had asked for", reply->code);
}

static void on_reply(smtpc_session *s)
{
	smtpc_reply *reply = &s->parser.reply;
	size_t rcpt;
	if (s->fifo_count == 0) {
		on_surplus(s, reply);
		return;
	}
	session_expected *e = oldest(s);
	s->txn = e->txn;
	reply->stage = stage_of(s, e->txn, e->state);
	e->count = e->count == 0 ? smtpc_txn_finals(s) : e->count;
	if (s->sent < (e->state == ST_RCPT ? e->txn->job->rcpts[e->rcpt].mark : e->mark)) {
		smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL, "the server answered %s before it was asked",
			smtpc_session_rows[e->state].label);
		return;
	}
	bool whole =
		e->state == ST_COMMIT ? smtpc_txn_is_in_doubt(s, e->txn) : s->sent >= e->end;
	if (!whole && !smtpc_reply_is_refusal(reply)) {
		smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL, "the server answered %s with %d before its end",
			smtpc_session_rows[e->state].label, reply->code);
		return;
	}
	session_state state = take_expected(s, &rcpt);
	s->progress++;
	s->answering = true;
	smtpc_session_rows[state].on_reply(s, rcpt, reply);
	s->answering = false;
	run(s);
}

/* A greeting in another language: dead, and true. It need not be a whole line. */
static bool is_other_protocol(smtpc_session *s, smtpc_str line)
{
	const session_expected *e = oldest(s);
	const char *other = NULL;
	if (e != NULL && e->state == ST_GREETING && !smtpc_reply_parser_is_midway(&s->parser)) {
		other = smtpc_hello_recognise(line);
	}
	if (other != NULL) {
		smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL, "this port does not speak SMTP but %s", other);
	}
	return other != NULL;
}

static void on_malformed(smtpc_session *s, const smtpc_error *err)
{
	if (!is_other_protocol(s, s->parser.raw)) {
		smtpc_session_die(s, err->code, NULL, "%s", err->message);
	}
}

static void trace_line(smtpc_session *s)
{
	const session_expected *e = oldest(s);
	const session_row *row = &smtpc_session_rows[e != NULL ? e->state : s->state];
	bool open = row->what == SMTPC_TRACE_SECRET && smtpc_auth_is_open(s, s->parser.raw);
	smtpc_trace_add(s->trace, '<', row->stage, open ? SMTPC_TRACE_OPEN : row->what, s->parser.raw);
}

void smtpc_session_input(smtpc_session *s, size_t len)
{
	smtpc_buf_commit(&s->in, len);
	while (s->state != ST_DEAD && s->state != ST_HANDSHAKE) {
		smtpc_error err;
		bool took;
		smtpc_auth_censor(s);
		s->parser.raw = (smtpc_str){"", 0};
		int rv = smtpc_reply_parser_line(&s->parser, &s->in, &took, &err);
		if (took) {
			trace_line(s);
		}
		if (rv < 0) {
			on_malformed(s, &err);
		} else if (rv == 1) {
			on_reply(s);
		} else if (!took) {
			(void)is_other_protocol(s, smtpc_buf_str(&s->in));
			return;
		}
	}
}

void smtpc_session_eof(smtpc_session *s)
{
	if (s->state == ST_DEAD) {
		return;
	}
	if (s->state == ST_QUIT) {
		smtpc_session_over(s);
		return;
	}
	const session_expected *e = oldest(s);
	s->txn = oldest_txn(s);
	if (e == NULL) {
		smtpc_session_die(s, SMTPC_E_LOST, NULL, "the server closed the idle connection");
		return;
	}
	smtpc_session_die(s, SMTPC_E_LOST, NULL,
		"the server closed the connection before it answered %s",
		smtpc_session_rows[e->state].label);
}

/* ---- the public rest ----------------------------------------------------- */

smtpc_session *smtpc_session_new(
	const smtpc_mem *mem, const smtpc_session_config *config, smtpc_trace *trace)
{
	smtpc_session *s = smtpc_zalloc(mem, sizeof *s);
	if (s == NULL) {
		return NULL;
	}
	s->mem = mem;
	s->config = *config;
	s->trace = trace;
	s->secured = config->secured;
	smtpc_sasl_init(&s->sasl, mem);
	/* One line more than a reply may have, so that the reply's own limit is what is met first. */
	smtpc_buf_init(&s->in, mem, (size_t)SESSION_IN_MAX + 2 * SESSION_IN_ROOM);
	smtpc_buf_init(&s->out, mem, SESSION_OUT_MAX);
	smtpc_buf_init(&s->response, mem, SMTPC_SASL_RESPONSE_MAX);
	smtpc_buf_init(&s->said, mem, SESSION_SAID_MAX);
	smtpc_buf_init(&s->token, mem, SMTPC_SASL_RESPONSE_MAX);
	s->response.secret = s->said.secret = s->token.secret = true;
	smtpc_buf_init(&s->greeting, mem, (size_t)SMTPC_REPLY_MAX * 2);
	smtpc_reply_parser_init(&s->parser, mem);
	smtpc_caps_init(&s->caps, mem);
	smtpc_bdat_init(&s->bdat, mem);
	s->lmtp = config->options->lmtp;
	s->txn = &s->txns[0];
	smtpc_session_expect(
		s, (session_expected){.state = ST_GREETING, .txn = s->txn, .count = 1});
	return s;
}

void smtpc_session_free(smtpc_session *s)
{
	if (s == NULL) {
		return;
	}
	smtpc_buf_free(&s->in);
	smtpc_buf_free(&s->out);
	smtpc_buf_free(&s->response);
	smtpc_buf_free(&s->said);
	smtpc_buf_free(&s->token);
	smtpc_sasl_free(&s->sasl);
	smtpc_buf_free(&s->greeting);
	smtpc_reply_parser_free(&s->parser);
	smtpc_caps_free(&s->caps);
	smtpc_bdat_free(&s->bdat);
	for (size_t i = 0; i < SESSION_TXN_MAX; i++) {
		smtpc_reply_clear(s->mem, &s->txns[i].refusal);
	}
	smtpc_reply_clear(s->mem, &s->reply);
	smtpc_free(s->mem, s);
}

smtpc_want smtpc_session_want(const smtpc_session *s)
{
	switch (s->state) {
	case ST_DEAD:
		return SMTPC_WANT_CLOSE;
	case ST_HANDSHAKE:
		return SMTPC_WANT_TLS;
	case ST_TOKEN:
		return SMTPC_WANT_TOKEN;
	case ST_READY:
		return s->txn_count == 0 && s->fifo_count == 0 ? SMTPC_WANT_JOB : SMTPC_WANT_IO;
	case ST_CHUNKS:
		if (!smtpc_txn_may_write_chunk(s)) {
			return SMTPC_WANT_IO;
		}
		return smtpc_buf_len(&s->out) < SESSION_OUT_HIGH ? SMTPC_WANT_CONTENT : SMTPC_WANT_IO;
	case ST_CONTENT:
		return smtpc_buf_len(&s->out) < SESSION_OUT_HIGH ? SMTPC_WANT_CONTENT : SMTPC_WANT_IO;
	default:
		return SMTPC_WANT_IO;
	}
}

smtpc_limit smtpc_session_limit(const smtpc_session *s)
{
	const session_expected *e = oldest(s);
	bool leaves = s->sent < s->content_mark;
	if (s->state == ST_CONTENT || leaves) {
		return SMTPC_LIMIT_CONTENT;
	}
	return smtpc_session_rows[e != NULL ? e->state : s->state].limit;
}

uint64_t smtpc_session_progress(const smtpc_session *s)
{
	/* While content flows, every octet that leaves is progress. */
	return smtpc_session_limit(s) == SMTPC_LIMIT_CONTENT ? s->progress + s->sent : s->progress;
}

uint64_t smtpc_session_octets(const smtpc_session *s)
{
	uint64_t octets = 0;
	for (size_t i = 0; i < s->txn_count; i++) {
		const smtpc_job *job = smtpc_session_txn(s, i)->job;
		octets += job != NULL ? job->result.bytes : 0;
	}
	return octets;
}

smtpc_str smtpc_session_output(const smtpc_session *s)
{
	return smtpc_buf_str(&s->out);
}

void smtpc_session_sent(smtpc_session *s, size_t len)
{
	smtpc_buf_consume(&s->out, len);
	s->sent += len;
	run(s);
}

void smtpc_session_secured(smtpc_session *s)
{
	assert(s->state == ST_HANDSHAKE);
	s->secured = true;
	s->progress++;
	/* RFC 3207 §4.2: nothing that was learnt before counts. */
	smtpc_caps_reset(&s->caps);
	go_to(s, ST_EHLO);
}

void smtpc_session_bind(smtpc_session *s, const smtpc_bindings *bindings)
{
	s->bindings = *bindings;
}

void smtpc_session_token(smtpc_session *s, smtpc_str token)
{
	assert(s->state == ST_TOKEN);
	s->progress++;
	if (smtpc_auth_take_token(s, token)) {
		go_to(s, ST_AUTH);
	}
}

bool smtpc_session_renews(const smtpc_session *s)
{
	return s->renewed;
}

/* The next mail may go behind the content of the last one. Not in LMTP: servers that refuse a whole
 * content with one reply exist, and the next mail's would be read as its others. And not behind one
 * that is to go on with further recipients: its next transaction comes first. */
static bool may_follow(const smtpc_session *s)
{
	const smtpc_job *job = smtpc_session_txn(s, s->txn_count + SESSION_TXN_MAX - 1)->job;
	return s->pipelining && !s->lmtp && s->txn_count < SESSION_TXN_MAX &&
		s->fifo_count + SESSION_TXN_FIFO <= SESSION_FIFO_MAX &&
		smtpc_buf_len(&s->out) < SESSION_OUT_HIGH &&
		(!s->wrote_chunks || smtpc_txn_may_write_chunk(s)) &&
		(job == NULL || job->txn_to == job->rcpt_count);
}

bool smtpc_session_may_submit(const smtpc_session *s)
{
	return s->state == ST_READY && s->writing == NULL && !smtpc_session_is_spent(s) &&
		((s->txn_count == 0 && s->fifo_count == 0) || may_follow(s));
}

smtpc_job *smtpc_session_writing(const smtpc_session *s)
{
	return s->writing != NULL ? s->writing->job : NULL;
}

bool smtpc_session_has_written(const smtpc_session *s, const smtpc_job *job)
{
	for (size_t i = 0; i < s->txn_count; i++) {
		const session_txn *txn = smtpc_session_txn(s, i);
		if (txn->job == job) {
			return txn->content_ended;
		}
	}
	return false;
}

void smtpc_session_submit(smtpc_session *s, smtpc_job *job)
{
	assert(s->state == ST_READY && s->writing == NULL && s->txn_count < SESSION_TXN_MAX);
	/* AUTH is answered, so nothing of it is left in the output. */
	s->out.secret = false;
	smtpc_buf_free(&s->said);
	s->writing = smtpc_session_txn(s, s->txn_count);
	*s->writing = (session_txn){.job = job};
	s->txn_count++;
	run(s);
}

bool smtpc_session_abandon(smtpc_session *s, const smtpc_error *err)
{
	if (s->state != ST_CHUNKS || s->lmtp) {
		return false;
	}
	s->txn = s->writing;
	s->txn->error = *err;
	smtpc_txn_stop_chunks(s);
	run(s);
	return true;
}

void smtpc_session_quit(smtpc_session *s)
{
	if (smtpc_session_want(s) != SMTPC_WANT_JOB) {
		smtpc_session_over(s);
		return;
	}
	go_to(s, ST_QUIT);
}

const smtpc_error *smtpc_session_error(const smtpc_session *s)
{
	return &s->error;
}

const smtpc_reply *smtpc_session_reply(const smtpc_session *s)
{
	return &s->reply;
}

const smtpc_caps *smtpc_session_caps(const smtpc_session *s)
{
	return &s->caps;
}

smtpc_str smtpc_session_greeting(const smtpc_session *s)
{
	return smtpc_buf_str(&s->greeting);
}

smtpc_sasl_mech smtpc_session_mech(const smtpc_session *s)
{
	return s->sasl.mech;
}
