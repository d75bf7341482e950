/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A client that is given further mails while it sends: what becomes of those behind one that fails. */
#include "client_fixture.h"

#include "base/smtpc_err.h"

#define NEXT "250 queued\r\n" GO
#define CHUNKS "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n"

enum { MAILS = 4 };

/* One step, and what it asks for. True: a mail has ended. */
static bool turn(smtpc_client *client, smtpc_event *event)
{
	smtpc_client_step(client, event);
	if (event->kind == SMTPC_EV_SOURCE) {
		smtpc_client_pull(client);
	} else if (event->kind == SMTPC_EV_WAIT) {
		(void)smtpc_wait(event->fd, event->read, event->write, event->timeout);
	}
	return event->kind == SMTPC_EV_DONE;
}

/* Gives |count| mails, as far as there is room, and takes their ends, in their order. Returns the
 * most that were under way at once. */
static size_t send_all(smtpc_client *client, smtpc_job **jobs, size_t count)
{
	size_t given = 0, ended = 0, most = 0;
	smtpc_event event;
	for (int rounds = 0; ended < count && rounds < 10000; rounds++) {
		while (given < count && smtpc_client_has_room(client)) {
			CHECK_INT(smtpc_client_send(client, jobs[given++], NULL), 0);
		}
		most = given - ended > most ? given - ended : most;
		if (turn(client, &event)) {
			CHECK(event.job == jobs[ended]);
			ended++;
		}
	}
	CHECK_INT(ended, count);
	CHECK(!smtpc_client_is_busy(client));
	return most;
}

static void free_all(smtpc_job **jobs)
{
	for (size_t i = 0; i < MAILS; i++) {
		smtpc_job_free(jobs[i]);
	}
}

typedef struct queue_row {
	const char *name;
	dialogue dialogues[3];
	const char *outcomes; /* of the mails, a letter each: A R N D(oubt) */
	const char *attempts; /* a digit each */
} queue_row;

/* The server plays a flight for each flight of the client, so a client that waited where it need not
 * would hang here. */
static const queue_row rows[] = {
	{"one wait a mail", {{GREET, EHLO, GO, NEXT, NEXT, NEXT, "250 queued\r\n", NULL}}, "AAAA", "1111"},
	{"a refused content", {{GREET, EHLO, GO, "554 no\r\n" GO, NEXT, NEXT, "250 queued\r\n", NULL}},
		"RAAA", "1111"},
	{"a recipient refused behind an acceptance",
		{{GREET, EHLO, GO, "250 queued\r\n250 ok\r\n550 who\r\n554 none\r\n", "250 reset\r\n" GO, NEXT,
			"250 queued\r\n", NULL}},
		"ARAA", "1111"},
	{"closed behind an acceptance: the next goes out on a fresh connection",
		{{GREET, EHLO, GO, "250 queued\r\n", "GONE", NULL},
			{GREET, EHLO, GO, NEXT, NEXT, "250 queued\r\n", NULL}},
		"AAAA", "1211"},
	{"silence behind an acceptance",
		{{GREET, EHLO, GO, "250 queued\r\n", "CLOSE", NULL},
			{GREET, EHLO, GO, NEXT, "250 queued\r\n", NULL}},
		"ANAA", "1111"},
	{"421 behind an acceptance",
		{{GREET, EHLO, GO, "250 queued\r\n421 enough\r\n", NULL},
			{GREET, EHLO, GO, NEXT, NEXT, "250 queued\r\n", NULL}},
		"AAAA", "1211"},
	{"421 as a verdict", {{GREET, EHLO, GO, "421 enough\r\n", NULL},
							 {GREET, EHLO, GO, NEXT, NEXT, "250 queued\r\n", NULL}},
		"RAAA", "1211"},
	{"closed instead of a verdict: in doubt, and nothing else is",
		{{GREET, EHLO, GO, "CLOSE", NULL}, {GREET, EHLO, GO, NEXT, NEXT, "250 queued\r\n", NULL}},
		"DAAA", "1211"},
	{"closed instead of two verdicts",
		{{GREET, EHLO, GO, "CLOSE", NULL}, {GREET, EHLO, GO, "CLOSE", NULL},
			{GREET, EHLO, GO, NEXT, "250 queued\r\n", NULL}},
		"DDAA", "1221"},
};

static char letter_of(smtpc_outcome outcome)
{
	static const char letters[] = {
		[SMTPC_NOT_SENT] = 'N', [SMTPC_IN_DOUBT] = 'D', [SMTPC_REJECTED] = 'R', [SMTPC_ACCEPTED] = 'A'};
	return letters[outcome];
}

