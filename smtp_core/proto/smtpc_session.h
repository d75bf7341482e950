/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One session of SMTP (RFC 5321) or LMTP (RFC 2033) without socket, clock or TLS: bytes in, bytes out, and what it wants
 * next. It writes commands as far ahead as it may (RFC 2920) and notes each in one FIFO of expected
 * replies; a reply belongs to the oldest command that waits, and to no other. Without PIPELINING
 * the FIFO is one deep, and the code the same.
 *
 * After any time-out, malformed, unexpected or surplus reply the session is dead: the same bytes
 * are never looked at again. */
#ifndef SMTPC_SESSION_H
#define SMTPC_SESSION_H

#include "proto/smtpc_ehlo.h"
#include "proto/smtpc_job.h"
#include "proto/smtpc_reply.h"
#include "proto/smtpc_sasl.h"
#include "proto/smtpc_trace.h"

typedef struct smtpc_session smtpc_session;

/* Borrowed: must outlive the session. */
typedef struct smtpc_session_config {
	smtpc_str ehlo_name;
	smtpc_need starttls; /* NEVER also when TLS is there from the start */
	bool secured;        /* TLS from the start */
	bool local;          /* the peer is this machine: credentials may go in the clear */
	uint16_t port;       /* as OAUTHBEARER names it */
	uint32_t scram_max;  /* rounds of hashing; 0: SMTPC_SCRAM_MAX_ITERATIONS */
	int (*random)(uint8_t *out, size_t len); /* for nonces; NULL: smtpc_random() */
	const smtpc_options *options;
} smtpc_session_config;

typedef enum smtpc_want {
	SMTPC_WANT_IO,      /* bytes of the peer, or output to be taken */
	SMTPC_WANT_TLS,     /* a handshake, then smtpc_session_secured() */
	SMTPC_WANT_TOKEN,   /* smtpc_session_token() */
	SMTPC_WANT_CONTENT, /* smtpc_session_content() or _content_end() */
	SMTPC_WANT_JOB,     /* nothing: idle and usable */
	SMTPC_WANT_CLOSE    /* nothing any more: dead or quit */
} smtpc_want;

/* Which time limit runs; it starts anew whenever smtpc_session_progress() changes. */
typedef enum smtpc_limit {
	SMTPC_LIMIT_NONE,
	SMTPC_LIMIT_CONNECT,
	SMTPC_LIMIT_GREETING,
	SMTPC_LIMIT_COMMAND,
	SMTPC_LIMIT_CONTENT,
	SMTPC_LIMIT_REPLY
} smtpc_limit;

/* |trace| must outlive the session. NULL: out of memory. */
smtpc_session *smtpc_session_new(
	const smtpc_mem *mem, const smtpc_session_config *config, smtpc_trace *trace);
/* A job that was not concluded is left as it is. */
void smtpc_session_free(smtpc_session *session);

smtpc_want smtpc_session_want(const smtpc_session *session);
smtpc_limit smtpc_session_limit(const smtpc_session *session);
uint64_t smtpc_session_progress(const smtpc_session *session);
/* Of the contents that are handed over, awaiting their verdicts. */
uint64_t smtpc_session_octets(const smtpc_session *session);
/* Where the oldest unanswered command stands. */
smtpc_stage smtpc_session_stage(const smtpc_session *session);

/* Where received bytes go: room for up to |*len| of them, at least one; NULL: out of memory, and
 * the session is dead. */
char *smtpc_session_input_room(smtpc_session *session, size_t *len);
/* |len| bytes were put there. */
void smtpc_session_input(smtpc_session *session, size_t len);
/* No more will come. */
void smtpc_session_eof(smtpc_session *session);

/* What is to be written; and that |len| bytes of it were. A dead session may leave a QUIT, to be
 * written if that goes at once. */
smtpc_str smtpc_session_output(const smtpc_session *session);
void smtpc_session_sent(smtpc_session *session, size_t len);

/* The handshake that was wanted is done and verified. */
void smtpc_session_secured(smtpc_session *session);
/* What the TLS connection has for channel binding; before smtpc_session_secured() or, with TLS from
 * the start, before the greeting comes. */
void smtpc_session_bind(smtpc_session *session, const smtpc_bindings *bindings);

/* Only when a token is wanted: the session copies it, and keeps it as long as AUTH lasts. */
void smtpc_session_token(smtpc_session *session, smtpc_str token);
/* The token that is wanted is to take the place of one that was refused. */
bool smtpc_session_renews(const smtpc_session *session);

/* A job can be submitted: one is wanted, or may follow on the content of the last one without
 * waiting for its answer (RFC 2920 §3.1). */
bool smtpc_session_may_submit(const smtpc_session *session);
/* When the session is through with it, the job's |concluded| is set or, where the server's limit of
 * mails a connection was met, the rest of it is for another connection. At the latest that is when
 * a job is wanted again. */
void smtpc_session_submit(smtpc_session *session, smtpc_job *job);
/* The job whose content is wanted, or whose envelope is being written; NULL: there is none. */
smtpc_job *smtpc_session_writing(const smtpc_session *session);
/* All of the content of |job| is handed over, and the session is not through with it. */
bool smtpc_session_has_written(const smtpc_session *session, const smtpc_job *job);
/* The content that is wanted cannot be had. Between two chunks that ends its job with |err|, and
 * nothing else; false where it would take the session along. */
bool smtpc_session_abandon(smtpc_session *session, const smtpc_error *err);
/* The server has said how many mails a connection may carry (RFC 9422), and this one has. */
bool smtpc_session_is_spent(const smtpc_session *session);
/* Only when content is wanted; |data| as it comes, up to SMTPC_SESSION_CHUNK octets. */
enum { SMTPC_SESSION_CHUNK = 32768 };
void smtpc_session_content(smtpc_session *session, smtpc_str data);
void smtpc_session_content_end(smtpc_session *session);
/* More content is wanted behind some that was given. */
bool smtpc_session_is_midway(const smtpc_session *session);
/* Nothing is in the input: no part of a reply that nobody asked for. */
bool smtpc_session_is_clean(const smtpc_session *session);
/* Says QUIT if a job is wanted; closed, without a word, otherwise. */
void smtpc_session_quit(smtpc_session *session);

/* From outside (time-out, lost link, cancelled, unreadable source), |err| with its stage: the
 * session is dead, and its jobs are concluded as NotSent, InDoubt, or by the refusal that had been
 * read before. |err| is that of the oldest, or of the one whose source failed; the others are lost
 * with the connection. */
void smtpc_session_fail(smtpc_session *session, const smtpc_error *err);

/* Why the session is dead (code 0: it is not, or it was nobody's fault), and the reply to blame. */
const smtpc_error *smtpc_session_error(const smtpc_session *session);
const smtpc_reply *smtpc_session_reply(const smtpc_session *session);

const smtpc_caps *smtpc_session_caps(const smtpc_session *session);
smtpc_str smtpc_session_greeting(const smtpc_session *session);
/* Tried last, or SMTPC_SASL_COUNT. */
smtpc_sasl_mech smtpc_session_mech(const smtpc_session *session);

#endif
