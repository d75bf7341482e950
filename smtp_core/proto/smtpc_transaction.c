/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One mail transaction (RFC 5321 §3.3): MAIL, RCPT, DATA, content, and what the replies make of
 * the job. */
#include <stdio.h>

#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

/* ---- what the replies so far mean ---------------------------------------- */

static bool is_refusal(const smtpc_reply *reply)
{
	return reply->code / 100 == 4 || reply->code / 100 == 5;
}

/* Recipients that the content may go to: some, and all of them where all are required. */
static bool is_deliverable(const smtpc_session *s)
{
	size_t accepted = smtpc_job_accepted(s->job);
	return s->mail_accepted && accepted > 0 &&
		(!s->job->require_all || accepted == s->job->rcpt_count);
}

static size_t rcpts_refused(const smtpc_session *s)
{
	size_t count = 0;
	for (size_t i = 0; i < s->job->rcpt_count; i++) {
		count += s->job->rcpt_results[i].outcome == SMTPC_REJECTED;
	}
	return count;
}

/* The recipients have been answered so that the content may go to none: nobody is left, or somebody
 * was refused and all are required. */
static bool is_refused_by_rcpts(const smtpc_session *s)
{
	size_t refused = rcpts_refused(s);
	return refused == s->job->rcpt_count || (refused > 0 && s->job->require_all);
}

static void leave_job(smtpc_session *s)
{
	s->job = NULL;
	smtpc_reply_clear(s->mem, &s->refusal);
}

/* The refusal that ended the mail before its content: of MAIL, of the recipients, or of DATA.
 * False: there was none. */
static bool conclude_refused(smtpc_session *s)
{
	smtpc_job *job = s->job;
	if (s->mail_refused) {
		smtpc_job_reject(job, SMTPC_E_SENDER_REJECTED, &s->refusal);
	} else if (is_refused_by_rcpts(s)) {
		smtpc_job_reject_recipients(job);
	} else if (s->refusal.code != 0) {
		smtpc_job_reject(job, SMTPC_E_MESSAGE_REJECTED, &s->refusal);
	} else {
		return false;
	}
	leave_job(s);
	return true;
}

bool smtpc_txn_is_in_doubt(const smtpc_session *s)
{
	return s->content_ended && s->sent >= s->commit_mark;
}

void smtpc_txn_conclude_dead(smtpc_session *s)
{
	smtpc_job *job = s->job;
	if (job == NULL) {
		return;
	}
	/* Every reply that was read counts: what was refused before the content stays refused, even if
	 * the replies to what was in flight behind it are lost. */
	bool refused = s->mail_refused || is_refused_by_rcpts(s);
	if (refused && s->error.code != SMTPC_E_NOMEM && conclude_refused(s)) {
		return;
	}
	smtpc_job_fail(job, &s->error, s->reply.code != 0 ? &s->reply : NULL, smtpc_txn_is_in_doubt(s));
	leave_job(s);
}

/* 421 (RFC 5321 §3.8): the server says that it closes. On a connection that had been idle that is
 * how its idle limit shows, and the mail may be sent on a fresh one; else it is the answer. */
static bool is_idle_close(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code != 421 || !s->job->result.reused || s->mail_refused) {
		return false;
	}
	smtpc_session_closed(s, reply);
	return true;
}

static void keep_refusal(smtpc_session *s, const smtpc_reply *reply)
{
	if (s->refusal.code == 0 && smtpc_reply_copy(s->mem, &s->refusal, reply) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
}

/* After a refusal by 421 nothing more will be answered. */
static void end_if_closing(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code != 421 || s->job == NULL) {
		return;
	}
	if (!conclude_refused(s)) {
		smtpc_session_closed(s, reply);
		return;
	}
	smtpc_session_over(s);
}

/* ---- READY, RSET --------------------------------------------------------- */

session_state smtpc_txn_next_ready(smtpc_session *s)
{
	s->next_rcpt = 0;
	s->mail_accepted = s->mail_refused = s->data_accepted = false;
	s->content_ended = false;
	smtpc_error err;
	if (smtpc_params_check(s, &err) < 0) {
		smtpc_job_fail(s->job, &err, NULL, false);
		leave_job(s);
		return ST_READY;
	}
	return s->need_rset ? ST_RSET : ST_MAIL;
}

