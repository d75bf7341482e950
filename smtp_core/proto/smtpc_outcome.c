/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What replies and mishaps make of a job, recipient by recipient, and of the whole. */
#include "base/smtpc_err.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_job.h"
#include "proto/smtpc_reply.h"

/* ---- transactions -------------------------------------------------------- */

static smtpc_str domain_of(const smtpc_rcpt *rcpt)
{
	size_t at = rcpt->path.len;
	while (at > 0 && rcpt->path.ptr[at - 1] != '@') {
		at--;
	}
	return smtpc_str_skip(rcpt->path, at);
}

/* Recipients whose domains differ. More of them than that are never in one transaction of a server
 * that limits their number at all: looking through them would take too long. */
enum { DOMAINS_MAX = 64 };
typedef struct domain_list {
	size_t rcpts[DOMAINS_MAX];
	size_t count, max;
} domain_list;

/* False: the recipient's domain is one too many. */
static bool add_domain(domain_list *list, const smtpc_job *job, size_t rcpt)
{
	smtpc_str domain = domain_of(&job->rcpts[rcpt]);
	for (size_t i = 0; i < list->count; i++) {
		if (smtpc_str_ieq(domain, domain_of(&job->rcpts[list->rcpts[i]]))) {
			return true;
		}
	}
	if (list->count == list->max) {
		return false;
	}
	list->rcpts[list->count++] = rcpt;
	return true;
}

void smtpc_job_begin_txn(smtpc_job *job, const smtpc_rcpt_limits *limits)
{
	domain_list domains = {.count = 0};
	domains.max = limits->domains < DOMAINS_MAX ? (size_t)limits->domains : DOMAINS_MAX;
	size_t to = job->txn_to, from = to;
	while (to < job->rcpt_count && (limits->rcpts == 0 || to - from < limits->rcpts) &&
		(limits->domains == 0 || add_domain(&domains, job, to))) {
		to++;
	}
	job->txn_from = from;
	job->txn_to = to;
	job->taken = job->refused = 0;
	job->reread = job->reread || job->source_given > 0;
}

/* ---- replies and errors that stay ---------------------------------------- */

/* Copies |reply|. Out of memory, its code stays and its text is lost. */
static void keep_reply(smtpc_job *job, smtpc_reply *to, const smtpc_reply *reply)
{
	if (reply != NULL && smtpc_reply_copy(job->mem, to, reply) < 0) {
		smtpc_reply_clear(job->mem, to);
		*to = *reply;
		to->text = (smtpc_str){NULL, 0};
	}
}

/* The reply that decided (NULL: none did) is the last acceptance or, as long as there is none, what
 * came last. */
static void keep_verdict(smtpc_job *job, const smtpc_reply *reply)
{
	if (job->accepted == 0) {
		smtpc_reply_clear(job->mem, &job->result.reply);
		keep_reply(job, &job->result.reply, reply);
	}
}

static void keep_acceptance(smtpc_job *job, const smtpc_reply *reply)
{
	keep_reply(job, &job->result.reply, reply);
	job->result.queue_id = smtpc_reply_queue_id(&job->result.reply);
}

static void describe_refusal(smtpc_error *err, int code, const char *who, const smtpc_reply *reply)
{
	smtpc_str text = reply->text;
	smtpc_fail(err, code, "the server refused %s: %d%s%s %.*s", who, reply->code,
		reply->enhanced[0] != '\0' ? " " : "", reply->enhanced, SMTPC_FMT(text));
	err->stage = reply->stage;
	err->transient = smtpc_reply_is_transient(reply);
}

static void settle(smtpc_job *job, size_t rcpt, smtpc_outcome outcome)
{
	job->taken -= job->rcpts[rcpt].state == SMTPC_RCPT_TAKEN;
	job->accepted += outcome == SMTPC_ACCEPTED;
	job->rcpts[rcpt].state = SMTPC_RCPT_SETTLED;
	job->rcpt_results[rcpt].outcome = outcome;
}

static bool is_in_doubt(const smtpc_job *job)
{
	size_t i = 0;
	while (i < job->rcpt_count && job->rcpt_results[i].outcome != SMTPC_IN_DOUBT) {
		i++;
	}
	return i < job->rcpt_count;
}

/* All recipients have got what they will get. */
static void conclude(smtpc_job *job, smtpc_outcome otherwise)
{
	smtpc_result *result = &job->result;
	result->outcome = job->accepted > 0 ? SMTPC_ACCEPTED
		: is_in_doubt(job)              ? SMTPC_IN_DOUBT
										: otherwise;
	if (result->outcome == SMTPC_ACCEPTED) {
		result->error = (smtpc_error){.code = 0};
	}
	result->error.outcome = result->outcome;
	result->rcpts = job->rcpt_results;
	result->rcpt_count = job->rcpt_count;
	job->concluded = true;
}

