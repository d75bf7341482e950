/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Batches over sockets: a server in this thread that answers when it is told to, the descriptor for
 * event loops, the rate, and forks. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/smtpc_alarms.h"
#include "net/smtpc_poller.h"
#include "peer_fixture.h"

enum { LINKS_MAX = 16, JOBS = 12 };

typedef struct tiny_link {
	int fd;
	bool in_content, owes; /* the final reply, which is held back */
	char line[256];
	size_t len;
	char behind[512]; /* what would be said behind the reply that is held back */
} tiny_link;

typedef struct tiny_server {
	int listener;
	tiny_link links[LINKS_MAX];
	unsigned count, taken;
	bool hold; /* final replies of the first connection */
} tiny_server;

static void say(tiny_link *l, const char *text)
{
	if (l->owes) {
		CHECK(strlen(l->behind) + strlen(text) < sizeof l->behind);
		memcpy(l->behind + strlen(l->behind), text, strlen(text) + 1);
		return;
	}
	CHECK(write(l->fd, text, strlen(text)) == (ssize_t)strlen(text));
}

static void on_line(tiny_server *s, tiny_link *l)
{
	if (l->in_content) {
		if (strcmp(l->line, ".") == 0) {
			l->in_content = false;
			s->taken++;
			l->owes = s->hold && l == s->links;
			if (!l->owes) {
				say(l, "250 Taken\r\n");
			}
		}
	} else if (strncmp(l->line, "EHLO", 4) == 0) {
		say(l, "250-tiny\r\n250 PIPELINING\r\n");
	} else if (strcmp(l->line, "DATA") == 0) {
		l->in_content = true;
		say(l, "354 Go on\r\n");
	} else {
		say(l, "250 Ok\r\n");
	}
}

static void hear(tiny_server *s, tiny_link *l)
{
	char buf[4096];
	ssize_t n = recv(l->fd, buf, sizeof buf, MSG_DONTWAIT);
	for (ssize_t i = 0; i < n; i++) {
		if (buf[i] == '\n') {
			l->line[l->len > 0 ? l->len - 1 : 0] = '\0';
			l->len = 0;
			on_line(s, l);
		} else if (l->len < sizeof l->line - 1) {
			l->line[l->len++] = buf[i];
		}
	}
}

/* What can be done now. */
static void server_turn(tiny_server *s)
{
	int fd = accept(s->listener, NULL, NULL);
	if (fd >= 0) {
		CHECK(s->count < LINKS_MAX);
		s->links[s->count] = (tiny_link){.fd = fd};
		say(&s->links[s->count++], "220 tiny\r\n");
	}
	for (unsigned i = 0; i < s->count; i++) {
		hear(s, &s->links[i]);
	}
}

static void server_release(tiny_server *s)
{
	s->hold = false;
	if (s->count > 0 && s->links[0].owes) {
		s->links[0].owes = false;
		say(&s->links[0], "250 Taken\r\n");
		say(&s->links[0], s->links[0].behind);
	}
}

/* A batch that sends to it. */
typedef struct wire_run {
	tiny_server server;
	smtpc_options options;
	smtpc_client *client;
	smtpc_batch *batch;
	smtpc_job *jobs[JOBS];
	text_source sources[JOBS];
	int order[JOBS];
	int done;
} wire_run;

static void wire_init(wire_run *run)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof in;
	*run = (wire_run){.done = 0};
	run->server.listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(bind(run->server.listener, (struct sockaddr *)&in, sizeof in), 0);
	CHECK_INT(listen(run->server.listener, 16), 0);
	CHECK_INT(fcntl(run->server.listener, F_SETFL, O_NONBLOCK), 0);
	CHECK_INT(getsockname(run->server.listener, (struct sockaddr *)&in, &len), 0);
	smtpc_options_init(&run->options);
	run->options.host = SMTPC_STR("127.0.0.1");
	run->options.port = ntohs(in.sin_port);
	run->options.tls = SMTPC_TLS_NONE;
}

static void wire_start(wire_run *run, unsigned connections, int jobs)
{
	run->client = smtpc_client_new(NULL, &run->options, NULL);
	run->batch = smtpc_batch_new(run->client, connections, NULL);
	CHECK(run->batch != NULL);
	for (int i = 0; i < jobs; i++) {
		run->sources[i] = (text_source){.text = SMTPC_STR(MAIL_TEXT)};
		run->jobs[i] = peer_job(NULL, &run->sources[i], 1, true);
		CHECK_INT(smtpc_batch_add(run->batch, run->jobs[i], &run->jobs[i], NULL), 0);
	}
}

static void wire_end(wire_run *run)
{
	smtpc_batch_free(run->batch);
	smtpc_client_free(run->client);
	for (int i = 0; i < JOBS; i++) {
		smtpc_job_free(run->jobs[i]);
	}
	for (unsigned i = 0; i < run->server.count; i++) {
		(void)close(run->server.links[i].fd);
	}
	(void)close(run->server.listener);
}

