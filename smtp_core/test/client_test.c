/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client over real sockets on loopback: keeping, healing, limits. */
#include "client_fixture.h"

/* A source of |size| octets that says it has |claim| of them, and takes its time for each piece. */
typedef struct odd_source {
	uint64_t size, given;
	long pause_us;
} odd_source;

static ptrdiff_t odd_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	(void)err;
	odd_source *o = user;
	uint64_t left = o->size - o->given;
	size_t n = left < len ? (size_t)left : len;
	if (o->pause_us > 0) {
		struct timespec pause = {0, o->pause_us * 1000};
		(void)nanosleep(&pause, NULL);
		n = n > 100 ? 100 : n;
	}
	memset(buf, 'x', n);
	for (size_t i = 70; i < n; i += 70) {
		buf[i] = '\n';
	}
	o->given += n;
	return (ptrdiff_t)n;
}

static smtpc_job *send_odd(smtpc_client *client, odd_source *source, int64_t claim)
{
	text_source unused;
	smtpc_event event;
	smtpc_job *job = make_job(&unused, true);
	smtpc_job_take_source(job, (smtpc_source){.user = source, .read = odd_read, .size = claim});
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	drive(client, &event);
	return job;
}

/* Sends one mail; the caller frees the job. */
static smtpc_job *send_one(smtpc_client *client, text_source *text, bool rewindable)
{
	smtpc_event event;
	smtpc_job *job = make_job(text, rewindable);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	drive(client, &event);
	return job;
}

static void check_send(smtpc_client *client, smtpc_outcome outcome, unsigned attempts, bool reused)
{
	text_source text;
	smtpc_job *job = send_one(client, &text, true);
	const smtpc_result *r = smtpc_job_result(job);
	CHECK_INT(r->outcome, outcome);
	CHECK_INT(r->attempts, attempts);
	CHECK_INT(r->reused, reused);
	smtpc_job_free(job);
}

static void the_connection_is_kept(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, GO, "250 ok\r\n", NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	CHECK(!smtpc_client_is_connected(client));
	check_send(client, SMTPC_ACCEPTED, 1, false);
	CHECK(smtpc_client_is_connected(client));
	check_send(client, SMTPC_ACCEPTED, 1, true);
	smtpc_client_free(client);
	stop();
}

static void closed_while_idle_is_no_attempt(void)
{
	/* The final 250 and the end come together, so that the end is there when the next send looks.
	 */
	dialogue d[] = {{GREET, EHLO, GO, "250 ok\r\n421 bye\r\n", NULL}, {MAIL_FLIGHTS, NULL}};
	serve(d, 2);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	check_send(client, SMTPC_ACCEPTED, 1, false);
	smtpc_client_free(client);
	stop();
}

static void an_old_connection_is_healed_once(void)
{
	static const char *const ends[] = {"421 idle\r\n", "RESET", "CLOSE", "250 ok\r\n421 bye\r\n",
		"250 ok\r\n250 ok\r\n421 bye\r\n"};
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		dialogue d[] = {{MAIL_FLIGHTS, ends[i], NULL}, {MAIL_FLIGHTS, NULL}};
		serve(d, 2);
		smtpc_client *client = make_client();
		check_send(client, SMTPC_ACCEPTED, 1, false);
		check_send(client, SMTPC_ACCEPTED, 2, false);
		smtpc_client_free(client);
		stop();
	}
}

static void a_fresh_connection_is_not_healed(void)
{
	dialogue d[] = {{GREET, EHLO, "RESET", NULL}, {MAIL_FLIGHTS, NULL}};
	serve(d, 2);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_NOT_SENT, 1, false);
	smtpc_client_free(client);
	stop();
}

static void in_doubt_is_never_sent_again(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, GO, "CLOSE", NULL}, {MAIL_FLIGHTS, NULL}};
	serve(d, 2);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	check_send(client, SMTPC_IN_DOUBT, 1, true);
	smtpc_client_free(client);
	stop();
}

/* Content that was read and cannot be read again is not sent a second time, or half of it would be.
 */
