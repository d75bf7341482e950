/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Batches over servers inside the process, whose lanes never wait. */
#include <math.h>

#include "net/smtpc_peer.h"
#include "peer_fixture.h"

enum { JOBS_MAX = 64 };

/* A batch over a server with a script, and what came of its jobs. */
typedef struct batch_run {
	smtpc_options options;
	smtpc_client *client;
	smtpc_batch *batch;
	smtpc_job *jobs[JOBS_MAX];
	text_source sources[JOBS_MAX];
	int outcomes[JOBS_MAX];
	size_t added, to_add, done;
	size_t lanes; /* different ones that had jobs */
	const void *seen[JOBS_MAX];
	const void *lane_of[JOBS_MAX]; /* in the order in which they ended */
	smtpc_counts counts;
} batch_run;

static int count_of(const batch_run *run, smtpc_outcome outcome)
{
	int count = 0;
	for (size_t i = 0; i < run->added; i++) {
		count += run->outcomes[i] == (int)outcome;
	}
	return count;
}

static void run_init(batch_run *run)
{
	*run = (batch_run){.added = 0};
	smtpc_options_init(&run->options);
}

static void run_start(batch_run *run, const char *script, unsigned connections)
{
	run->options.peer = peer_of(script);
	run->client = smtpc_client_new(NULL, &run->options, NULL);
	run->batch = smtpc_batch_new(run->client, connections, NULL);
	CHECK(run->batch != NULL);
}

static void run_begin(batch_run *run, const char *script, unsigned connections)
{
	run_init(run);
	run_start(run, script, connections);
}

/* Returns how many mails the server has. */
static int run_end(batch_run *run)
{
	smtpc_batch_free(run->batch);
	smtpc_client_free(run->client);
	for (size_t i = 0; i < run->added; i++) {
		smtpc_job_free(run->jobs[i]);
	}
	int count = peer_count(run->options.peer);
	smtpc_peer_unref(run->options.peer);
	return count;
}

static void run_add(batch_run *run)
{
	size_t i = run->added++;
	run->sources[i] = (text_source){.text = SMTPC_STR(MAIL_TEXT)};
	run->jobs[i] = peer_job(NULL, &run->sources[i], 1, true);
	run->outcomes[i] = -1;
	CHECK_INT(smtpc_batch_add(run->batch, run->jobs[i], &run->outcomes[i], NULL), 0);
}

static void run_note(batch_run *run, const smtpc_batch_event *event)
{
	size_t i = (size_t)((int *)event->user - run->outcomes);
	CHECK(i < run->added && run->jobs[i] == event->job && run->outcomes[i] == -1);
	run->outcomes[i] = (int)smtpc_job_result(event->job)->outcome;
	run->lane_of[run->done++] = event->lane;
	if (event->lane != NULL) {
		smtpc_counts counts;
		smtpc_client_take_counts(event->lane, &counts);
		run->counts.connections += counts.connections;
	}
	for (size_t k = 0; event->lane != NULL && k <= run->lanes; k++) {
		if (k == run->lanes) {
			run->seen[run->lanes++] = event->lane;
			break;
		}
		if (run->seen[k] == event->lane) {
			break;
		}
	}
}

/* One event; false: the batch is empty, and nothing is left to add. */
static bool run_step(batch_run *run, smtpc_batch_event *event)
{
	if (smtpc_batch_count(run->batch) == 0 && run->to_add == 0) {
		return false;
	}
	smtpc_batch_step(run->batch, event);
	switch (event->kind) {
	case SMTPC_BATCH_WAIT:
		CHECK(smtpc_batch_wait(run->batch, event->timeout) >= 0);
		break;
	case SMTPC_BATCH_HUNGRY:
		run_add(run);
		run->to_add--;
		smtpc_batch_feed(run->batch, run->to_add > 0);
		break;
	case SMTPC_BATCH_SOURCE:
		smtpc_batch_pull(run->batch);
		break;
	case SMTPC_BATCH_TOKEN:
		smtpc_batch_token(run->batch, SMTPC_STR("token"));
		break;
	case SMTPC_BATCH_DONE:
		run_note(run, event);
		break;
	}
	return true;
}

static void run_all(batch_run *run)
{
	smtpc_batch_event event;
	int rounds = 0;
	while (run_step(run, &event) && rounds < 100000) {
		rounds++;
	}
	CHECK(rounds < 100000);
}

