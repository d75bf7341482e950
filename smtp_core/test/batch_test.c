/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Batches over servers inside the process, whose lanes never wait. */
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
	size_t order[JOBS_MAX]; /* in which they ended */
} batch_run;

static void run_begin(batch_run *run, const char *script, unsigned connections)
{
	*run = (batch_run){.added = 0};
	smtpc_options_init(&run->options);
	run->options.peer = peer_of(script);
	run->client = smtpc_client_new(NULL, &run->options, NULL);
	run->batch = smtpc_batch_new(run->client, connections, NULL);
	CHECK(run->batch != NULL);
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
	run->order[run->done++] = i;
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
		/* Nothing is drawn that no lane would take. */
		CHECK(smtpc_batch_count(run.batch) <= 2);
	}
	CHECK_INT(run.done, 20);
	CHECK_INT(run_end(&run), 20);
}

int main(void)
{
	RUN(jobs_go_over_lanes);
	RUN(hungry_for_what_lanes_can_take);
	return test_report();
}