/* Until the batch is empty, or |until| jobs are done, or nothing moves for a while. |poll_fd|:
 * waited for by its own descriptor only, as an event loop does. */
static void wire_go(wire_run *run, int until, bool poll_fd)
{
	smtpc_batch_event event = {.kind = SMTPC_BATCH_WAIT};
	struct pollfd one = {.fd = poll_fd ? smtpc_batch_fd(run->batch) : -1, .events = POLLIN};
	int quiet = 0;
	while (smtpc_batch_count(run->batch) > 0 && run->done < until && quiet < 200) {
		if (poll_fd && event.kind == SMTPC_BATCH_WAIT && poll(&one, 1, 10) == 0) {
			server_turn(&run->server);
			quiet++;
			continue;
		}
		smtpc_batch_step(run->batch, &event);
		quiet = event.kind == SMTPC_BATCH_WAIT ? quiet : 0;
		if (event.kind == SMTPC_BATCH_SOURCE) {
			smtpc_batch_pull(run->batch);
		} else if (event.kind == SMTPC_BATCH_DONE) {
			run->order[run->done++] = (int)((smtpc_job **)event.user - run->jobs);
		} else if (event.kind == SMTPC_BATCH_WAIT) {
			server_turn(&run->server);
			quiet += !poll_fd && smtpc_batch_wait(run->batch, 0.01) == 0;
		}
	}
}

static void all_accepted(const wire_run *run, int jobs)
{
	CHECK_INT(run->done, jobs);
	CHECK_INT(run->server.taken, jobs);
	for (int i = 0; i < jobs; i++) {
		CHECK_INT(smtpc_job_result(run->jobs[i])->outcome, SMTPC_ACCEPTED);
	}
}

/* The first connection is kept waiting for its verdict: the others go on, and its mail can be given
 * up no more. */
static void ends_in_any_order(void)
{
	wire_run run;
	wire_init(&run);
	run.server.hold = true;
	wire_start(&run, 3, JOBS);
	wire_go(&run, JOBS, false);
	CHECK(run.done < JOBS && run.done > 0);
	int held = 0, given_up = 0;
	for (int i = 0; i < JOBS; i++) {
		if (smtpc_job_result(run.jobs[i])->outcome != SMTPC_ACCEPTED) {
			held++;
			given_up += smtpc_batch_cancel(run.batch, run.jobs[i], SMTPC_E_CANCELLED, "enough");
		}
	}
	CHECK(held > 0 && given_up < held);
	server_release(&run.server);
	wire_go(&run, JOBS, false);
	CHECK_INT(run.done, JOBS);
	CHECK_INT(run.server.count, 3);
	CHECK_INT(run.server.taken, JOBS - given_up);
	wire_end(&run);
}

static void descriptor_is_all_an_event_loop_needs(void)
{
	wire_run run;
	wire_init(&run);
	run.options.max_per_second = 100; /* what is to be done when time has passed shows there too */
	wire_start(&run, 3, JOBS);
	if (smtpc_batch_fd(run.batch) >= 0) {
		wire_go(&run, JOBS, true);
		all_accepted(&run, JOBS);
	}
	wire_end(&run);
}

static void rate_holds_for_all_lanes(void)
{
	wire_run run;
	double begun = smtpc_clock();
	wire_init(&run);
	run.options.max_per_second = 50;
	wire_start(&run, 4, JOBS);
	wire_go(&run, JOBS, false);
	all_accepted(&run, JOBS);
	CHECK(smtpc_clock() - begun >= (JOBS - 1) / 50.0);
	wire_end(&run);
}

/* Idle connections that the server closes are let go, and nothing is turned round and round. */
static void idle_connections_may_go(void)
{
	wire_run run;
	smtpc_batch_event event;
	wire_init(&run);
	wire_start(&run, 2, 4);
	wire_go(&run, JOBS, false);
	all_accepted(&run, 4);
	for (unsigned i = 0; i < run.server.count; i++) {
		CHECK_INT(shutdown(run.server.links[i].fd, SHUT_RDWR), 0);
	}
	int ready = 0;
	for (int i = 0; i < 20; i++) {
		ready += smtpc_batch_wait(run.batch, 0.01);
		smtpc_batch_step(run.batch, &event);
		CHECK_INT(event.kind, SMTPC_BATCH_WAIT);
	}
	CHECK(ready <= 4);
	run.jobs[4] = peer_job(NULL, &run.sources[0], 1, true);
	CHECK_INT(smtpc_batch_add(run.batch, run.jobs[4], &run.jobs[4], NULL), 0);
	wire_go(&run, JOBS, false);
	CHECK_INT(smtpc_job_result(run.jobs[4])->outcome, SMTPC_ACCEPTED);
	wire_end(&run);
}