static void a_source_that_cannot_rewind_is_not_healed_over(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, GO, "421 no\r\n", NULL}, {MAIL_FLIGHTS, NULL}};
	dialogue early[] = {{MAIL_FLIGHTS, "RESET", NULL}, {MAIL_FLIGHTS, NULL}};
	text_source text;
	serve(early, 2);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	smtpc_job *job = send_one(client, &text, false);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
	CHECK_INT(smtpc_job_result(job)->attempts, 2);
	smtpc_job_free(job);
	smtpc_client_free(client);
	stop();
	serve(d, 2);
	client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	job = send_one(client, &text, false);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_REJECTED);
	CHECK_INT(smtpc_job_result(job)->attempts, 1);
	smtpc_job_free(job);
	smtpc_client_free(client);
	stop();
}

static void silence_is_bounded(void)
{
	dialogue d[] = {{"STALL", NULL}};
	dialogue late[] = {{GREET, EHLO, GO, "STALL", NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	text_source text;
	smtpc_job *job = send_one(client, &text, true);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(smtpc_job_result(job)->error.stage, SMTPC_STAGE_GREETING);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(job)->attempts, 0);
	smtpc_job_free(job);
	smtpc_client_free(client);
	stop();
	serve(late, 1);
	client = make_client();
	job = send_one(client, &text, true);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(smtpc_job_result(job)->error.stage, SMTPC_STAGE_COMMIT);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_IN_DOUBT);
	smtpc_job_free(job);
	CHECK(!smtpc_client_is_connected(client));
	smtpc_client_free(client);
	stop();
}

/* Neither more nor less than the server was told, and no dot in either case. */
static void a_source_must_keep_its_word(void)
{
	for (int64_t claim = 99; claim <= 101; claim++) {
		dialogue d[] = {{MAIL_FLIGHTS, NULL}};
		serve(d, 1);
		smtpc_client *client = make_client();
		odd_source source = {.size = 100};
		smtpc_job *job = send_odd(client, &source, claim);
		const smtpc_result *r = smtpc_job_result(job);
		CHECK_INT(r->outcome, claim == 100 ? SMTPC_ACCEPTED : SMTPC_NOT_SENT);
		CHECK_INT(r->error.code, claim == 100 ? 0 : SMTPC_E_SOURCE);
		smtpc_job_free(job);
		smtpc_client_free(client);
		stop();
	}
}

static void the_total_limit_holds_for_slow_sources(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, NULL}};
	serve(d, 1);
	smtpc_options o;
	smtpc_options_init(&o);
	o.host = SMTPC_STR("127.0.0.1");
	o.port = port;
	o.timeouts.total = 0.3;
	smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
	odd_source source = {.size = 100000, .pause_us = 20000};
	smtpc_job *job = send_odd(client, &source, 100000);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_TIMEOUT);
	CHECK(source.given < 10000);
	smtpc_job_free(job);
	smtpc_client_free(client);
	stop();
}

static void a_refusal_in_the_middle_ends_the_upload(void)
{
	static const struct {
		const char *reply;
		smtpc_outcome outcome;
		int code;
	} rows[] = {{"552 enough\r\n", SMTPC_REJECTED, SMTPC_E_MESSAGE_REJECTED},
		{"250 ok\r\n", SMTPC_NOT_SENT, SMTPC_E_PROTOCOL}};
	for (size_t i = 0; i < 2; i++) {
		dialogue d[] = {{GREET, EHLO, GO, rows[i].reply, NULL}};
		serve(d, 1);
		smtpc_client *client = make_client();
		odd_source source = {.size = 100000000};
		smtpc_job *job = send_odd(client, &source, -1);
		CHECK_INT(smtpc_job_result(job)->outcome, rows[i].outcome);
		CHECK_INT(smtpc_job_result(job)->error.code, rows[i].code);
		CHECK(source.given < source.size);
		smtpc_job_free(job);
		smtpc_client_free(client);
		stop();
	}
}

static void a_job_is_sent_once_and_to_somebody(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	text_source text;
	smtpc_job *job = send_one(client, &text, true);
	CHECK_INT(smtpc_client_send(client, job, NULL), SMTPC_E_ARGUMENT);
	smtpc_job_free(job);
	job = smtpc_job_new(NULL, NULL);
	CHECK_INT(smtpc_client_send(client, job, NULL), SMTPC_E_ARGUMENT);
	smtpc_job_free(job);
	CHECK(!smtpc_client_is_busy(client));
	smtpc_client_free(client);
	stop();
}