static void jobs_go_over_lanes(void)
{
	batch_run run;
	run_begin(&run, "", 3);
	for (int i = 0; i < 10; i++) {
		run_add(&run);
	}
	CHECK_INT(smtpc_batch_count(run.batch), 10);
	run_all(&run);
	CHECK_INT(run.done, 10);
	CHECK_INT(run.lanes, 3);
	for (int i = 0; i < 10; i++) {
		CHECK_INT(run.outcomes[i], SMTPC_ACCEPTED);
	}
	CHECK_INT(run_end(&run), 10);
}

static void hungry_for_what_lanes_can_take(void)
{
	batch_run run;
	smtpc_batch_event event;
	run_begin(&run, "", 2);
	run.to_add = 20;
	smtpc_batch_feed(run.batch, true);
	while (run_step(&run, &event)) {
		/* Nothing is drawn that no lane would take: one is sent, and one may follow on it. */
		CHECK(smtpc_batch_count(run.batch) <= 4);
	}
	CHECK_INT(run.done, 20);
	CHECK_INT(run_end(&run), 20);
}

/* |count| jobs, all at once. */
static void run_jobs(batch_run *run, int count)
{
	for (int i = 0; i < count; i++) {
		run_add(run);
	}
	run_all(run);
	CHECK_INT(run->done, count);
}

static void one_error_is_one_jobs(void)
{
	batch_run run;
	run_begin(&run, "mail once: 550 5.7.1 No\ndata once: reset\n", 3);
	run_jobs(&run, 12);
	CHECK_INT(count_of(&run, SMTPC_REJECTED), 1);
	CHECK_INT(count_of(&run, SMTPC_NOT_SENT), 1);
	CHECK_INT(count_of(&run, SMTPC_ACCEPTED), 10);
	CHECK_INT(run_end(&run), 10);
}

/* A server that bears one connection: what the others were to carry goes over that. */
static void refused_connections_are_done_without(void)
{
	static const char *const scripts[] = {
		"greeting 2: 421 4.3.2 Too many\ngreeting 3: 421 4.3.2 Too many\n",
		"ehlo 1: 421 4.3.2 Too many\nehlo 2: 421 4.3.2 Too many\n",
		"connect 1: fail\nconnect 3: fail\n",
		"greeting 1: close\ngreeting 2: reset\n",
	};
	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
		batch_run run;
		run_begin(&run, scripts[i], 3);
		run_jobs(&run, 10);
		CHECK_INT(count_of(&run, SMTPC_ACCEPTED), 10);
		CHECK_INT(run.lanes, 1);
		CHECK_INT(run_end(&run), 10);
	}
}

static void last_lane_fails_its_jobs(void)
{
	batch_run run;
	run_begin(&run, "greeting: 421 4.3.2 Too many\n", 4);
	run_jobs(&run, 6);
	CHECK_INT(count_of(&run, SMTPC_NOT_SENT), 6);
	for (int i = 0; i < 6; i++) {
		CHECK_INT(smtpc_job_result(run.jobs[i])->error.code, SMTPC_E_GREETING);
	}
	CHECK_INT(run_end(&run), 0);
}

/* A refusal for good is no matter of how many there are. */
static void refusal_for_good_is_the_jobs(void)
{
	batch_run run;
	run_begin(&run, "greeting 1: 554 5.7.1 Go away\n", 2);
	run_jobs(&run, 6);
	CHECK_INT(count_of(&run, SMTPC_NOT_SENT), 1);
	CHECK_INT(count_of(&run, SMTPC_ACCEPTED), 5);
	CHECK_INT(run.lanes, 2);
	CHECK_INT(run_end(&run), 5);
}

static void fewer_lanes_where_mails_are_too_fast(void)
{
	static const char *const scripts[] = {"mail once: 421 4.3.2 Closing\n",
		"commit once: 432 4.3.2 Too many\n", "rcpt once: 450 4.7.1 Slow down\n"};
	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
		batch_run run;
		run_begin(&run, scripts[i], 2);
		run_jobs(&run, 12);
		CHECK_INT(count_of(&run, SMTPC_REJECTED), 1);
		CHECK_INT(count_of(&run, SMTPC_ACCEPTED), 11);
		/* Some were under way on both. */
		for (int k = 6; k < 12; k++) {
			CHECK(run.lane_of[k] == run.lane_of[11]);
		}
		CHECK_INT(run_end(&run), 11);
	}
	batch_run run;
	run_begin(&run, "mail once: 451 4.3.0 Try later\n", 2);
	run_jobs(&run, 12);
	int last = 0;
	for (int k = 6; k < 12; k++) {
		last += run.lane_of[k] == run.lane_of[11];
	}
	CHECK(last < 6);
	CHECK_INT(run_end(&run), 11);
}