int smtpc_txn_enter_rset(smtpc_session *s)
{
	return smtpc_session_command(s, "RSET");
}

void smtpc_txn_on_rset(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code / 100 != 2) {
		/* The last transaction may still be open: this connection cannot carry another mail. */
		smtpc_session_die(s, SMTPC_E_LOST, reply, "the server did not take RSET: %d %.*s",
			reply->code, SMTPC_FMT(reply->text));
		return;
	}
	s->need_rset = false;
}

session_state smtpc_txn_next_rset(smtpc_session *s)
{
	(void)s;
	return ST_MAIL;
}

/* ---- MAIL ---------------------------------------------------------------- */

static int append_path(smtpc_buf *out, smtpc_str path)
{
	int rv = smtpc_buf_append_byte(out, '<');
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, path);
	return rv < 0 ? rv : smtpc_buf_append_byte(out, '>');
}

int smtpc_txn_enter_mail(smtpc_session *s)
{
	const smtpc_job *job = s->job;
	smtpc_session_begin(s);
	int rv = smtpc_buf_append_str(&s->out, SMTPC_STR("MAIL FROM:"));
	rv = rv < 0 ? rv : append_path(&s->out, job->sender);
	rv = rv < 0 ? rv : smtpc_params_append_mail(s, &s->out);
	s->job->result.attempts++;
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_OPEN);
}

void smtpc_txn_on_mail(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (is_refusal(reply)) {
		if (is_idle_close(s, reply)) {
			return;
		}
		s->mail_refused = true;
		keep_refusal(s, reply);
		end_if_closing(s, reply);
	} else if (reply->code / 100 == 2) {
		s->mail_accepted = true;
		s->need_rset = true; /* until the content is answered */
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_MAIL], reply);
	}
}

session_state smtpc_txn_next_mail(smtpc_session *s)
{
	if (s->mail_refused) {
		(void)conclude_refused(s);
		return ST_READY;
	}
	return ST_RCPT;
}

/* ---- RCPT ---------------------------------------------------------------- */

int smtpc_txn_enter_rcpt(smtpc_session *s)
{
	smtpc_rcpt *rcpt = &s->job->rcpts[s->next_rcpt];
	smtpc_session_begin(s);
	int rv = smtpc_buf_append_str(&s->out, SMTPC_STR("RCPT TO:"));
	rv = rv < 0 ? rv : append_path(&s->out, rcpt->path);
	rv = rv < 0 ? rv : smtpc_params_append_rcpt(s, rcpt, &s->out);
	rv = rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_RECIPIENT);
	rcpt->mark = s->written;
	s->next_rcpt++;
	return rv;
}

void smtpc_txn_on_rcpt(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	smtpc_rcpt_result *result = &s->job->rcpt_results[rcpt];
	bool accepted = reply->code / 100 == 2;
	if (!accepted && !is_refusal(reply)) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_RCPT], reply);
		return;
	}
	if (s->mail_refused) {
		return; /* 503 or the like; the reply to MAIL is the one that counts */
	}
	if (is_idle_close(s, reply)) {
		return;
	}
	if (smtpc_reply_copy(s->job->mem, &result->reply, reply) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
		return;
	}
	result->outcome = accepted ? SMTPC_ACCEPTED : SMTPC_REJECTED;
	end_if_closing(s, reply);
}

session_state smtpc_txn_next_rcpt(smtpc_session *s)
{
	if (s->mail_refused) {
		(void)conclude_refused(s);
		return ST_READY;
	}
	if (s->next_rcpt < s->job->rcpt_count) {
		return ST_RCPT;
	}
	if (s->fifo_count == 0 && !is_deliverable(s)) {
		(void)conclude_refused(s);
		return ST_READY;
	}
	return ST_DATA;
}

/* ---- DATA ---------------------------------------------------------------- */

int smtpc_txn_enter_data(smtpc_session *s)
{
	return smtpc_session_command(s, "DATA");
}

void smtpc_txn_on_data(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code == 354) {
		s->data_accepted = true;
	} else if (is_refusal(reply)) {
		if (is_idle_close(s, reply)) {
			return;
		}
		keep_refusal(s, reply);
		end_if_closing(s, reply);
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_DATA], reply);
	}
}