/* A source that forks: the child's copy of the client must not go on with the parent's mail. */
static pid_t forked;

static ptrdiff_t forking_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	ptrdiff_t n = text_read(user, buf, len, err);
	if (n > 0) {
		forked = fork();
	}
	return n;
}

static void a_fork_in_the_middle_sends_once(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	text_source text;
	smtpc_event event;
	smtpc_job *job = make_job(&text, true);
	smtpc_job_take_source(job, (smtpc_source){.user = &text, .read = forking_read, .size = -1});
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	drive(client, &event);
	const smtpc_result *r = smtpc_job_result(job);
	if (forked == 0) {
		_exit(r->outcome == SMTPC_NOT_SENT && r->error.code == SMTPC_E_LOST ? 0 : 1);
	}
	int status = -1;
	CHECK_INT(waitpid(forked, &status, 0), forked);
	CHECK_INT(status, 0);
	CHECK_INT(r->outcome, SMTPC_ACCEPTED);
	smtpc_job_free(job);
	smtpc_client_free(client);
	stop();
}

static void pins_are_compared_as_names(void)
{
	static const char *const hosts[] = {"mx.test", "MX.test.",
		"b\xc3\xbc"
		"cher.test"};
	static const char *const pins[] = {"mx.test.", "mx.test", "xn--bcher-kva.test"};
	for (size_t i = 0; i < 3; i++) {
		dialogue d[] = {{MAIL_FLIGHTS, NULL}};
		serve(d, 1);
		smtpc_options o;
		smtpc_pin pin = {smtpc_str_of(pins[i]), SMTPC_STR("127.0.0.1")};
		smtpc_options_init(&o);
		o.host = smtpc_str_of(hosts[i]);
		o.port = port;
		o.pins = &pin;
		o.pin_count = 1;
		smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
		check_send(client, SMTPC_ACCEPTED, 1, false);
		smtpc_client_free(client);
		stop();
	}
}

static void nobody_listens(void)
{
	dialogue d[] = {{NULL}};
	serve(d, 1);
	stop();
	smtpc_client *client = make_client();
	text_source text;
	smtpc_job *job = send_one(client, &text, true);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_CONNECT);
	CHECK_INT(smtpc_job_result(job)->error.stage, SMTPC_STAGE_CONNECT);
	smtpc_job_free(job);
	smtpc_client_free(client);
}

static void an_abort_ends_the_operation(void)
{
	dialogue d[] = {{GREET, EHLO, "STALL", NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	text_source text;
	smtpc_event event;
	smtpc_job *job = make_job(&text, true);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	CHECK_INT(smtpc_client_send(client, job, NULL), SMTPC_E_ARGUMENT);
	for (int i = 0; i < 3; i++) {
		smtpc_client_step(client, &event);
		CHECK_INT(event.kind, SMTPC_EV_WAIT);
		(void)smtpc_wait(event.fd, event.read, event.write, 0.05);
	}
	smtpc_client_abort(client, SMTPC_E_CANCELLED, "enough");
	smtpc_client_step(client, &event);
	CHECK_INT(event.kind, SMTPC_EV_DONE);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_CANCELLED);
	CHECK_STR(smtpc_str_of(smtpc_job_result(job)->error.message), "enough");
	smtpc_job_free(job);
	/* Before the first step there is no connection to end. */
	job = make_job(&text, true);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	smtpc_client_abort(client, SMTPC_E_CANCELLED, NULL);
	smtpc_client_step(client, &event);
	CHECK_INT(event.kind, SMTPC_EV_DONE);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_CANCELLED);
	smtpc_job_free(job);
	smtpc_client_free(client);
	stop();
}