static void mails_end_each_by_itself(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		text_source texts[MAILS];
		smtpc_job *jobs[MAILS];
		char outcomes[MAILS + 1] = "", attempts[MAILS + 1] = "";
		dialogue d[3];
		memcpy((void *)d, rows[i].dialogues, sizeof d);
		serve(d, 3);
		smtpc_client *client = make_client();
		for (size_t k = 0; k < MAILS; k++) {
			jobs[k] = make_job(&texts[k], true);
		}
		CHECK_INT(send_all(client, jobs, MAILS), 2);
		for (size_t k = 0; k < MAILS; k++) {
			outcomes[k] = letter_of(smtpc_job_result(jobs[k])->outcome);
			attempts[k] = (char)('0' + smtpc_job_result(jobs[k])->attempts);
		}
		if (strcmp(outcomes, rows[i].outcomes) != 0 || strcmp(attempts, rows[i].attempts) != 0) {
			fprintf(stderr, "%s: outcomes %s, attempts %s\n", rows[i].name, outcomes, attempts);
			CHECK(!"as expected");
		}
		free_all(jobs);
		smtpc_client_free(client);
		stop();
	}
}

/* With CHUNKING all of them leave at once, and are answered in one flight. */
static void chunks_stream(void)
{
	dialogue d[] = {{GREET, CHUNKS,
		"250 ok\r\n250 ok\r\n250 queued\r\n"
		"250 reset\r\n250 ok\r\n250 ok\r\n552 too much\r\n"
		"250 reset\r\n250 ok\r\n550 who\r\n554 none\r\n"
		"250 reset\r\n250 ok\r\n250 ok\r\n250 queued\r\n", NULL}};
	text_source texts[MAILS];
	smtpc_job *jobs[MAILS];
	smtpc_options o;
	serve(d, 1);
	smtpc_options_init(&o);
	o.host = SMTPC_STR("127.0.0.1");
	o.port = port;
	o.chunking = SMTPC_REQUIRE;
	o.timeouts.command = o.timeouts.greeting = o.timeouts.reply = 3;
	smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
	smtpc_event event;
	CHECK_INT(smtpc_client_connect(client, NULL), 0);
	drive(client, &event);
	for (size_t k = 0; k < MAILS; k++) {
		jobs[k] = make_job(&texts[k], true);
	}
	(void)send_all(client, jobs, MAILS);
	CHECK_INT(smtpc_job_result(jobs[0])->outcome, SMTPC_ACCEPTED);
	CHECK_INT(smtpc_job_result(jobs[1])->outcome, SMTPC_REJECTED);
	CHECK_INT(smtpc_job_result(jobs[1])->error.code, SMTPC_E_MESSAGE_REJECTED);
	CHECK_INT(smtpc_job_result(jobs[2])->error.code, SMTPC_E_RECIPIENTS_REJECTED);
	CHECK_INT(smtpc_job_result(jobs[3])->outcome, SMTPC_ACCEPTED);
	free_all(jobs);
	smtpc_client_free(client);
	stop();
}

/* Before it has left, at any place in the queue, a mail can be taken back; the others go out. */
static void any_mail_can_be_cancelled(void)
{
	for (size_t which = 0; which < 3; which++) {
		dialogue d[] = {{GREET, EHLO, GO, NEXT, NEXT, "250 queued\r\n", NULL},
			{GREET, EHLO, GO, NEXT, NEXT, "250 queued\r\n", NULL}};
		text_source texts[MAILS];
		smtpc_job *jobs[MAILS];
		serve(d, 2);
		smtpc_client *client = make_client();
		for (size_t k = 0; k < MAILS; k++) {
			jobs[k] = make_job(&texts[k], true);
		}
		CHECK_INT(smtpc_client_send(client, jobs[0], NULL), 0);
		CHECK_INT(smtpc_client_send(client, jobs[1], NULL), 0);
		CHECK(!smtpc_client_has_room(client));
		CHECK_INT(smtpc_client_send(client, jobs[2], NULL), SMTPC_E_ARGUMENT);
		size_t ended = 0;
		bool cancelled = false;
		for (int rounds = 0; ended < 2 && rounds < 1000; rounds++) {
			smtpc_event event;
			/* the second one with its envelope out, behind the content of the first */
			bool now = which < 2 ? !cancelled : ended == 1;
			if (now && !cancelled) {
				cancelled = smtpc_client_cancel(client, jobs[which == 0 ? 0 : 1], SMTPC_E_CANCELLED, "no");
				CHECK(cancelled);
			}
			ended += turn(client, &event);
		}
		size_t gone = which == 0 ? 0 : 1;
		CHECK_INT(smtpc_job_result(jobs[gone])->outcome, SMTPC_NOT_SENT);
		CHECK_INT(smtpc_job_result(jobs[gone])->error.code, SMTPC_E_CANCELLED);
		CHECK_INT(smtpc_job_result(jobs[1 - gone])->outcome, SMTPC_ACCEPTED);
		CHECK(!smtpc_client_cancel(client, jobs[1 - gone], SMTPC_E_CANCELLED, "too late"));
		CHECK_INT(send_all(client, jobs + 2, 2), 2);
		CHECK_INT(smtpc_job_result(jobs[3])->outcome, SMTPC_ACCEPTED);
		free_all(jobs);
		smtpc_client_free(client);
		stop();
	}
}