session_state smtpc_txn_next_data(smtpc_session *s)
{
	if (s->data_accepted) {
		return is_deliverable(s) ? ST_CONTENT : ST_LONE_DOT;
	}
	/* After MAIL was refused, DATA's refusal may leave a half-open transaction on odd servers. */
	s->need_rset = true;
	(void)conclude_refused(s);
	return ST_READY;
}

/* A 354 though nobody may get the mail: an empty content, whose reply is no acceptance. */
int smtpc_txn_enter_lone_dot(smtpc_session *s)
{
	smtpc_session_begin(s);
	int rv = smtpc_buf_append_byte(&s->out, '.');
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_OPEN);
}

void smtpc_txn_on_lone_dot(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code == 421) {
		(void)conclude_refused(s);
		smtpc_session_over(s);
	} else if (reply->code / 100 == 3) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_LONE_DOT], reply);
	}
}

session_state smtpc_txn_next_lone_dot(smtpc_session *s)
{
	s->need_rset = true;
	(void)conclude_refused(s);
	return ST_READY;
}

/* ---- content ------------------------------------------------------------- */

/* The final reply is expected from now on: a server may refuse before it has read everything. */
int smtpc_txn_enter_content(smtpc_session *s)
{
	smtpc_dot_init(&s->dot);
	s->progress++;
	smtpc_session_expect(s, ST_COMMIT, 0, 0);
	return SMTPC_OK;
}

void smtpc_session_content(smtpc_session *s, smtpc_str data)
{
	if (s->state != ST_CONTENT) {
		return;
	}
	size_t before = smtpc_buf_len(&s->out);
	if (data.len > SMTPC_SESSION_CHUNK || smtpc_dot_feed(&s->dot, &s->out, data) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
		return;
	}
	s->written += smtpc_buf_len(&s->out) - before;
	if (smtpc_trace_wants_body(s->trace)) {
		smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_BODY, data);
	}
}

void smtpc_session_content_end(smtpc_session *s)
{
	if (s->state != ST_CONTENT) {
		return;
	}
	/* A reply has begun: only a refusal can be under way before the content's end. */
	smtpc_str begun = smtpc_buf_str(&s->in);
	int first = smtpc_reply_parser_is_midway(&s->parser) ? '0' + s->parser.code / 100
		: begun.len > 0                                  ? begun.ptr[0]
														 : '5';
	if (first != '4' && first != '5') {
		smtpc_session_die(
			s, SMTPC_E_PROTOCOL, NULL, "the server began to answer the content before its end");
		return;
	}
	size_t before = smtpc_buf_len(&s->out);
	if (smtpc_dot_end(&s->dot, &s->out) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
		return;
	}
	s->written += smtpc_buf_len(&s->out) - before;
	s->commit_mark = s->written;
	s->content_ended = true;
	s->job->result.bytes = s->dot.octets;
	s->state = ST_COMMIT;
	char note[64];
	int len = snprintf(note, sizeof note, "[%llu octets]", (unsigned long long)s->dot.octets);
	smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_OPEN,
		(smtpc_str){note, len > 0 ? (size_t)len : 0});
	smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_OPEN, SMTPC_STR("."));
}

/* Before the content's end is out, only a refusal makes sense; it ends the connection, because the
 * server is still to be told where the content ends. */
static void on_early_final(smtpc_session *s, const smtpc_reply *reply)
{
	if (!is_refusal(reply)) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_CONTENT], reply);
		return;
	}
	if (!is_idle_close(s, reply)) {
		smtpc_job_reject(s->job, SMTPC_E_MESSAGE_REJECTED, reply);
		leave_job(s);
		smtpc_session_over(s);
	}
}

void smtpc_txn_on_final(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (!smtpc_txn_is_in_doubt(s)) {
		on_early_final(s, reply);
		return;
	}
	if (reply->code / 100 == 2) {
		smtpc_job_accept(s->job, reply);
	} else if (is_refusal(reply)) {
		smtpc_job_reject(s->job, SMTPC_E_MESSAGE_REJECTED, reply);
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_COMMIT], reply);
		return;
	}
	s->need_rset = false;
	leave_job(s);
	if (reply->code == 421) {
		smtpc_session_over(s);
	}
}

session_state smtpc_txn_next_commit(smtpc_session *s)
{
	(void)s;
	return ST_READY;
}