static void connect_and_close(void)
{
	dialogue d[] = {{GREET, EHLO, "221 bye\r\n", NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	smtpc_event event;
	smtpc_server_info info;
	CHECK(!smtpc_client_server_info(client, &info));
	CHECK_INT(smtpc_client_connect(client, NULL), 0);
	drive(client, &event);
	CHECK(event.error == NULL);
	CHECK(smtpc_client_server_info(client, &info));
	CHECK_STR(info.name, "mx");
	CHECK_STR(info.extensions, "PIPELINING");
	CHECK_INT(smtpc_client_close(client, NULL), 0);
	drive(client, &event);
	CHECK(event.error == NULL);
	CHECK(!smtpc_client_is_connected(client));
	CHECK_INT(smtpc_client_close(client, NULL), 0);
	drive(client, &event);
	CHECK(event.error == NULL);
	smtpc_client_free(client);
	stop();
}

/* The child of a fork neither uses nor ends what its parent had opened. */
static void a_fork_leaves_the_parents_connection_alone(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, GO, "250 ok\r\n", NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	pid_t child = fork();
	if (child == 0) {
		bool connected = smtpc_client_is_connected(client);
		smtpc_client_free(client);
		_exit(connected ? 1 : 0);
	}
	int status = -1;
	CHECK_INT(waitpid(child, &status, 0), child);
	CHECK_INT(status, 0);
	check_send(client, SMTPC_ACCEPTED, 1, true);
	smtpc_client_free(client);
	stop();
}

static int lines_of(smtpc_client *client)
{
	smtpc_line line;
	int count = 0;
	while (smtpc_client_next_line(client, &line)) {
		count++;
	}
	return count;
}

/* The connection goes on, and nothing else can be found out of what was before. */
static void recycled_it_is_as_new(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, GO, "250 ok\r\n", NULL}};
	smtpc_counts counts;
	serve(d, 1);
	smtpc_client *client = make_client();
	CHECK(!smtpc_client_recycle(client, 0));
	smtpc_client_watch(client, true, 0);
	check_send(client, SMTPC_ACCEPTED, 1, false);
	CHECK(smtpc_client_transcript(client).len > 0);
	CHECK(smtpc_client_recycle(client, 3600));
	CHECK(smtpc_client_is_connected(client));
	CHECK_INT(smtpc_client_transcript(client).len, 0);
	CHECK_INT(lines_of(client), 0);
	smtpc_client_take_counts(client, &counts);
	CHECK_INT(counts.connections, 0);
	check_send(client, SMTPC_ACCEPTED, 1, true);
	CHECK_INT(lines_of(client), 0);
	CHECK(smtpc_client_transcript(client).len > 0);
	CHECK(smtpc_client_recycle(client, 0));
	/* Idle for longer than that. */
	CHECK(!smtpc_client_recycle(client, 1e-9));
	CHECK(!smtpc_client_is_connected(client));
	smtpc_client_free(client);
	stop();
}

static void what_is_no_longer_good_is_not_kept(void)
{
	dialogue d[] = {{GREET, EHLO, GO, "250 ok\r\n421 bye\r\n", NULL}, {GREET, EHLO, "STALL", NULL}};
	serve(d, 2);
	text_source text;
	smtpc_event event;
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	CHECK(!smtpc_client_recycle(client, 0));
	/* In the middle of something. */
	smtpc_job *job = make_job(&text, true);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	smtpc_client_step(client, &event);
	CHECK_INT(event.kind, SMTPC_EV_WAIT);
	CHECK(!smtpc_client_recycle(client, 0));
	CHECK(smtpc_client_is_busy(client));
	/* And behind what ended badly. */
	smtpc_client_abort(client, SMTPC_E_CANCELLED, NULL);
	drive(client, &event);
	CHECK(!smtpc_client_recycle(client, 0));
	smtpc_client_free(client);
	smtpc_job_free(job);
	stop();
}

static void limits_hold_for_what_is_kept(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, "221 bye\r\n", NULL}, {MAIL_FLIGHTS, "221 bye\r\n", NULL}};
	serve(d, 2);
	for (int i = 0; i < 2; i++) {
		smtpc_options o;
		smtpc_options_init(&o);
		o.host = SMTPC_STR("127.0.0.1");
		o.port = port;
		o.max_messages = i == 0 ? 1 : 0;
		o.max_age = i == 1 ? 1e-9 : 0;
		smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
		check_send(client, SMTPC_ACCEPTED, 1, false);
		CHECK(!smtpc_client_recycle(client, 0));
		smtpc_client_free(client);
	}
	stop();
}

