/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Tables of sessions: what the client says, and what it makes of the answers. Every script is played
 * with the server's bytes whole, byte by byte, and split at every offset, and must end the same way
 * each time. */
#ifndef SESSION_CASE_H
#define SESSION_CASE_H

#include "script_io.h"
#include "smtpc_test.h"

#define HELLO "S: 220 mx.example ESMTP\nC: EHLO client.example\n"
#define PIPE "S: 250-mx.example\nS: 250-PIPELINING\nS: 250 SIZE 1000\n"
#define LOCK "S: 250-mx.example\nS: 250 SIZE 1000\n"
#define READY_PIPE HELLO PIPE
#define READY_LOCK HELLO LOCK
#define CONTENT "C: Subject: x\nC: \nC: hello\nC: .\n"
#define MAIL "C: MAIL FROM:<a@example.com>\n"
#define RCPT0 "C: RCPT TO:<b0@example.net>\n"
#define RCPT1 "C: RCPT TO:<b1@example.net>\n"
#define RCPT2 "C: RCPT TO:<b2@example.net>\n"
#define FLIGHT1 MAIL RCPT0 "C: DATA\n"
#define OK3 "S: 250 ok\nS: 250 ok\nS: 354 go\n"
#define USER_PASS .user = "me", .password = "s3cret"

typedef struct session_case {
	const char *name;
	const char *script;
	size_t rcpts; /* 0: no job */
	smtpc_outcome outcome;
	int error;            /* SMTPC_E_* of the job, or of the session if there is no job */
	smtpc_stage stage;    /* COUNT: it depends on when the bytes come */
	int reply;            /* code of the reply to blame */
	const char *outcomes; /* of the recipients, a letter each: A R N D(oubt) */
	const char *user, *password;
	bool require_all, reused, reusable, secured, remote;
	bool lmtp, chunks;
	bool reads_once; /* the content */
	const char *lacks; /* with CAPABILITY: the keyword */
	smtpc_need starttls;
} session_case;

#define JOB(count, how, err, where, reply_code, letters) \
	.rcpts = count, .outcome = SMTPC_##how, .error = err, .stage = SMTPC_STAGE_##where, \
	.reply = reply_code, .outcomes = letters
#define NO_JOB(err, where, reply_code) JOB(0, NOT_SENT, err, where, reply_code, "")

/* The scripts give the content by themselves; this says that it could be read again. */
static inline int script_rewind(void *user, smtpc_error *err)
{
	(void)user;
	(void)err;
	return SMTPC_OK;
}

static inline char outcome_letter(smtpc_outcome outcome)
{
	return outcome == SMTPC_ACCEPTED ? 'A'
		: outcome == SMTPC_REJECTED  ? 'R'
		: outcome == SMTPC_IN_DOUBT  ? 'D'
									 : 'N';
}

static inline bool is_stage(const session_case *c, const smtpc_error *err)
{
	return c->error == 0 || c->stage == SMTPC_STAGE_COUNT || c->stage == err->stage;
}

static inline bool check_job(const session_case *c, const smtpc_result *r)
{
	char letters[8] = "";
	for (size_t i = 0; i < r->rcpt_count && i < 7; i++) {
		letters[i] = outcome_letter(r->rcpts[i].outcome);
	}
	bool same = r->outcome == c->outcome && r->error.code == c->error && is_stage(c, &r->error) &&
		r->reply.code == c->reply && strcmp(letters, c->outcomes) == 0 &&
		(c->lacks == NULL || strcmp(r->error.capability, c->lacks) == 0);
	if (!same) {
		fprintf(stderr, "%s: outcome %c, error %s, stage %s, reply %d, recipients %s: %s\n",
			c->name, outcome_letter(r->outcome), smtpc_err_name(r->error.code),
			smtpc_stage_name(r->error.stage), r->reply.code, letters, r->error.message);
	}
	return same;
}

static inline bool tells_secret(const char *text)
{
	return strstr(text, "s3cret") || strstr(text, "czNjcmV0") || strstr(text, "AG1lAHMzY3JldA==");
}

static inline bool play_case(const session_case *c, script_mode mode, size_t split, size_t *octets)
{
	script_run run;
	script_init(&run, c->script);
	run.mode = mode;
	run.split = split;
	run.secured = c->secured;
	run.local = !c->remote;
	run.starttls = c->starttls;
	run.options.lmtp = c->lmtp;
	run.options.chunking = c->chunks ? SMTPC_PREFER : SMTPC_NEVER;
	run.options.username = smtpc_str_of(c->user);
	run.options.password = smtpc_str_of(c->password);
	smtpc_job *job = c->rcpts > 0 ? script_job(NULL, c->rcpts) : NULL;
	if (job != NULL) {
		job->require_all = c->require_all;
		job->source.rewind = c->reads_once ? NULL : script_rewind;
		job->result.reused = job->wary = c->reused;
	}
	run.job = job;
	script_play(&run);
	*octets = run.server_octets;
	bool good = run.problem[0] == '\0';
	if (!good) {
		fprintf(stderr, "%s: %s\n%s", c->name, run.problem, run.transcript);
	}
	if (job != NULL) {
		good = check_job(c, smtpc_job_result(job)) && good;
	} else if (run.error.code != c->error || !is_stage(c, &run.error) ||
		run.reply_code != c->reply) {
		fprintf(stderr, "%s: error %s, stage %s, reply %d: %s\n", c->name,
			smtpc_err_name(run.error.code), smtpc_stage_name(run.error.stage), run.reply_code,
			run.error.message);
		good = false;
	}
	bool usable = run.want == SMTPC_WANT_JOB;
	if (usable != c->reusable) {
		fprintf(stderr, "%s: the session is %s\n", c->name, usable ? "usable" : "not usable");
		good = false;
	}
	if (tells_secret(run.transcript) || tells_secret(run.error.message)) {
		fprintf(stderr, "%s: the password gets out\n", c->name);
		good = false;
	}
	smtpc_job_free(job);
	return good;
}

/* For a table: play_every(cases, count). */
static inline void play_every(const session_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t octets;
		bool good = play_case(&cases[i], SCRIPT_WHOLE, 0, &octets);
		CHECK(good);
		if (!good) {
			continue;
		}
		CHECK(play_case(&cases[i], SCRIPT_BYTES, 0, &octets));
		size_t total = octets;
		for (size_t split = 1; split < total && good; split++) {
			good = play_case(&cases[i], SCRIPT_SPLIT, split, &octets);
			CHECK(good);
		}
	}
}

#endif
