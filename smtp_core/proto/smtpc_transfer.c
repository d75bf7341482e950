/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The content of a transaction, by DATA or in chunks (BDAT, RFC 3030), and its final replies: one,
 * or one for each recipient (LMTP, RFC 2033). */
#include <stdio.h>

#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

bool smtpc_txn_is_in_doubt(const smtpc_session *s, const session_txn *txn)
{
	return txn->content_ended && s->sent >= txn->commit_mark;
}

/* ---- DATA ---------------------------------------------------------------- */

/* The final reply is expected from now on: a server may refuse before it has read everything. */
int smtpc_txn_enter_content(smtpc_session *s)
{
	smtpc_dot_init(&s->dot, true);
	s->progress++;
	smtpc_session_expect(s, (session_expected){.state = ST_COMMIT, .txn = s->txn});
	return SMTPC_OK;
}

/* A reply has begun: only a refusal can be under way before the content's end. */
static bool has_early_answer(const smtpc_session *s)
{
	smtpc_str begun = smtpc_buf_str(&s->in);
	int first = smtpc_reply_parser_is_midway(&s->parser) ? '0' + s->parser.code / 100
		: begun.len > 0                                  ? begun.ptr[0]
														 : '5';
	return first != '4' && first != '5';
}

static int end_data(smtpc_session *s)
{
	if (has_early_answer(s)) {
		smtpc_session_die(
			s, SMTPC_E_PROTOCOL, NULL, "the server began to answer the content before its end");
		return SMTPC_OK;
	}
	size_t before = smtpc_buf_len(&s->out);
	int rv = smtpc_dot_end(&s->dot, &s->out);
	s->written += smtpc_buf_len(&s->out) - before;
	return rv;
}

/* ---- BDAT ---------------------------------------------------------------- */

int smtpc_txn_enter_chunks(smtpc_session *s)
{
	smtpc_bdat_begin(&s->bdat, s->txn->job->transfer == SMTPC_TRANSFER_BINARY);
	s->progress++;
	return SMTPC_OK;
}

/* Without PIPELINING a chunk waits for the reply to what came before; with it what was written and
 * not answered is bounded. */
bool smtpc_txn_may_write_chunk(const smtpc_session *s)
{
	if (s->fifo_count == 0) {
		return true;
	}
	return s->pipelining && s->fifo_count < SESSION_FIFO_MAX &&
		s->written - s->fifo[s->fifo_head].mark < SESSION_OCTET_WINDOW;
}

/* Writes the chunk that is there. It may be refused as soon as its command is read, and accepted
 * only when it has left. */
static int write_chunk(smtpc_session *s, bool last)
{
	size_t command;
	if (s->fifo_count == 0 && !smtpc_session_is_clean(s)) {
		smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL, "the server sent more than the reply to %s",
			smtpc_session_rows[ST_CHUNKS].label);
		return SMTPC_OK;
	}
	size_t before = smtpc_buf_len(&s->out);
	int rv = smtpc_bdat_frame(&s->bdat, &s->out, last, &command);
	if (rv < 0) {
		return rv;
	}
	smtpc_str written = smtpc_str_skip(smtpc_buf_str(&s->out), before);
	smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_OPEN,
		(smtpc_str){written.ptr, command});
	session_expected expected = {.state = last ? ST_COMMIT : ST_CHUNKS, .txn = s->txn};
	expected.mark = s->written + command;
	s->written += written.len;
	s->content_mark = s->written;
	expected.end = s->written;
	smtpc_session_expect(s, expected);
	return SMTPC_OK;
}

static int feed_chunk(smtpc_session *s, smtpc_str data)
{
	int rv = smtpc_bdat_is_full(&s->bdat) ? write_chunk(s, false) : SMTPC_OK;
	return rv < 0 || s->state == ST_DEAD ? rv : smtpc_bdat_feed(&s->bdat, data);
}

static int end_chunks(smtpc_session *s)
{
	int rv = smtpc_bdat_end(&s->bdat);
	return rv < 0 ? rv : write_chunk(s, true);
}

/* Nobody can get the mail any more: no further chunk is begun. */
void smtpc_txn_stop_chunks(smtpc_session *s)
{
	if (s->state == ST_CHUNKS && s->txn == s->writing) {
		s->state = ST_STOPPED;
	}
}

/* A server that does not know the command would read the chunk as commands; and LMTP does not say
 * how many replies a last chunk gets behind one that was refused. */
static bool is_out_of_step(const smtpc_session *s, const smtpc_reply *reply)
{
	return reply->code == 500 || reply->code == 501 || reply->code == 502 || s->lmtp;
}

void smtpc_txn_on_chunk(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code / 100 == 2) {
		return;
	}
	if (!smtpc_reply_is_refusal(reply)) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_CHUNKS], reply);
	} else if (smtpc_txn_is_in_doubt(s, s->txn) || !smtpc_txn_is_idle_close(s, reply)) {
		smtpc_txn_refuse(s, reply);
		smtpc_txn_stop_chunks(s);
		if (s->txn->job != NULL && is_out_of_step(s, reply)) {
			smtpc_txn_give_up(s);
		}
	}
}

session_state smtpc_txn_next_stopped(smtpc_session *s)
{
	s->need_rset = true;
	if (!smtpc_txn_conclude_refused(s)) {
		const smtpc_error err = s->txn->error;
		smtpc_job_fail(s->txn->job, &err, NULL, false);
		smtpc_txn_end(s);
	}
	return ST_READY;
}

