/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A job: the envelope as it goes on the wire, the source of the content, and what came of it. It is
 * sent in one transaction or, where the server limits their recipients (RFC 9422), in several: each
 * has the recipients from txn_from up to txn_to. The session writes the replies into it; when the
 * last recipient is settled, the outcome of the whole is found in them. */
#ifndef SMTPC_JOB_H
#define SMTPC_JOB_H

#include "base/smtpc_buf.h"

/* How far a recipient is. */
typedef enum smtpc_rcpt_state {
	SMTPC_RCPT_WAITING, /* for its transaction, or for the answer to its RCPT */
	SMTPC_RCPT_TAKEN,   /* RCPT was accepted: what becomes of the content decides */
	SMTPC_RCPT_SETTLED  /* its result stands */
} smtpc_rcpt_state;

typedef struct smtpc_rcpt {
	smtpc_rcpt_state state;
	smtpc_str path; /* local@domain; domain as A-labels unless the local part needs SMTPUTF8 */
	uint64_t mark;  /* as session_expected's */
	unsigned notify;
	smtpc_str original; /* ORCPT's value as it goes out; len 0: none */
} smtpc_rcpt;

struct smtpc_job {
	const smtpc_mem *mem;
	smtpc_str sender; /* as smtpc_rcpt; {NULL, 0}: <> */
	smtpc_rcpt *rcpts;
	smtpc_rcpt_result *rcpt_results; /* NOT_SENT until settled */
	size_t rcpt_count, rcpt_size;
	size_t txn_from, txn_to; /* the transaction under way; both 0 before the first */
	size_t taken, refused;   /* of its recipients: those that wait for the content, and refused */
	size_t accepted;         /* of all recipients: those that have got the mail for certain */
	bool needs_smtputf8;
	bool require_all;
	bool wary; /* its connection has been idle for so long that it may be gone */
	smtpc_wishes wishes; /* its envelope_id is xtext, and ours */
	bool wants_dsn;      /* somewhere in envelope or recipients */
	smtpc_source source;
	smtpc_transfer transfer; /* what a server must take for the source */
	smtpc_source fallback;   /* for servers that take only 7bit; read NULL: there is none */
	uint64_t source_given;   /* octets read since the last rewind */
	bool reread;             /* a transaction has read it; the next one begins at its start */
	bool concluded;
	void *ticket; /* of the batch that it is in, or NULL */
	smtpc_result result;
};

/* As if never tried, but for the number of attempts and the timings. SOURCE: content was read that
 * cannot be read again. */
int smtpc_job_rewind(smtpc_job *job);

/* Puts the fallback in the source's place; false: there is none. Only before content was read. */
bool smtpc_job_fall_back(smtpc_job *job);

/* ---- transactions -------------------------------------------------------- */

/* How many recipients a transaction may have, and in how many domains; 0: any number. */
typedef struct smtpc_rcpt_limits {
	uint64_t rcpts, domains;
} smtpc_rcpt_limits;

/* The recipients that come next become those of a new transaction; there are some. */
void smtpc_job_begin_txn(smtpc_job *job, const smtpc_rcpt_limits *limits);
/* 2yz, 4yz or 5yz to RCPT. NOMEM. */
int smtpc_job_answer_rcpt(smtpc_job *job, size_t rcpt, const smtpc_reply *reply);
/* The content's final 2yz, for all that were taken. */
void smtpc_job_accept(smtpc_job *job, const smtpc_reply *reply);
/* A final reply of LMTP (RFC 2033 §4.2): it is about the first recipient that is taken and not
 * settled. True: it was the last one. */
bool smtpc_job_settle_one(smtpc_job *job, const smtpc_reply *reply);
/* No recipient of the transaction is left that the mail may go to. */
void smtpc_job_reject_recipients(smtpc_job *job);
/* Behind one of these three: true, and concluded, if this was the last transaction. */
bool smtpc_job_end_txn(smtpc_job *job);

/* These two end the whole job. Refused by |reply|: to MAIL (SENDER_REJECTED), DATA or content
 * (MESSAGE_REJECTED). Recipients that were not asked yet count as refused too: it would be the same
 * sender and content. */
void smtpc_job_reject(smtpc_job *job, int code, const smtpc_reply *reply);
/* Ended by |err| without a reply that decides; |in_doubt|: the content's end may have left. */
void smtpc_job_fail(
	smtpc_job *job, const smtpc_error *err, const smtpc_reply *reply, bool in_doubt);

#endif
