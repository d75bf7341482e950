/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_job.h"

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_reply.h"

static int copy_path(const smtpc_mem *mem, smtpc_str *to, const smtpc_addr *addr)
{
	if (addr->needs_smtputf8) {
		return smtpc_str_dup(mem, to, addr->address);
	}
	smtpc_str domain = addr->ascii_domain;
	char *path = smtpc_malloc(mem, addr->local.len + 1 + domain.len + 1);
	if (path == NULL) {
		return SMTPC_E_NOMEM;
	}
	smtpc_buf out = {.mem = mem, .base = path, .max = SIZE_MAX};
	out.size = addr->local.len + 1 + domain.len + 1;
	(void)smtpc_buf_append_str(&out, addr->local);
	(void)smtpc_buf_append_byte(&out, '@');
	(void)smtpc_buf_append_str(&out, domain);
	*to = smtpc_buf_str(&out);
	return SMTPC_OK;
}

smtpc_job *smtpc_job_new(const smtpc_mem *mem, const smtpc_addr *sender)
{
	mem = smtpc_mem_or_default(mem);
	smtpc_job *job = smtpc_zalloc(mem, sizeof *job);
	if (job == NULL) {
		return NULL;
	}
	job->mem = mem;
	if (sender != NULL && copy_path(mem, &job->sender, sender) < 0) {
		smtpc_free(mem, job);
		return NULL;
	}
	job->needs_smtputf8 = sender != NULL && sender->needs_smtputf8;
	return job;
}

static void source_close(smtpc_source *source)
{
	if (source->close != NULL) {
		source->close(source->user);
	}
	*source = (smtpc_source){.user = NULL};
}

void smtpc_job_free(smtpc_job *job)
{
	if (job == NULL) {
		return;
	}
	for (size_t i = 0; i < job->rcpt_count; i++) {
		smtpc_str_free(job->mem, &job->rcpts[i].path);
		smtpc_str_free(job->mem, &job->rcpts[i].original);
		smtpc_reply_clear(job->mem, &job->rcpt_results[i].reply);
	}
	smtpc_free(job->mem, job->rcpts);
	smtpc_free(job->mem, job->rcpt_results);
	smtpc_reply_clear(job->mem, &job->result.reply);
	smtpc_str_free(job->mem, &job->sender);
	smtpc_str_free(job->mem, &job->wishes.envelope_id);
	source_close(&job->source);
	source_close(&job->fallback);
	smtpc_free(job->mem, job);
}

static int grow(smtpc_job *job)
{
	size_t size = job->rcpt_size > 0 ? job->rcpt_size * 2 : 4;
	smtpc_rcpt *rcpts = smtpc_realloc_array(job->mem, job->rcpts, size, sizeof *rcpts);
	if (rcpts == NULL) {
		return SMTPC_E_NOMEM;
	}
	job->rcpts = rcpts;
	smtpc_rcpt_result *results =
		smtpc_realloc_array(job->mem, job->rcpt_results, size, sizeof *results);
	if (results == NULL) {
		return SMTPC_E_NOMEM;
	}
	job->rcpt_results = results;
	job->rcpt_size = size;
	return SMTPC_OK;
}

int smtpc_job_add_rcpt(smtpc_job *job, const smtpc_addr *rcpt)
{
	if (job->rcpt_count == job->rcpt_size && grow(job) < 0) {
		return SMTPC_E_NOMEM;
	}
	job->rcpts[job->rcpt_count] = (smtpc_rcpt){.mark = 0};
	if (copy_path(job->mem, &job->rcpts[job->rcpt_count].path, rcpt) < 0) {
		return SMTPC_E_NOMEM;
	}
	job->rcpt_results[job->rcpt_count] = (smtpc_rcpt_result){.outcome = SMTPC_NOT_SENT};
	job->rcpt_count++;
	job->needs_smtputf8 = job->needs_smtputf8 || rcpt->needs_smtputf8;
	return SMTPC_OK;
}

size_t smtpc_job_rcpt_count(const smtpc_job *job)
{
	return job->rcpt_count;
}

void smtpc_job_take_source(smtpc_job *job, smtpc_source source)
{
	job->source = source;
}

void smtpc_job_take_fallback(smtpc_job *job, smtpc_source source)
{
	job->fallback = source;
}

void smtpc_job_set_transfer(smtpc_job *job, smtpc_transfer need)
{
	job->transfer = need;
}

bool smtpc_job_fall_back(smtpc_job *job)
{
	if (job->fallback.read == NULL) {
		return false;
	}
	source_close(&job->source);
	job->source = job->fallback;
	job->fallback = (smtpc_source){.user = NULL};
	job->transfer = SMTPC_TRANSFER_7BIT;
	return true;
}

void smtpc_job_set_utf8_headers(smtpc_job *job, bool utf8)
{
	job->needs_smtputf8 = job->needs_smtputf8 || utf8;
}

