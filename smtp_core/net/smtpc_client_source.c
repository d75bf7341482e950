/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The content of the mails that a client sends, from their sources to the session. */
#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "net/smtpc_client_int.h"

/* The source of the mail that is being written. */
static void fail_source(smtpc_client *c, int code, const char *message)
{
	smtpc_error err;
	bool explained = message != NULL && message[0] != '\0';
	(void)smtpc_fail(
		&err, code == SMTPC_E_NOMEM ? code : SMTPC_E_SOURCE, explained ? "%s" : NULL, message);
	err.stage = SMTPC_STAGE_CONTENT;
	if (!smtpc_session_abandon(smtpc_conn_session(c->server->conn), &err)) {
		smtpc_conn_fail(c->server->conn, &err);
	}
}

/* For a further transaction the content begins anew. False: the source has failed. */
static bool start_again(smtpc_client *c, smtpc_job *job)
{
	smtpc_error why = {.code = 0};
	job->reread = false;
	job->source_given = 0;
	int rv =
		job->source.rewind != NULL ? job->source.rewind(job->source.user, &why) : SMTPC_E_SOURCE;
	if (rv < 0) {
		fail_source(c, rv, why.message);
	}
	return rv == SMTPC_OK;
}

/* One read: what it gives goes to the session. False: the source is at its end or has failed. */
static bool pull_once(smtpc_client *c, smtpc_session *session, smtpc_job *job)
{
	smtpc_error why = {.code = 0};
	ptrdiff_t n = job->source.read != NULL
		? job->source.read(job->source.user, c->chunk, SMTPC_SESSION_CHUNK, &why)
		: 0;
	if (n < 0) {
		fail_source(c, (int)n, why.message);
		return false;
	}
	int64_t size = job->source.size;
	job->source_given += (uint64_t)n;
	bool differs = size >= 0 &&
		(n > 0 ? job->source_given > (uint64_t)size : job->source_given < (uint64_t)size);
	if (differs) {
		/* The server was told another size, and half a mail is worse than none. */
		fail_source(c, SMTPC_E_SOURCE, "the content is not as long as it was said to be");
	} else if (n == 0) {
		smtpc_session_content_end(session);
		(void)smtpc_client_submit_behind(c);
	} else {
		smtpc_session_content(session, (smtpc_str){c->chunk, (size_t)n});
	}
	return !differs && n > 0;
}

/* False: nothing more can come of this call. |job|: as far as it is known. */
static bool pull(smtpc_client *c, smtpc_job **job)
{
	if (c->op != OP_SEND || !smtpc_client_first(c)->submitted || !c->in_use) {
		return false;
	}
	if (c->chunk == NULL) {
		c->chunk = smtpc_malloc(c->mem, SMTPC_SESSION_CHUNK);
	}
	if (c->chunk == NULL) {
		fail_source(c, SMTPC_E_NOMEM, NULL);
		return false;
	}
	smtpc_session *session = smtpc_conn_session(c->server->conn);
	if (smtpc_session_want(session) != SMTPC_WANT_CONTENT) {
		return false;
	}
	*job = smtpc_session_writing(session);
	return (!(*job)->reread || start_again(c, *job)) && pull_once(c, session, *job);
}

void smtpc_client_pull_part(smtpc_client *c)
{
	smtpc_job *job;
	(void)pull(c, &job);
}

void smtpc_client_pull(smtpc_client *c)
{
	smtpc_job *job;
	/* Where the end is known to be there, it goes out with the last octets, in one write. */
	if (pull(c, &job) && job->source.size >= 0 && (int64_t)job->source_given == job->source.size) {
		(void)pull(c, &job);
	}
}