/* What a child does with its parent's batch: all jobs end there, and none is sent. */
static int in_child(wire_run *run)
{
	smtpc_batch_event event;
	int lost = 0;
	for (int rounds = 0; smtpc_batch_count(run->batch) > 0 && rounds < 1000; rounds++) {
		smtpc_batch_step(run->batch, &event);
		if (event.kind == SMTPC_BATCH_DONE) {
			lost += smtpc_job_result(event.job)->error.code == SMTPC_E_LOST;
		} else if (event.kind == SMTPC_BATCH_SOURCE) {
			smtpc_batch_pull(run->batch);
		}
	}
	smtpc_batch_free(run->batch);
	smtpc_client_free(run->client);
	return lost;
}

static void forks_leave_it_to_the_parent(void)
{
	wire_run run;
	int status = 0;
	wire_init(&run);
	wire_start(&run, 2, JOBS);
	wire_go(&run, 3, false);
	smtpc_batch_event event;
	do {
		/* Rounds begin with a wait. */
		server_turn(&run.server);
		(void)smtpc_batch_wait(run.batch, 0.01);
		smtpc_batch_step(run.batch, &event);
		if (event.kind == SMTPC_BATCH_SOURCE) {
			smtpc_batch_pull(run.batch);
		} else if (event.kind == SMTPC_BATCH_DONE) {
			run.done++;
		}
	} while (event.kind != SMTPC_BATCH_WAIT);
	pid_t child = fork();
	if (child == 0) {
		_exit(in_child(&run) == JOBS - run.done ? 0 : 1);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	wire_go(&run, JOBS, false);
	all_accepted(&run, JOBS);
	CHECK_INT(run.server.count, 2);
	wire_end(&run);
}

static void pollers_tell_who_is_ready(void)
{
	static const smtpc_poller_kind kinds[] = {SMTPC_POLLER_BEST, SMTPC_POLLER_POLL};
	for (size_t i = 0; i < 2; i++) {
		int a[2], b[2];
		unsigned slots[4];
		smtpc_poller *p = smtpc_poller_new(smtpc_mem_or_default(NULL), 2, kinds[i]);
		CHECK(pipe(a) == 0 && pipe(b) == 0);
		CHECK(smtpc_poller_watch(p, 0, a[0], true, false, true));
		CHECK(smtpc_poller_watch(p, 1, b[0], true, false, true));
		CHECK_INT(smtpc_poller_wait(p, 0, slots, 4), 0);
		CHECK_INT(write(b[1], "x", 1), 1);
		CHECK_INT(smtpc_poller_wait(p, 10, slots, 4), 1);
		CHECK_INT(slots[0], 1);
		/* Another descriptor under the same number. */
		CHECK(close(b[0]) == 0 && dup2(a[1], b[0]) == b[0]);
		CHECK(smtpc_poller_watch(p, 1, b[0], false, true, true));
		CHECK_INT(smtpc_poller_wait(p, 10, slots, 4), 1);
		CHECK_INT(slots[0], 1);
		smtpc_poller_forget(p, 1);
		CHECK_INT(smtpc_poller_wait(p, 0, slots, 4), 0);
		CHECK_INT(write(a[1], "x", 1), 1);
		smtpc_poller_reopen(p);
		CHECK_INT(smtpc_poller_wait(p, 0, slots, 4), 0);
		CHECK(smtpc_poller_watch(p, 0, a[0], true, false, false));
		CHECK_INT(smtpc_poller_wait(p, 10, slots, 4), 1);
		smtpc_poller_free(p);
		(void)(close(a[0]) + close(a[1]) + close(b[0]) + close(b[1]));
	}
}

static void alarms_come_in_order(void)
{
	smtpc_alarms alarms;
	unsigned slot;
	double at, last = -1;
	int count = 0;
	CHECK_INT(smtpc_alarms_init(&alarms, smtpc_mem_or_default(NULL), 100), 0);
	for (unsigned i = 0; i < 100; i++) {
		smtpc_alarms_set(&alarms, i, (double)(i * 37 % 101));
	}
	for (unsigned i = 0; i < 100; i += 3) {
		smtpc_alarms_set(&alarms, i, (double)(i * 53 % 97));
	}
	for (unsigned i = 1; i < 100; i += 5) {
		smtpc_alarms_unset(&alarms, i);
		smtpc_alarms_unset(&alarms, i);
	}
	while (smtpc_alarms_first(&alarms, &slot, &at)) {
		CHECK(at >= last && slot % 5 != 1);
		CHECK(at == (double)(slot % 3 == 0 ? slot * 53 % 97 : slot * 37 % 101));
		last = at;
		smtpc_alarms_unset(&alarms, slot);
		count++;
	}
	CHECK_INT(count, 80);
	smtpc_alarms_free(&alarms);
}

int main(void)
{
	RUN(ends_in_any_order);
	RUN(descriptor_is_all_an_event_loop_needs);
	RUN(rate_holds_for_all_lanes);
	RUN(idle_connections_may_go);
	RUN(forks_leave_it_to_the_parent);
	RUN(pollers_tell_who_is_ready);
	RUN(alarms_come_in_order);
	return test_report();
}
