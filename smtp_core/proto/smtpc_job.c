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
	job->reread = false;
	job->txn_from = job->txn_to = job->taken = job->refused = job->accepted = 0;
	for (size_t i = 0; i < job->rcpt_count; i++) {
		job->rcpts[i].state = SMTPC_RCPT_WAITING;
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