/* The child lets go of it without a word. */
static void a_fork_keeps_nothing(void)
{
	dialogue d[] = {{MAIL_FLIGHTS, GO, "250 ok\r\n", NULL}};
	serve(d, 1);
	smtpc_client *client = make_client();
	check_send(client, SMTPC_ACCEPTED, 1, false);
	CHECK(smtpc_client_recycle(client, 0));
	pid_t child = fork();
	if (child == 0) {
		bool kept = smtpc_client_recycle(client, 0);
		smtpc_client_free(client);
		_exit(kept ? 1 : 0);
	}
	int status = -1;
	CHECK_INT(waitpid(child, &status, 0), child);
	CHECK_INT(status, 0);
	CHECK(smtpc_client_recycle(client, 0));
	check_send(client, SMTPC_ACCEPTED, 1, true);
	smtpc_client_free(client);
	stop();
}

static void bad_options_are_refused(void)
{
	static const struct {
		const char *host, *user, *password;
	} rows[] = {{"", NULL, NULL}, {"a b", NULL, NULL}, {"a\nb", NULL, NULL}, {"a..b", NULL, NULL},
		{"-a", NULL, NULL}, {"x", "", "p"}, {"x", "u\r", "p"}, {"x", "u", ""}, {"x", "u", NULL},
		{"x", NULL, "p"}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		smtpc_options o;
		smtpc_error err;
		smtpc_options_init(&o);
		o.host = smtpc_str_of(rows[i].host);
		o.username = smtpc_str_of(rows[i].user);
		o.password = smtpc_str_of(rows[i].password);
		CHECK(smtpc_client_new(NULL, &o, &err) == NULL);
		CHECK_INT(err.code, SMTPC_E_ARGUMENT);
	}
	static const char *const good[] = {"localhost", "mx.example.", "127.0.0.1", "[::1]", "::1",
		"b\xc3\xbc"
		"cher.example",
		"my_host"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		smtpc_options o;
		smtpc_options_init(&o);
		o.host = smtpc_str_of(good[i]);
		smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
		CHECK(client != NULL);
		smtpc_client_free(client);
	}
}

static void out_of_memory_at_every_point(void)
{
	bool failed = true;
	dialogue d[] = {{MAIL_FLIGHTS, NULL}};
	for (unsigned long at = 1; failed && at < 300; at++) {
		test_mem t;
		test_mem_init(&t);
		t.fail_at = at;
		serve(d, 1);
		smtpc_options o;
		smtpc_options_init(&o);
		o.host = SMTPC_STR("127.0.0.1");
		o.port = port;
		smtpc_client *client = smtpc_client_new(&t.mem, &o, NULL);
		if (client != NULL) {
			text_source text;
			smtpc_job *job = send_one(client, &text, true);
			CHECK(smtpc_job_result(job)->outcome != SMTPC_REJECTED);
			smtpc_job_free(job);
		}
		smtpc_client_free(client);
		CHECK_INT(t.held, 0);
		failed = t.calls >= at;
		stop();
	}
	CHECK(!failed);
}

int main(void)
{
	RUN(the_connection_is_kept);
	RUN(closed_while_idle_is_no_attempt);
	RUN(an_old_connection_is_healed_once);
	RUN(a_fresh_connection_is_not_healed);
	RUN(in_doubt_is_never_sent_again);
	RUN(a_source_that_cannot_rewind_is_not_healed_over);
	RUN(silence_is_bounded);
	RUN(a_source_must_keep_its_word);
	RUN(the_total_limit_holds_for_slow_sources);
	RUN(a_refusal_in_the_middle_ends_the_upload);
	RUN(a_job_is_sent_once_and_to_somebody);
	RUN(a_fork_in_the_middle_sends_once);
	RUN(pins_are_compared_as_names);
	RUN(nobody_listens);
	RUN(an_abort_ends_the_operation);
	RUN(connect_and_close);
	RUN(a_fork_leaves_the_parents_connection_alone);
	RUN(recycled_it_is_as_new);
	RUN(what_is_no_longer_good_is_not_kept);
	RUN(limits_hold_for_what_is_kept);
	RUN(a_fork_keeps_nothing);
	RUN(bad_options_are_refused);
	RUN(out_of_memory_at_every_point);
	return test_report();
}