/* ---- one transaction ----------------------------------------------------- */

int smtpc_job_answer_rcpt(smtpc_job *job, size_t rcpt, const smtpc_reply *reply)
{
	int rv = smtpc_reply_copy(job->mem, &job->rcpt_results[rcpt].reply, reply);
	if (rv < 0) {
		return rv;
	}
	if (reply->code / 100 == 2) {
		job->rcpts[rcpt].state = SMTPC_RCPT_TAKEN;
		job->taken++;
	} else {
		settle(job, rcpt, SMTPC_REJECTED);
		job->refused++;
	}
	return SMTPC_OK;
}

void smtpc_job_accept(smtpc_job *job, const smtpc_reply *reply)
{
	for (size_t i = job->txn_from; i < job->txn_to; i++) {
		if (job->rcpts[i].state == SMTPC_RCPT_TAKEN) {
			settle(job, i, SMTPC_ACCEPTED);
		}
	}
	keep_acceptance(job, reply);
}

/* The first transient refusal, else the first refusal. */
static const smtpc_rcpt_result *deciding_refusal(const smtpc_job *job)
{
	const smtpc_rcpt_result *found = NULL;
	for (size_t i = 0; i < job->rcpt_count; i++) {
		const smtpc_rcpt_result *rcpt = &job->rcpt_results[i];
		if (rcpt->outcome != SMTPC_REJECTED) {
			continue;
		}
		if (smtpc_reply_is_transient(&rcpt->reply)) {
			return rcpt;
		}
		found = found != NULL ? found : rcpt;
	}
	return found;
}

static void blame_refusals(smtpc_job *job, int code, const char *who)
{
	const smtpc_rcpt_result *refusal = deciding_refusal(job);
	describe_refusal(&job->result.error, code, who, &refusal->reply);
	keep_verdict(job, &refusal->reply);
}

bool smtpc_job_settle_one(smtpc_job *job, const smtpc_reply *reply)
{
	size_t i = job->txn_from;
	while (job->rcpts[i].state != SMTPC_RCPT_TAKEN) {
		i++;
	}
	bool accepted = reply->code / 100 == 2;
	keep_reply(job, &job->rcpt_results[i].reply, reply);
	settle(job, i, accepted ? SMTPC_ACCEPTED : SMTPC_REJECTED);
	if (accepted) {
		keep_acceptance(job, reply);
	}
	if (job->taken == 0 && job->accepted == 0) {
		blame_refusals(job, SMTPC_E_MESSAGE_REJECTED, "the message");
		job->result.error.stage = reply->stage;
	}
	return job->taken == 0;
}

void smtpc_job_reject_recipients(smtpc_job *job)
{
	bool some = job->taken > 0 || job->rcpt_count == 1;
	blame_refusals(
		job, SMTPC_E_RECIPIENTS_REJECTED, some ? "a recipient" : "every recipient");
	for (size_t i = job->txn_from; i < job->txn_to; i++) {
		if (job->rcpts[i].state != SMTPC_RCPT_SETTLED) {
			settle(job, i, SMTPC_NOT_SENT);
		}
	}
}

bool smtpc_job_end_txn(smtpc_job *job)
{
	if (job->txn_to == job->rcpt_count) {
		conclude(job, SMTPC_REJECTED);
	}
	return job->concluded;
}

/* ---- the whole job ------------------------------------------------------- */

void smtpc_job_reject(smtpc_job *job, int code, const smtpc_reply *reply)
{
	const char *who = code == SMTPC_E_SENDER_REJECTED ? "the sender" : "the message";
	describe_refusal(&job->result.error, code, who, reply);
	keep_verdict(job, reply);
	for (size_t i = job->txn_from; i < job->rcpt_count; i++) {
		/* A recipient that was refused by name keeps its own reply. */
		if (job->rcpts[i].state != SMTPC_RCPT_SETTLED) {
			settle(job, i, SMTPC_REJECTED);
			keep_reply(job, &job->rcpt_results[i].reply, reply);
		}
	}
	conclude(job, SMTPC_REJECTED);
}

void smtpc_job_fail(smtpc_job *job, const smtpc_error *err, const smtpc_reply *reply, bool in_doubt)
{
	job->result.error = *err;
	if (in_doubt) {
		job->result.error.stage = SMTPC_STAGE_COMMIT;
	}
	keep_verdict(job, reply);
	for (size_t i = job->txn_from; i < job->rcpt_count; i++) {
		if (job->rcpts[i].state != SMTPC_RCPT_SETTLED) {
			settle(job, i, in_doubt && i < job->txn_to ? SMTPC_IN_DOUBT : SMTPC_NOT_SENT);
		}
	}
	conclude(job, SMTPC_NOT_SENT);
}
