/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One mail transaction (RFC 5321 §3.3) up to its content: RSET, MAIL, RCPT, DATA, and what their
 * replies mean. */
#include <stdio.h>

#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

/* ---- what the replies so far mean ---------------------------------------- */

/* Recipients that the content may go to: some, and all of them where all are required. */
bool smtpc_txn_is_deliverable(const smtpc_session *s)
{
	const smtpc_job *job = s->txn->job;
	return s->txn->mail_accepted && job->taken > 0 &&
		(!job->require_all || job->taken == job->txn_to - job->txn_from);
}

/* The recipients have been answered so that the content may go to none: nobody is left, or somebody
 * was refused and all are required. Final replies are no such answers. */
static bool is_refused_by_rcpts(const smtpc_session *s)
{
	const smtpc_job *job = s->txn->job;
	return !s->txn->finals_begun &&
		(job->refused == job->txn_to - job->txn_from || (job->refused > 0 && job->require_all));
}

/* The place in the ring, and those before it that are free already. */
static void free_place(smtpc_session *s, session_txn *txn)
{
	session_txn *last = smtpc_session_txn(s, s->txn_count + SESSION_TXN_MAX - 1);
	txn->job = NULL;
	if (s->writing == txn) {
		s->writing = NULL;
	}
	s->txn_count -= txn == last && s->txn_count > 0;
	while (s->txn_count > 0 && smtpc_session_txn(s, 0)->job == NULL) {
		s->txn_head = (s->txn_head + 1) % SESSION_TXN_MAX;
		s->txn_count--;
	}
}

void smtpc_txn_end(smtpc_session *s)
{
	session_txn *txn = s->txn;
	smtpc_reply_clear(s->mem, &txn->refusal);
	*txn = (session_txn){.job = txn->job};
	if (txn->job->concluded) {
		free_place(s, txn);
	} else {
		s->writing = txn;
	}
}

bool smtpc_txn_conclude_refused(smtpc_session *s)
{
	const session_txn *txn = s->txn;
	smtpc_job *job = txn->job;
	if (txn->mail_refused) {
		smtpc_job_reject(job, SMTPC_E_SENDER_REJECTED, &txn->refusal);
	} else if (is_refused_by_rcpts(s)) {
		smtpc_job_reject_recipients(job);
		(void)smtpc_job_end_txn(job);
	} else if (txn->refusal.code != 0) {
		smtpc_job_reject(job, SMTPC_E_MESSAGE_REJECTED, &txn->refusal);
	} else {
		return false;
	}
	smtpc_txn_end(s);
	return true;
}

void smtpc_txn_conclude_dead(
	smtpc_session *s, const smtpc_error *err, const smtpc_reply *reply)
{
	if (s->txn->job == NULL) {
		return;
	}
	/* Every reply that was read counts: what was refused stays refused, even if the replies to what
	 * was in flight behind it are lost. */
	bool in_doubt = smtpc_txn_is_in_doubt(s, s->txn);
	if (err->code != SMTPC_E_NOMEM && s->txn->job->txn_to > 0 && smtpc_txn_conclude_refused(s)) {
		in_doubt = false;
	}
	if (s->txn->job != NULL) {
		smtpc_job_fail(s->txn->job, err, reply, in_doubt);
		smtpc_txn_end(s);
	}
}

void smtpc_txn_give_up(smtpc_session *s)
{
	if (!smtpc_txn_conclude_refused(s) || s->txn->job != NULL) {
		smtpc_session_die(s, SMTPC_E_LOST, NULL, "the connection was given up after a refusal");
	} else {
		smtpc_session_over(s);
	}
}

/* On a connection that had been idle a 421 is how its idle limit shows, and the mail may be sent on
 * a fresh one; else it is the answer. */
bool smtpc_txn_is_idle_close(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code != 421 || !s->txn->job->result.reused || s->txn->mail_refused) {
		return false;
	}
	smtpc_session_closed(s, reply);
	return true;
}

/* After a refusal by 421 (RFC 5321 §3.8) nothing more will be answered. */
static void end_if_closing(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code != 421 || s->txn->job == NULL) {
		return;
	}
	if (!smtpc_txn_conclude_refused(s) || s->txn->job != NULL) {
		smtpc_session_closed(s, reply);
	} else {
		smtpc_session_over(s);
	}
}

