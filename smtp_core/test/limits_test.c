/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * LIMITS (RFC 9422): a job in several transactions, and what comes of each recipient. */
#include "session_case.h"

#define TWO_PIPE HELLO "S: 250-mx\nS: 250-PIPELINING\nS: 250 LIMITS RCPTMAX=2\n"
#define TWO_LOCK HELLO "S: 250-mx\nS: 250 LIMITS MAILMAX=9 RCPTMAX=2\n"
#define FIRST MAIL RCPT0 RCPT1 "C: DATA\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" CONTENT
#define SECOND MAIL RCPT2 "C: DATA\n"
#define SECOND_OK SECOND OK3 CONTENT

static const session_case cases[] = {
	{"two transactions", TWO_PIPE FIRST "S: 250 queued as 1\n" SECOND_OK "S: 250 queued as 2\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAA"), .reusable = true},
	{"in lockstep",
		TWO_LOCK MAIL "S: 250 ok\n" RCPT0 "S: 250 ok\n" RCPT1
					  "S: 250 ok\nC: DATA\nS: 354 go\n" CONTENT "S: 250 ok\n" MAIL
					  "S: 250 ok\n" RCPT2 "S: 250 ok\nC: DATA\nS: 354 go\n" CONTENT "S: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAA"), .reusable = true},
	{"as many as may be", TWO_PIPE FIRST "S: 250 ok\n", JOB(2, ACCEPTED, 0, RESOLVE, 250, "AA"),
		.reusable = true},
	{"the first are refused, the others get it",
		TWO_PIPE MAIL RCPT0 RCPT1
		"C: DATA\nS: 250 ok\nS: 550 who\nS: 450 later\nS: 503 none\nC: RSET\n" SECOND
		"S: 250 ok\n" OK3 CONTENT "S: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "RRA"), .reusable = true},
	{"all are refused, in both",
		TWO_PIPE MAIL RCPT0 RCPT1
		"C: DATA\nS: 250 ok\nS: 550 who\nS: 450 later\nS: 503 none\nC: RSET\n" SECOND
		"S: 250 ok\nS: 250 ok\nS: 550 who\nS: 503 none\n",
		JOB(3, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 450, "RRR"), .reusable = true},
	{"the second loses the link before its content",
		TWO_PIPE FIRST "S: 250 ok\n" SECOND "S: 250 ok\nEOF\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAN")},
	{"the second is in doubt", TWO_PIPE FIRST "S: 250 ok\n" SECOND_OK "EOF\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAD")},
	{"the second is refused by content",
		TWO_PIPE FIRST "S: 250 ok\n" SECOND_OK "S: 554 no\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAR"), .reusable = true},
	{"the second is refused by MAIL",
		TWO_PIPE FIRST "S: 250 ok\n" SECOND "S: 451 enough\nS: 503 no\nS: 503 no\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAR"), .reusable = true},
	{"the first is in doubt: nothing more is begun", TWO_PIPE FIRST "EOF\n",
		JOB(3, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "DDN")},
	{"the first is refused by content: nothing more is begun", TWO_PIPE FIRST "S: 550 no\n",
		JOB(3, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 550, "RRR"), .reusable = true},
	{"421 behind the first", TWO_PIPE FIRST "S: 250 ok\nS: 421 bye\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAN")},
	{"421 to the last recipient of the first",
		TWO_PIPE MAIL RCPT0 RCPT1 "C: DATA\nS: 250 ok\nS: 550 who\nS: 421 bye\n",
		JOB(3, NOT_SENT, SMTPC_E_LOST, RCPT, 421, "RRN")},
	{"in doubt behind refusals",
		TWO_PIPE MAIL RCPT0 RCPT1
		"C: DATA\nS: 250 ok\nS: 550 who\nS: 550 who\nS: 503 none\nC: RSET\n" SECOND
		"S: 250 ok\n" OK3 CONTENT "EOF\n",
		JOB(3, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "RRD")},
	{"all required: not in parts", TWO_PIPE,
		JOB(3, NOT_SENT, SMTPC_E_CAPABILITY, EHLO, 0, "NNN"), .require_all = true,
		.lacks = "LIMITS", .reusable = true},
	{"content that is read once: not in parts", TWO_PIPE,
		JOB(3, NOT_SENT, SMTPC_E_SOURCE, CONTENT, 0, "NNN"), .reads_once = true, .reusable = true},
	{"content that is read once, in one part", TWO_PIPE FIRST "S: 250 ok\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "AA"), .reads_once = true, .reusable = true},
	{"too many recipients for the server, unannounced",
		READY_PIPE MAIL RCPT0 RCPT1 RCPT2
		"C: DATA\nS: 250 ok\nS: 250 ok\nS: 452 4.5.3 too many\nS: 552 too many\nS: 354 go\n" CONTENT
		"S: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ARR"), .reusable = true},
	{"LMTP in parts",
		"S: 220 mx\nC: LHLO client.example\nS: 250-PIPELINING\nS: 250-PIPELINING\n"
		"S: 250 LIMITS RCPTMAX=2\n" FIRST "S: 250 ok\nS: 550 no\n" SECOND_OK "S: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "ARA"), .lmtp = true, .reusable = true},
	{"chunks in parts",
		HELLO "S: 250-mx\nS: 250-PIPELINING\nS: 250-CHUNKING\nS: 250 LIMITS RCPTMAX=2\n" MAIL RCPT0
			RCPT1 "C: BDAT 21 LAST\nC: Subject: x\nC: \nC: hello\nS: 250 ok\nS: 250 ok\nS: 250 ok\n"
				  "S: 250 ok\n" MAIL RCPT2
				  "C: BDAT 21 LAST\nC: Subject: x\nC: \nC: hello\nS: 250 ok\nS: 250 ok\nS: 250 ok\n",
		JOB(3, ACCEPTED, 0, RESOLVE, 250, "AAA"), .chunks = true, .reusable = true},
};