static void lanes_keep_to_max_messages(void)
{
	batch_run run;
	run_init(&run);
	run.options.max_messages = 2;
	run_start(&run, "", 1);
	run_jobs(&run, 7);
	CHECK_INT(run.counts.connections, 4);
	CHECK_INT(run_end(&run), 7);
}

static void cancelled_where_it_stands(void)
{
	batch_run run;
	smtpc_batch_event event;
	run_begin(&run, "", 1);
	for (int i = 0; i < 4; i++) {
		run_add(&run);
	}
	/* In the queue. */
	CHECK(smtpc_batch_cancel(run.batch, run.jobs[1], SMTPC_E_CANCELLED, "enough"));
	CHECK(!smtpc_batch_cancel(run.batch, run.jobs[1], SMTPC_E_CANCELLED, "enough"));
	smtpc_batch_step(run.batch, &event);
	CHECK_INT(event.kind, SMTPC_BATCH_DONE);
	CHECK(event.job == run.jobs[1] && event.lane == NULL);
	run_note(&run, &event);
	/* With content to be sent. */
	do {
		smtpc_batch_step(run.batch, &event);
	} while (event.kind == SMTPC_BATCH_WAIT);
	CHECK_INT(event.kind, SMTPC_BATCH_SOURCE);
	CHECK(smtpc_batch_cancel(run.batch, event.job, SMTPC_E_TIMEOUT, "time is up"));
	run_all(&run);
	CHECK_INT(run.outcomes[0], SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(run.jobs[0])->error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(smtpc_job_result(run.jobs[1])->error.code, SMTPC_E_CANCELLED);
	CHECK_INT(count_of(&run, SMTPC_ACCEPTED), 2);
	/* It has ended. */
	CHECK(!smtpc_batch_cancel(run.batch, run.jobs[3], SMTPC_E_CANCELLED, "enough"));
	CHECK_INT(run_end(&run), 2);
}

/* What is added behind an abort is sent. */
static void aborted_and_used_again(void)
{
	batch_run run;
	smtpc_batch_event event;
	run_begin(&run, "", 1);
	run_add(&run);
	do {
		smtpc_batch_step(run.batch, &event);
	} while (event.kind == SMTPC_BATCH_WAIT);
	CHECK_INT(event.kind, SMTPC_BATCH_SOURCE);
	smtpc_batch_abort(run.batch, SMTPC_E_CANCELLED, "enough");
	run_add(&run);
	run_all(&run);
	CHECK_INT(smtpc_job_result(run.jobs[0])->error.code, SMTPC_E_CANCELLED);
	CHECK_INT(run.outcomes[1], SMTPC_ACCEPTED);
	CHECK_INT(run_end(&run), 1);
}

static void freed_in_the_middle(void)
{
	batch_run run;
	smtpc_batch_event event;
	run_begin(&run, "", 2);
	for (int i = 0; i < 6; i++) {
		run_add(&run);
	}
	do {
		smtpc_batch_step(run.batch, &event);
	} while (event.kind == SMTPC_BATCH_WAIT);
	CHECK_INT(run_end(&run), 0);
}

/* Twelve mails of which one may begin in a day: the clock of a server inside is put forward. */
static void rate_of_servers_inside(void)
{
	batch_run run;
	double begun = smtpc_clock();
	run_init(&run);
	run.options.max_per_second = 1.0 / 86400;
	run_start(&run, "", 4);
	run_jobs(&run, 12);
	CHECK_INT(run_end(&run), 12);
	CHECK(smtpc_clock() - begun < 60);
}

/* A client alone keeps to it too: what would begin behind its time limit does not. */
static void rate_of_a_client(void)
{
	batch_run run;
	run_init(&run);
	run.options.max_per_second = 0.1;
	run.options.timeouts.total = 5;
	run_start(&run, "", 1);
	smtpc_job *first = peer_send(run.client, true), *second = peer_send(run.client, true);
	CHECK_INT(smtpc_job_result(first)->outcome, SMTPC_ACCEPTED);
	CHECK_INT(smtpc_job_result(second)->error.code, SMTPC_E_TIMEOUT);
	smtpc_job_free(first);
	smtpc_job_free(second);
	CHECK_INT(run_end(&run), 1);
}

static void bad_arguments(void)
{
	batch_run run;
	smtpc_error err;
	run_begin(&run, "", 1);
	CHECK(smtpc_batch_new(run.client, 0, &err) == NULL && err.code == SMTPC_E_ARGUMENT);
	CHECK(smtpc_batch_new(run.client, 1001, &err) == NULL && err.code == SMTPC_E_ARGUMENT);
	run_add(&run);
	CHECK_INT(smtpc_batch_add(run.batch, run.jobs[0], NULL, &err), SMTPC_E_ARGUMENT);
	run_all(&run);
	CHECK_INT(smtpc_batch_add(run.batch, run.jobs[0], NULL, &err), SMTPC_E_ARGUMENT);
	smtpc_job *nobody = smtpc_job_new(NULL, NULL);
	CHECK_INT(smtpc_batch_add(run.batch, nobody, NULL, &err), SMTPC_E_ARGUMENT);
	smtpc_job_free(nobody);
	CHECK_INT(run_end(&run), 1);
	smtpc_options bad;
	smtpc_options_init(&bad);
	bad.max_per_second = -1;
	CHECK_INT(smtpc_options_check(&bad, &err), SMTPC_E_ARGUMENT);
	bad.max_per_second = (double)INFINITY;
	CHECK_INT(smtpc_options_check(&bad, &err), SMTPC_E_ARGUMENT);
}

/* Three jobs over two lanes with |mem|. False: it could not even begin. */
static bool send_with(test_mem *mem, smtpc_peer *peer)
{
	static text_source sources[3];
	smtpc_options options;
	smtpc_job *jobs[3] = {NULL};
	smtpc_batch_event event = {.kind = SMTPC_BATCH_WAIT};
	smtpc_options_init(&options);
	options.peer = peer;
	smtpc_client *client = smtpc_client_new(&mem->mem, &options, NULL);
	smtpc_batch *batch = client != NULL ? smtpc_batch_new(client, 2, NULL) : NULL;
	bool good = batch != NULL;
	for (int i = 0; good && i < 3; i++) {
		sources[i] = (text_source){.text = SMTPC_STR(MAIL_TEXT)};
		jobs[i] = peer_job(NULL, &sources[i], 1, true);
		good = smtpc_batch_add(batch, jobs[i], NULL, NULL) == SMTPC_OK;
	}
	for (int rounds = 0; batch != NULL && smtpc_batch_count(batch) > 0; rounds++) {
		CHECK(rounds < 10000);
		smtpc_batch_step(batch, &event);
		if (event.kind == SMTPC_BATCH_SOURCE) {
			smtpc_batch_pull(batch);
		}
	}
	smtpc_batch_free(batch);
	smtpc_client_free(client);
	for (int i = 0; i < 3; i++) {
		smtpc_job_free(jobs[i]);
	}
	return good;
}

static void survives_failing_memory(void)
{
	bool good = false;
	for (unsigned long at = 1; at < 2000 && !test_current_failed; at++) {
		test_mem mem;
		smtpc_peer *peer = peer_of("");
		test_mem_init(&mem);
		mem.fail_at = at;
		good = send_with(&mem, peer);
		bool over = mem.calls < at;
		CHECK_INT(mem.held, 0);
		int count = peer_count(peer);
		smtpc_peer_unref(peer);
		if (over) {
			CHECK(good && count == 3 && at > 20);
			return;
		}
	}
	CHECK(!"it never ends well");
}

int main(void)
{
	RUN(jobs_go_over_lanes);
	RUN(hungry_for_what_lanes_can_take);
	RUN(one_error_is_one_jobs);
	RUN(refused_connections_are_done_without);
	RUN(last_lane_fails_its_jobs);
	RUN(refusal_for_good_is_the_jobs);
	RUN(fewer_lanes_where_mails_are_too_fast);
	RUN(lanes_keep_to_max_messages);
	RUN(cancelled_where_it_stands);
	RUN(aborted_and_used_again);
	RUN(freed_in_the_middle);
	RUN(rate_of_servers_inside);
	RUN(rate_of_a_client);
	RUN(bad_arguments);
	RUN(survives_failing_memory);
	return test_report();
}