void smtpc_txn_refuse(smtpc_session *s, const smtpc_reply *reply)
{
	if (s->txn->refusal.code == 0 && smtpc_reply_copy(s->mem, &s->txn->refusal, reply) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
	end_if_closing(s, reply);
}

/* ---- READY, RSET --------------------------------------------------------- */

/* The server lets a mail have fewer recipients than this one has (RFC 9422): can it go in parts? */
static int check_parts(const smtpc_session *s, smtpc_error *err)
{
	const smtpc_job *job = s->txn->job;
	if (job->txn_from > 0 || job->txn_to == job->rcpt_count) {
		return SMTPC_OK;
	}
	if (job->require_all) {
		(void)smtpc_fail(err, SMTPC_E_CAPABILITY,
			"the server takes no more than %zu of the %zu recipients at once, and all are required",
			job->txn_to, job->rcpt_count);
		(void)snprintf(err->capability, sizeof err->capability, "LIMITS");
		err->stage = SMTPC_STAGE_EHLO;
		return err->code;
	}
	if (job->source.rewind == NULL) {
		(void)smtpc_fail(err, SMTPC_E_SOURCE,
			"the server takes no more than %zu of the %zu recipients at once, and the content can "
			"be read only once",
			job->txn_to, job->rcpt_count);
		err->stage = SMTPC_STAGE_CONTENT;
		return err->code;
	}
	return SMTPC_OK;
}

bool smtpc_session_is_spent(const smtpc_session *s)
{
	return s->caps.max_mails > 0 && s->mails >= s->caps.max_mails;
}

/* Behind a content that is not answered yet: the line with the dot ends its transaction, whatever
 * becomes of it (RFC 5321 §4.1.1.4); but what a refused last chunk leaves behind, RFC 3030 §2 calls
 * indeterminate, and the next mail must not find it. */
static bool needs_rset(const smtpc_session *s)
{
	return s->fifo_count > 0 ? s->wrote_chunks : s->need_rset;
}

session_state smtpc_txn_next_ready(smtpc_session *s)
{
	smtpc_error err;
	if (smtpc_session_is_spent(s)) {
		free_place(s, s->txn);
		return ST_READY;
	}
	int rv = smtpc_params_check(s, &err);
	if (rv == SMTPC_OK) {
		smtpc_rcpt_limits limits = {s->caps.max_rcpts, s->caps.max_rcpt_domains};
		smtpc_job_begin_txn(s->txn->job, &limits);
		rv = check_parts(s, &err);
	}
	if (rv < 0) {
		smtpc_job_fail(s->txn->job, &err, NULL, false);
		smtpc_txn_end(s);
		return ST_READY;
	}
	s->next_rcpt = s->txn->job->txn_from;
	s->txn->chunked = smtpc_params_use_chunks(s);
	return needs_rset(s) ? ST_RSET : ST_MAIL;
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
	smtpc_job *job = s->txn->job;
	smtpc_session_begin(s);
	int rv = smtpc_buf_append_str(&s->out, SMTPC_STR("MAIL FROM:"));
	rv = rv < 0 ? rv : append_path(&s->out, job->sender);
	rv = rv < 0 ? rv : smtpc_params_append_mail(s, &s->out);
	job->result.attempts++;
	s->mails++;
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_OPEN);
}

void smtpc_txn_on_mail(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (smtpc_reply_is_refusal(reply)) {
		if (smtpc_txn_is_idle_close(s, reply)) {
			return;
		}
		s->txn->mail_refused = true;
		smtpc_txn_refuse(s, reply);
		smtpc_txn_stop_chunks(s);
	} else if (reply->code / 100 == 2) {
		s->txn->mail_accepted = true;
		s->need_rset = true; /* until the content is answered */
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_MAIL], reply);
	}
}

session_state smtpc_txn_next_mail(smtpc_session *s)
{
	if (s->txn->mail_refused) {
		(void)smtpc_txn_conclude_refused(s);
		return ST_READY;
	}
	return ST_RCPT;
}

/* ---- RCPT ---------------------------------------------------------------- */

int smtpc_txn_enter_rcpt(smtpc_session *s)
{
	smtpc_rcpt *rcpt = &s->txn->job->rcpts[s->next_rcpt];
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
	bool accepted = reply->code / 100 == 2;
	if (!accepted && !smtpc_reply_is_refusal(reply)) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_RCPT], reply);
		return;
	}
	if (s->txn->mail_refused) {
		return; /* 503 or the like; the reply to MAIL is the one that counts */
	}
	if (smtpc_txn_is_idle_close(s, reply)) {
		return;
	}
	if (smtpc_job_answer_rcpt(s->txn->job, rcpt, reply) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
		return;
	}
	if (is_refused_by_rcpts(s)) {
		smtpc_txn_stop_chunks(s);
	}
	end_if_closing(s, reply);
}

/* With RequireAll the content waits for all answers, since there is no way back behind a 354. And
 * chunks wait on a connection that had been idle for long: if it is gone, that must not be in doubt.
 */
bool smtpc_txn_must_wait(const smtpc_session *s)
{
	if (s->state != ST_RCPT) {
		return false;
	}
	const session_txn *txn = s->txn;
	bool wary = txn->job->wary && s->txn_count == 1;
	bool patient = txn->job->require_all || (txn->chunked && wary);
	return txn->mail_refused || (patient && s->next_rcpt == txn->job->txn_to);
}

session_state smtpc_txn_next_rcpt(smtpc_session *s)
{
	if (s->txn->mail_refused) {
		(void)smtpc_txn_conclude_refused(s);
		return ST_READY;
	}
	if (s->next_rcpt < s->txn->job->txn_to) {
		return ST_RCPT;
	}
	if (s->fifo_count == 0 && !smtpc_txn_is_deliverable(s)) {
		(void)smtpc_txn_conclude_refused(s);
		return ST_READY;
	}
	return s->txn->chunked ? ST_CHUNKS : ST_DATA;
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
		s->txn->data_accepted = true;
	} else if (smtpc_reply_is_refusal(reply)) {
		if (smtpc_txn_is_idle_close(s, reply)) {
			return;
		}
		smtpc_txn_refuse(s, reply);
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_DATA], reply);
	}
}

session_state smtpc_txn_next_data(smtpc_session *s)
{
	if (s->txn->data_accepted) {
		if (smtpc_txn_is_deliverable(s)) {
			return ST_CONTENT;
		}
		if (!s->lmtp) {
			return ST_LONE_DOT;
		}
		/* RFC 2033 §4.2 does not have that, so nobody knows how many replies would come. */
		smtpc_txn_give_up(s);
		return ST_DEAD;
	}
	/* After MAIL was refused, DATA's refusal may leave a half-open transaction on odd servers. */
	s->need_rset = true;
	(void)smtpc_txn_conclude_refused(s);
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
		smtpc_txn_give_up(s);
	} else if (reply->code / 100 == 3) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_LONE_DOT], reply);
	}
}

session_state smtpc_txn_next_lone_dot(smtpc_session *s)
{
	s->need_rset = true;
	(void)smtpc_txn_conclude_refused(s);
	return ST_READY;
}
