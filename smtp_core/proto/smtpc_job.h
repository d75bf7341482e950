/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A job: the envelope as it goes on the wire, the source of the content, and what came of it. The
 * session writes the replies into it; conclude() turns them into the outcome. */
#ifndef SMTPC_JOB_H
#define SMTPC_JOB_H

#include "base/smtpc_buf.h"

typedef struct smtpc_rcpt {
	smtpc_str path; /* local@domain; domain as A-labels unless the local part needs SMTPUTF8 */
	uint64_t mark;  /* as session_expected's */
	unsigned notify;
	smtpc_str original; /* ORCPT's value as it goes out; len 0: none */
} smtpc_rcpt;

struct smtpc_job {
	const smtpc_mem *mem;
	smtpc_str sender; /* as smtpc_rcpt; {NULL, 0}: <> */
	smtpc_rcpt *rcpts;
	smtpc_rcpt_result *rcpt_results; /* accepted ones are ACCEPTED as soon as RCPT is */
	size_t rcpt_count, rcpt_size;
	bool needs_smtputf8;
	bool require_all;
	smtpc_wishes wishes; /* its envelope_id is xtext, and ours */
	bool wants_dsn;      /* somewhere in envelope or recipients */
	smtpc_source source;
	smtpc_transfer transfer; /* what a server must take for the source */
	smtpc_source fallback;   /* for servers that take only 7bit; read NULL: there is none */
	uint64_t source_given;   /* octets read since the last rewind */
	bool concluded;
	smtpc_result result;
};

/* As if never tried, but for the number of attempts and the timings. SOURCE: content was read that
 * cannot be read again. */
int smtpc_job_rewind(smtpc_job *job);

/* Puts the fallback in the source's place; false: there is none. Only before content was read. */
bool smtpc_job_fall_back(smtpc_job *job);

/* Recipients accepted so far. */
size_t smtpc_job_accepted(const smtpc_job *job);

/* Refused by |reply|: to MAIL (SENDER_REJECTED), DATA or content (MESSAGE_REJECTED). */
void smtpc_job_reject(smtpc_job *job, int code, const smtpc_reply *reply);
/* No recipient is left that the mail may go to. */
void smtpc_job_reject_recipients(smtpc_job *job);
/* The final 2yz. */
void smtpc_job_accept(smtpc_job *job, const smtpc_reply *reply);
/* Ended by |err| without a reply that decides; |in_doubt|: the content's end may have left. */
void smtpc_job_fail(
	smtpc_job *job, const smtpc_error *err, const smtpc_reply *reply, bool in_doubt);

#endif