const smtpc_result *smtpc_job_result(const smtpc_job *job)
{
	return &job->result;
}

int smtpc_job_rewind(smtpc_job *job)
{
	if (job->source_given > 0) {
		if (job->source.rewind == NULL || job->source.rewind(job->source.user, NULL) < 0) {
			return SMTPC_E_SOURCE;
		}
		job->source_given = 0;
	}
	for (size_t i = 0; i < job->rcpt_count; i++) {
		job->rcpt_results[i].outcome = SMTPC_NOT_SENT;
		smtpc_reply_clear(job->mem, &job->rcpt_results[i].reply);
	}
	smtpc_reply_clear(job->mem, &job->result.reply);
	job->result.error = (smtpc_error){.code = 0};
	job->result.outcome = SMTPC_NOT_SENT;
	job->result.bytes = 0;
	job->result.reused = false;
	job->result.remote[0] = job->result.tls_version[0] = '\0';
	job->concluded = false;
	return SMTPC_OK;
}

size_t smtpc_job_accepted(const smtpc_job *job)
{
	size_t count = 0;
	for (size_t i = 0; i < job->rcpt_count; i++) {
		count += job->rcpt_results[i].outcome == SMTPC_ACCEPTED;
	}
	return count;
}

static void conclude(smtpc_job *job, smtpc_outcome outcome)
{
	job->result.outcome = outcome;
	job->result.error.outcome = outcome;
	job->result.rcpts = job->rcpt_results;
	job->result.rcpt_count = job->rcpt_count;
	job->concluded = true;
}

/* Copies |reply| as the one that decided. Out of memory, its code stays and its text is lost. */
static void keep_reply(smtpc_job *job, smtpc_reply *to, const smtpc_reply *reply)
{
	if (reply != NULL && smtpc_reply_copy(job->mem, to, reply) < 0) {
		smtpc_reply_clear(job->mem, to);
		*to = *reply;
		to->text = (smtpc_str){NULL, 0};
	}
}

static void describe_refusal(smtpc_error *err, int code, const char *who, const smtpc_reply *reply)
{
	smtpc_str text = reply->text;
	smtpc_fail(err, code, "the server refused %s: %d%s%s %.*s", who, reply->code,
		reply->enhanced[0] != '\0' ? " " : "", reply->enhanced, SMTPC_FMT(text));
	err->stage = reply->stage;
	err->transient = smtpc_reply_is_transient(reply);
}

void smtpc_job_reject(smtpc_job *job, int code, const smtpc_reply *reply)
{
	const char *who = code == SMTPC_E_SENDER_REJECTED ? "the sender" : "the message";
	describe_refusal(&job->result.error, code, who, reply);
	keep_reply(job, &job->result.reply, reply);
	for (size_t i = 0; i < job->rcpt_count; i++) {
		smtpc_rcpt_result *rcpt = &job->rcpt_results[i];
		/* A recipient that was refused by name keeps its own reply. */
		if (rcpt->outcome != SMTPC_REJECTED || code == SMTPC_E_SENDER_REJECTED) {
			rcpt->outcome = SMTPC_REJECTED;
			keep_reply(job, &rcpt->reply, reply);
		}
	}
	conclude(job, SMTPC_REJECTED);
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

void smtpc_job_reject_recipients(smtpc_job *job)
{
	const smtpc_rcpt_result *refusal = deciding_refusal(job);
	bool some = smtpc_job_accepted(job) > 0 || job->rcpt_count == 1;
	const char *who = some ? "a recipient" : "every recipient";
	describe_refusal(&job->result.error, SMTPC_E_RECIPIENTS_REJECTED, who, &refusal->reply);
	keep_reply(job, &job->result.reply, &refusal->reply);
	for (size_t i = 0; i < job->rcpt_count; i++) {
		if (job->rcpt_results[i].outcome == SMTPC_ACCEPTED) {
			job->rcpt_results[i].outcome = SMTPC_NOT_SENT;
		}
	}
	conclude(job, SMTPC_REJECTED);
}

void smtpc_job_accept(smtpc_job *job, const smtpc_reply *reply)
{
	keep_reply(job, &job->result.reply, reply);
	job->result.queue_id = smtpc_reply_queue_id(&job->result.reply);
	job->result.error = (smtpc_error){.code = 0};
	conclude(job, SMTPC_ACCEPTED);
}

void smtpc_job_fail(smtpc_job *job, const smtpc_error *err, const smtpc_reply *reply, bool in_doubt)
{
	job->result.error = *err;
	smtpc_outcome outcome = in_doubt ? SMTPC_IN_DOUBT : SMTPC_NOT_SENT;
	keep_reply(job, &job->result.reply, reply);
	for (size_t i = 0; i < job->rcpt_count; i++) {
		if (job->rcpt_results[i].outcome == SMTPC_ACCEPTED) {
			job->rcpt_results[i].outcome = outcome;
		}
	}
	conclude(job, outcome);
}