static void every_script_every_way(void)
{
	play_every(cases, sizeof cases / sizeof cases[0]);
}

/* What the server takes a connection is met in the middle: the job comes back, not concluded. */
static void a_connection_is_spent(void)
{
	script_run run;
	script_init(&run,
		HELLO "S: 250-mx\nS: 250-PIPELINING\nS: 250 LIMITS RCPTMAX=1 MAILMAX=2\n" MAIL RCPT0
			  "C: DATA\n" OK3 CONTENT "S: 250 ok\n" MAIL RCPT1 "C: DATA\n" OK3 CONTENT "S: 250 ok\n");
	smtpc_job *job = script_job(NULL, 3);
	job->source.rewind = script_rewind;
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(run.problem), "");
	CHECK(run.want == SMTPC_WANT_JOB);
	CHECK(!job->concluded);
	/* Another session takes up where this one ended, whatever its limits are. */
	script_init(&run, READY_PIPE MAIL RCPT2 "C: DATA\n" OK3 CONTENT "S: 550 no\n");
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(run.problem), "");
	CHECK(job->concluded);
	const smtpc_result *result = smtpc_job_result(job);
	CHECK_INT(result->outcome, SMTPC_ACCEPTED);
	CHECK_INT(result->attempts, 3);
	CHECK_INT(result->rcpts[1].outcome, SMTPC_ACCEPTED);
	CHECK_INT(result->rcpts[2].outcome, SMTPC_REJECTED);
	smtpc_job_free(job);
}

static size_t first_part(smtpc_job *job, uint64_t rcpts, uint64_t domains)
{
	smtpc_rcpt_limits limits = {rcpts, domains};
	job->txn_from = job->txn_to = 0;
	smtpc_job_begin_txn(job, &limits);
	return job->txn_to;
}

static void domains_are_counted(void)
{
	static const char *const domains[] = {"a.example", "A.Example", "b.example", "a.example", "c"};
	smtpc_addr addr = {.local = SMTPC_STR("x")};
	smtpc_job *job = smtpc_job_new(NULL, NULL);
	for (size_t i = 0; i < 5; i++) {
		addr.ascii_domain = smtpc_str_of(domains[i]);
		CHECK_INT(smtpc_job_add_rcpt(job, &addr), 0);
	}
	CHECK_INT(first_part(job, 0, 0), 5);
	CHECK_INT(first_part(job, 0, 1), 2);
	CHECK_INT(first_part(job, 0, 2), 4);
	CHECK_INT(first_part(job, 0, 3), 5);
	CHECK_INT(first_part(job, 3, 2), 3);
	CHECK_INT(first_part(job, 1, 9), 1);
	smtpc_rcpt_limits one = {0, 1};
	size_t ends[] = {2, 3, 4, 5};
	job->txn_from = job->txn_to = 0;
	for (size_t i = 0; i < 4; i++) {
		smtpc_job_begin_txn(job, &one);
		CHECK_INT(job->txn_from, i > 0 ? ends[i - 1] : 0);
		CHECK_INT(job->txn_to, ends[i]);
	}
	smtpc_job_free(job);
}

/* With more domains than are looked through, a transaction has fewer, and each recipient its own. */
static void very_many_domains(void)
{
	smtpc_addr addr = {.local = SMTPC_STR("x")};
	smtpc_job *job = smtpc_job_new(NULL, NULL);
	for (size_t i = 0; i < 200; i++) {
		char domain[24];
		snprintf(domain, sizeof domain, "d%zu.example", i);
		addr.ascii_domain = smtpc_str_of(domain);
		CHECK_INT(smtpc_job_add_rcpt(job, &addr), 0);
	}
	CHECK_INT(first_part(job, 0, 100), 64);
	CHECK_INT(first_part(job, 0, 63), 63);
	CHECK_INT(first_part(job, 0, 0), 200);
	smtpc_job_free(job);
}

int main(void)
{
	RUN(every_script_every_way);
	RUN(a_connection_is_spent);
	RUN(domains_are_counted);
	RUN(very_many_domains);
	return test_report();
}