static void a_job_is_queued_once(void)
{
	dialogue d[] = {{GREET, NULL}};
	text_source text;
	serve(d, 1);
	smtpc_client *client = make_client();
	smtpc_job *job = make_job(&text, true);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	CHECK_INT(smtpc_client_send(client, job, NULL), SMTPC_E_ARGUMENT);
	smtpc_client_free(client);
	smtpc_job_free(job);
	stop();
}

/* An abort is for all that were given. */
static void an_abort_takes_all(void)
{
	dialogue d[] = {{GREET, EHLO, GO, "STALL", NULL}};
	text_source texts[2];
	smtpc_job *jobs[2];
	serve(d, 1);
	smtpc_client *client = make_client();
	for (size_t k = 0; k < 2; k++) {
		jobs[k] = make_job(&texts[k], true);
		CHECK_INT(smtpc_client_send(client, jobs[k], NULL), 0);
	}
	size_t ended = 0;
	while (ended < 2) {
		smtpc_event event;
		if (smtpc_client_is_committing(client)) {
			smtpc_client_abort(client, SMTPC_E_CANCELLED, "all of it");
		}
		ended += turn(client, &event);
	}
	CHECK_INT(smtpc_job_result(jobs[0])->outcome, SMTPC_IN_DOUBT);
	CHECK_INT(smtpc_job_result(jobs[1])->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(jobs[1])->attempts, 1);
	smtpc_job_free(jobs[0]);
	smtpc_job_free(jobs[1]);
	smtpc_client_free(client);
	stop();
}

/* The child of a fork says nothing of what its parent was given, be it under way or not. */
static void a_fork_takes_nothing_along(void)
{
	dialogue d[] = {{GREET, EHLO, "STALL", NULL}, {GREET, EHLO, GO, NEXT, "250 queued\r\n", NULL}};
	text_source texts[2];
	smtpc_job *jobs[2];
	smtpc_event event;
	serve(d, 2);
	smtpc_client *client = make_client();
	for (size_t k = 0; k < 2; k++) {
		jobs[k] = make_job(&texts[k], true);
		CHECK_INT(smtpc_client_send(client, jobs[k], NULL), 0);
	}
	while (smtpc_job_result(jobs[0])->attempts == 0) {
		smtpc_client_step(client, &event);
		(void)smtpc_wait(event.fd, event.read, event.write, 0.05);
	}
	pid_t child = fork();
	if (child == 0) {
		int ended = 0;
		CHECK(!smtpc_client_is_connected(client));
		while (ended < 2) {
			smtpc_client_step(client, &event);
			ended += event.kind == SMTPC_EV_DONE;
			CHECK(event.kind == SMTPC_EV_DONE);
		}
		for (size_t k = 0; k < 2; k++) {
			CHECK_INT(smtpc_job_result(jobs[k])->outcome, SMTPC_NOT_SENT);
			CHECK_INT(smtpc_job_result(jobs[k])->attempts, 1 - k);
		}
		_exit(test_current_failed);
	}
	int status = -1;
	CHECK_INT(waitpid(child, &status, 0), child);
	CHECK_INT(status, 0);
	smtpc_client_free(client);
	smtpc_job_free(jobs[0]);
	smtpc_job_free(jobs[1]);
	stop();
}

int main(void)
{
	RUN(mails_end_each_by_itself);
	RUN(chunks_stream);
	RUN(any_mail_can_be_cancelled);
	RUN(a_job_is_queued_once);
	RUN(an_abort_takes_all);
	RUN(a_fork_takes_nothing_along);
	return test_report();
}