/* ---- either -------------------------------------------------------------- */

void smtpc_session_content(smtpc_session *s, smtpc_str data)
{
	if (s->state != ST_CONTENT && s->state != ST_CHUNKS) {
		return;
	}
	int rv = SMTPC_E_NOMEM;
	if (data.len <= SMTPC_SESSION_CHUNK && s->state == ST_CHUNKS) {
		rv = feed_chunk(s, data);
	} else if (data.len <= SMTPC_SESSION_CHUNK) {
		size_t before = smtpc_buf_len(&s->out);
		rv = smtpc_dot_feed(&s->dot, &s->out, data);
		s->written += smtpc_buf_len(&s->out) - before;
		s->content_mark = s->written;
	}
	if (rv < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	} else if (smtpc_trace_wants_body(s->trace)) {
		smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_BODY, data);
	}
}

bool smtpc_session_is_midway(const smtpc_session *s)
{
	return (s->state == ST_CONTENT && s->dot.octets > 0) ||
		(s->state == ST_CHUNKS && s->bdat.octets > 0);
}

static void note_end(smtpc_session *s, uint64_t octets)
{
	char note[64];
	int len = snprintf(note, sizeof note, "[%llu octets]", (unsigned long long)octets);
	smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_OPEN,
		(smtpc_str){note, len > 0 ? (size_t)len : 0});
}

void smtpc_session_content_end(smtpc_session *s)
{
	if (s->state != ST_CONTENT && s->state != ST_CHUNKS) {
		return;
	}
	bool chunks = s->state == ST_CHUNKS;
	int rv = chunks ? end_chunks(s) : end_data(s);
	if (rv < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
	if (s->state == ST_DEAD) {
		return;
	}
	session_txn *txn = s->txn;
	txn->commit_mark = s->content_mark = s->written;
	txn->content_ended = true;
	txn->job->result.bytes = chunks ? s->bdat.octets : s->dot.octets;
	s->wrote_chunks = chunks;
	s->state = ST_READY;
	s->writing = NULL;
	note_end(s, txn->job->result.bytes);
	if (!chunks) {
		smtpc_trace_add(s->trace, '>', SMTPC_STAGE_CONTENT, SMTPC_TRACE_OPEN, SMTPC_STR("."));
	}
}

/* ---- final replies ------------------------------------------------------- */

size_t smtpc_txn_finals(const smtpc_session *s)
{
	size_t taken = s->txn->job->taken;
	return s->lmtp && taken > 1 ? taken : 1;
}

/* Before the content's end is out there can be a refusal only; it ends the connection, because the
 * server is still to be told where the content ends. */
static void on_early_final(smtpc_session *s, const smtpc_reply *reply)
{
	if (!smtpc_txn_is_idle_close(s, reply)) {
		smtpc_txn_refuse(s, reply);
		if (s->txn->job != NULL) {
			smtpc_txn_give_up(s);
		}
	}
}

/* A final 421: whoever has no verdict yet gets none. */
static void end_if_closing(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code != 421 || s->state == ST_DEAD) {
		return;
	}
	if (s->txn->job != NULL) {
		smtpc_session_closed(s, reply);
	} else {
		smtpc_session_over(s);
	}
}

/* The last chunk's reply, when nobody could get the mail any more. Where that was because a chunk
 * was refused, taking the last one is against RFC 3030 §2, and what was taken is unknown. */
static void on_void_final(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code / 100 == 2 && smtpc_txn_is_deliverable(s)) {
		smtpc_reply_clear(s->mem, &s->txn->refusal);
		smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL,
			"the server refused a part of the content, and accepted its end");
		return;
	}
	s->need_rset = true;
	smtpc_txn_conclude_refused(s);
	end_if_closing(s, reply);
}

/* The transaction is over. But a refused chunk, be it the last one, leaves one that only RSET is
 * sure to end: RFC 3030 §2 has servers answer what follows with 503. */
static void end_txn(smtpc_session *s, bool refused)
{
	s->need_rset = s->txn->chunked && refused;
	smtpc_txn_end(s);
}

static void on_smtp_final(smtpc_session *s, const smtpc_reply *reply)
{
	bool accepted = reply->code / 100 == 2;
	if (accepted) {
		smtpc_job_accept(s->txn->job, reply);
		(void)smtpc_job_end_txn(s->txn->job);
	} else {
		smtpc_job_reject(s->txn->job, SMTPC_E_MESSAGE_REJECTED, reply);
	}
	end_txn(s, !accepted);
	end_if_closing(s, reply);
}

/* RFC 2033 §4.2: one recipient after the other, in the order of RCPT. */
static void on_lmtp_final(smtpc_session *s, const smtpc_reply *reply)
{
	s->txn->finals_begun = true;
	if (smtpc_job_settle_one(s->txn->job, reply)) {
		(void)smtpc_job_end_txn(s->txn->job);
		end_txn(s, reply->code / 100 != 2);
	}
	end_if_closing(s, reply);
}

void smtpc_txn_on_final(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code / 100 == 3) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_COMMIT], reply);
	} else if (!smtpc_txn_is_in_doubt(s, s->txn)) {
		on_early_final(s, reply);
	} else if (!s->txn->finals_begun && (s->txn->refusal.code != 0 || !smtpc_txn_is_deliverable(s))) {
		on_void_final(s, reply);
	} else if (s->lmtp) {
		on_lmtp_final(s, reply);
	} else {
		on_smtp_final(s, reply);
	}
}

