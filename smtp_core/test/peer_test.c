/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The real session against servers inside the process: every scenario, and what is special about
 * their time and memory. */
#include "net/smtpc_peer.h"
#include "peer_fixture.h"

/* One mail under |options| to a server with |script|: what came of it. */
typedef struct peer_run {
	smtpc_options options;
	smtpc_outcome outcome;
	smtpc_error error;
	int code;
	unsigned attempts;
	int taken;
	double seconds; /* of the client's time */
} peer_run;

static void run_init(peer_run *run)
{
	smtpc_options_init(&run->options);
}

static void run_script(peer_run *run, const char *script)
{
	smtpc_error err;
	double begun = smtpc_clock();
	run->options.peer = peer_of(script);
	smtpc_client *client = smtpc_client_new(NULL, &run->options, &err);
	CHECK(client != NULL);
	smtpc_job *job = peer_send(client, true);
	const smtpc_result *r = smtpc_job_result(job);
	run->outcome = r->outcome;
	run->error = r->error;
	run->code = r->reply.code;
	run->attempts = r->attempts;
	run->seconds = 0;
	for (int i = 0; i < SMTPC_TIMING_COUNT; i++) {
		run->seconds += r->timings[i];
	}
	smtpc_job_free(job);
	smtpc_client_free(client);
	run->taken = peer_count(run->options.peer);
	smtpc_peer_unref(run->options.peer);
	CHECK(smtpc_clock() - begun < 20);
}

typedef struct scenario_row {
	const char *name;
	smtpc_outcome outcome;
	int error;
	smtpc_stage stage;
	int code;
	int taken;
} scenario_row;

static const scenario_row rows[] = {
	{"accepted", SMTPC_ACCEPTED, 0, SMTPC_STAGE_RESOLVE, 250, 1},
	{"rejected", SMTPC_REJECTED, SMTPC_E_MESSAGE_REJECTED, SMTPC_STAGE_COMMIT, 554, 0},
	{"rejected_sender", SMTPC_REJECTED, SMTPC_E_SENDER_REJECTED, SMTPC_STAGE_MAIL, 550, 0},
	{"rejected_recipients", SMTPC_REJECTED, SMTPC_E_RECIPIENTS_REJECTED, SMTPC_STAGE_RCPT, 550, 0},
	{"partial", SMTPC_ACCEPTED, 0, SMTPC_STAGE_RESOLVE, 250, 1},
	{"temporary", SMTPC_REJECTED, SMTPC_E_SENDER_REJECTED, SMTPC_STAGE_MAIL, 451, 0},
	{"temporary_content", SMTPC_REJECTED, SMTPC_E_MESSAGE_REJECTED, SMTPC_STAGE_COMMIT, 451, 0},
	{"greylisted_then_ok", SMTPC_ACCEPTED, 0, SMTPC_STAGE_RESOLVE, 250, 1},
	{"full", SMTPC_REJECTED, SMTPC_E_MESSAGE_REJECTED, SMTPC_STAGE_COMMIT, 452, 0},
	{"refused", SMTPC_NOT_SENT, SMTPC_E_CONNECT, SMTPC_STAGE_CONNECT, 0, 0},
	{"unreachable", SMTPC_NOT_SENT, SMTPC_E_TIMEOUT, SMTPC_STAGE_CONNECT, 0, 0},
	{"greeting_421", SMTPC_NOT_SENT, SMTPC_E_GREETING, SMTPC_STAGE_GREETING, 421, 0},
	{"closing_421", SMTPC_REJECTED, SMTPC_E_SENDER_REJECTED, SMTPC_STAGE_MAIL, 421, 0},
	{"idle_421", SMTPC_ACCEPTED, 0, SMTPC_STAGE_RESOLVE, 250, 1},
	{"stale_once", SMTPC_ACCEPTED, 0, SMTPC_STAGE_RESOLVE, 250, 1},
	{"auth_refused", SMTPC_NOT_SENT, SMTPC_E_AUTH_REFUSED, SMTPC_STAGE_AUTH, 535, 0},
	{"auth_temporary", SMTPC_NOT_SENT, SMTPC_E_AUTH_REFUSED, SMTPC_STAGE_AUTH, 454, 0},
	{"tls_failed", SMTPC_NOT_SENT, SMTPC_E_TLS_HANDSHAKE, SMTPC_STAGE_HANDSHAKE, 0, 0},
	{"in_doubt", SMTPC_IN_DOUBT, SMTPC_E_TIMEOUT, SMTPC_STAGE_COMMIT, 0, 1},
	{"in_doubt_closed", SMTPC_IN_DOUBT, SMTPC_E_LOST, SMTPC_STAGE_COMMIT, 0, 1},
	{"in_doubt_lost", SMTPC_IN_DOUBT, SMTPC_E_LOST, SMTPC_STAGE_COMMIT, 0, 0},
	{"lost_before_content", SMTPC_NOT_SENT, SMTPC_E_LOST, SMTPC_STAGE_DATA, 0, 0},
	{"lost_inside_content", SMTPC_NOT_SENT, SMTPC_E_LOST, SMTPC_STAGE_CONTENT, 0, 0},
	{"slow", SMTPC_ACCEPTED, 0, SMTPC_STAGE_RESOLVE, 250, 1},
	{"timeout", SMTPC_NOT_SENT, SMTPC_E_TIMEOUT, SMTPC_STAGE_MAIL, 0, 0},
	{"timeout_content", SMTPC_NOT_SENT, SMTPC_E_TIMEOUT, SMTPC_STAGE_CONTENT, 0, 0},
	{"nonsense", SMTPC_NOT_SENT, SMTPC_E_PROTOCOL, SMTPC_STAGE_MAIL, 0, 0},
};

static void check_row(const scenario_row *row, smtpc_need pipelining)
{
	peer_run run;
	run_init(&run);
	run.options.tls = strcmp(row->name, "tls_failed") == 0 ? SMTPC_TLS_IMPLICIT : SMTPC_TLS_AUTO;
	run.options.pipelining = pipelining;
	run.options.username = SMTPC_STR("u");
	run.options.password = SMTPC_STR("p");
	const char *script = smtpc_scenario(smtpc_str_of(row->name));
	CHECK(script != NULL);
	run_script(&run, script);
	if (run.outcome != row->outcome || run.error.code != row->error ||
		(row->error != 0 && run.error.stage != row->stage) || run.code != row->code ||
		run.taken != row->taken) {
		fprintf(stderr, "%s: outcome %d, error %s, stage %s, code %d, %d taken\n", row->name,
			run.outcome, smtpc_err_name(run.error.code), smtpc_stage_name(run.error.stage),
			run.code, run.taken);
		CHECK(!"the scenario ends otherwise");
	}
	/* What was taken is never said not to have been, and the other way round. */
	CHECK(!(run.taken > 0 && run.outcome < SMTPC_IN_DOUBT));
	CHECK(!(run.taken == 0 && run.outcome == SMTPC_ACCEPTED));
}

static void every_scenario(void)
{
	size_t count = 0;
	for (; smtpc_scenario_name(count) != NULL; count++) {
		CHECK(count < sizeof rows / sizeof rows[0]);
		CHECK_STR(smtpc_str_of(smtpc_scenario_name(count)), rows[count].name);
		check_row(&rows[count], SMTPC_PREFER);
		check_row(&rows[count], SMTPC_NEVER);
	}
	CHECK_INT(count, sizeof rows / sizeof rows[0]);
	CHECK(smtpc_scenario(SMTPC_STR("no such")) == NULL);
}

static void its_time_is_played(void)
{
	peer_run run;
	run_init(&run);
	run_script(&run, "greeting: delay 50, accept\nrcpt: delay 7.5s\ncommit: delay 599999ms, accept");
	CHECK_INT(run.outcome, SMTPC_ACCEPTED);
	CHECK(run.seconds > 664 && run.seconds < 680);
	run_script(&run, "commit: delay 601, accept");
	CHECK_INT(run.outcome, SMTPC_IN_DOUBT);
	run_script(&run, "ehlo: delay 61, accept");
	CHECK_INT(run.error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(run.error.stage, SMTPC_STAGE_EHLO);
	run.options.timeouts.total = 10;
	run_script(&run, "ehlo: delay 6, accept\nmail: delay 6, accept");
	CHECK_INT(run.error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(run.error.stage, SMTPC_STAGE_MAIL);
	CHECK_INT(run.taken, 0);
	CHECK(run.seconds > 9 && run.seconds < 11.9);
	run.options.timeouts = (smtpc_timeouts){.total = 0};
	run_script(&run, "mail: stall");
	CHECK_INT(run.error.code, SMTPC_E_LOST);
	run_script(&run, "connect: stall");
	CHECK_INT(run.error.code, SMTPC_E_LOST);
}

static void rules_are_spent_in_their_order(void)
{
	static const char script[] = "# twice, then never again\n"
								 "rcpt once: 450 4.2.0 one\r\n\n"
								 "  rcpt 2 once : 550 5.1.1 two, and a comma\n";
	smtpc_options o;
	smtpc_options_init(&o);
	o.peer = peer_of(script);
	smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
	smtpc_job *job = peer_send(client, true);
	const smtpc_result *r = smtpc_job_result(job);
	CHECK_INT(r->outcome, SMTPC_REJECTED);
	CHECK_STR(r->rcpts[0].reply.text, "one");
	CHECK_STR(r->rcpts[1].reply.text, "two, and a comma");
	smtpc_job_free(job);
	job = peer_send(client, true);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
	CHECK(smtpc_job_result(job)->reused);
	smtpc_job_free(job);
	smtpc_client_free(client);
	CHECK_INT(peer_count(o.peer), 1);
	smtpc_peer_unref(o.peer);
}

static void a_stale_connection_is_healed(void)
{
	smtpc_options o;
	smtpc_options_init(&o);
	o.peer = peer_of(smtpc_scenario(SMTPC_STR("stale_once")));
	smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
	for (unsigned i = 1; i <= 3; i++) {
		smtpc_job *job = peer_send(client, true);
		CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
		CHECK_INT(smtpc_job_result(job)->attempts, i == 2 ? 2 : 1);
		smtpc_job_free(job);
	}
	smtpc_client_free(client);
	CHECK_INT(peer_count(o.peer), 3);
	smtpc_peer_unref(o.peer);
}

static void replies_of_many_lines(void)
{
	peer_run run;
	run_init(&run);
	run.options.pipelining = SMTPC_REQUIRE;
	run_script(&run, "ehlo: 250 mx.test | SIZE 5 | PIPELINING");
	CHECK_INT(run.error.code, SMTPC_E_SIZE);
	run_script(&run, "ehlo: 250 mx.test");
	CHECK_INT(run.error.code, SMTPC_E_CAPABILITY);
	run_script(&run, "commit: 250 2.0.0 a|  b  |c");
	CHECK_INT(run.outcome, SMTPC_ACCEPTED);
	run.options.pipelining = SMTPC_PREFER;
	run_script(&run, "ehlo: 502 5.5.1 no");
	CHECK_INT(run.outcome, SMTPC_ACCEPTED);
	run_script(&run, "ehlo: 502 no\nhelo: 421 neither");
	CHECK_INT(run.error.code, SMTPC_E_EHLO);
}

static void a_refusal_inside_the_content(void)
{
	peer_run run;
	run_init(&run);
	run_script(&run, "content: after 10, 552 5.3.4 too much");
	CHECK_INT(run.outcome, SMTPC_REJECTED);
	CHECK_INT(run.code, 552);
	CHECK_INT(run.taken, 0);
	run_script(&run, "content: delay 100, accept");
	CHECK_INT(run.outcome, SMTPC_ACCEPTED);
	run_script(&run, "content: delay 1000, accept");
	CHECK_INT(run.outcome, SMTPC_NOT_SENT);
	CHECK_INT(run.error.code, SMTPC_E_TIMEOUT);
	run_script(&run, "content: close");
	CHECK_INT(run.outcome, SMTPC_NOT_SENT);
	run_script(&run, "content: after 1000000, close");
	CHECK_INT(run.outcome, SMTPC_ACCEPTED);
}

static void starttls_is_played(void)
{
	peer_run run;
	run_init(&run);
	run.options.tls = SMTPC_TLS_STARTTLS;
	run_script(&run, "");
	CHECK_INT(run.outcome, SMTPC_ACCEPTED);
	run_script(&run, "starttls: 454 4.7.0 not now");
	CHECK_INT(run.error.code, SMTPC_E_STARTTLS);
	run_script(&run, "tls: fail");
	CHECK_INT(run.error.code, SMTPC_E_TLS_HANDSHAKE);
	run_script(&run, "tls: stall");
	CHECK_INT(run.error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(run.error.stage, SMTPC_STAGE_HANDSHAKE);
}

static void malformed_scripts(void)
{
	static const struct {
		const char *script, *why;
	} bad[] = {
		{"x", "line 1: must be a step"},
		{"\n\nfoo: close", "line 3: must begin with connect"},
		{": close", "line 1: must begin with"},
		{"rcpt 0: close", "line 1: the number must be"},
		{"rcpt 100001: close", "line 1: the number must be"},
		{"rcpt 1 2: close", "line 1: only a number and"},
		{"rcpt once once: close", "line 1: only a number and"},
		{"rcpt:", "line 1: must have accept"},
		{"rcpt: delay", "line 1: delay needs"},
		{"rcpt: delay x, close", "line 1: delay needs"},
		{"rcpt: delay 1x, close", "line 1: delay needs"},
		{"rcpt: delay 1., close", "line 1: delay needs"},
		{"rcpt: delay -1, close", "line 1: delay needs"},
		{"rcpt: delay 86401, close", "line 1: delay needs"},
		{"rcpt: delay 99999999999999999999, close", "line 1: delay needs"},
		{"rcpt: delay 1,", "line 1: must have accept"},
		{"rcpt: after 1, close", "line 1: after is for content"},
		{"content: after, close", "line 1: after is for content"},
		{"mail: take, close", "line 1: take is for commit"},
		{"commit: take 1, close", "line 1: take is for commit"},
		{"mail: fail", "line 1: fail is for connect"},
		{"mail: close now", "line 1: must have accept"},
		{"mail: 199 x", "line 1: must have accept"},
		{"mail: 600 x", "line 1: must have accept"},
		{"mail: 25 x", "line 1: must have accept"},
		{"mail: 250\tx\001", "line 1: must not have control"},
		{"tls: 250 x", "line 1: nothing is said there"},
		{"connect: say x", "line 1: must have accept"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		smtpc_peer_options options = {.script = smtpc_str_of(bad[i].script)};
		smtpc_error err = {.code = 0};
		CHECK(smtpc_peer_new(NULL, &options, &err) == NULL);
		CHECK_INT(err.code, SMTPC_E_ARGUMENT);
		if (strncmp(err.message, bad[i].why, strlen(bad[i].why)) != 0) {
			fprintf(stderr, "|%s|: %s\n", bad[i].script, err.message);
			CHECK(!"another reason");
		}
	}
}

static void scripts_have_an_end(void)
{
	static char text[SMTPC_SCRIPT_MAX + 2];
	smtpc_peer_options options = {.script = {text, SMTPC_SCRIPT_MAX + 1}};
	smtpc_error err;
	memset(text, '\n', sizeof text);
	CHECK(smtpc_peer_new(NULL, &options, &err) == NULL);
	options.script.len--;
	smtpc_peer *peer = smtpc_peer_new(NULL, &options, &err);
	CHECK(peer != NULL);
	smtpc_peer_unref(peer);
	for (size_t i = 0; i <= SMTPC_SCRIPT_RULES_MAX; i++) {
		memcpy(text + i * 11, "mail: close\n", 12);
	}
	options.script.len = SMTPC_SCRIPT_RULES_MAX * 11;
	text[10] = '\n';
	for (size_t i = 0; i <= SMTPC_SCRIPT_RULES_MAX; i++) {
		memcpy(text + i * 11, "mail:close\n", 11);
	}
	peer = smtpc_peer_new(NULL, &options, &err);
	CHECK(peer != NULL);
	smtpc_peer_unref(peer);
	options.script.len += 11;
	CHECK(smtpc_peer_new(NULL, &options, &err) == NULL);
	CHECK_INT(err.code, SMTPC_E_ARGUMENT);
}

static void memory_keeps_what_was_taken(void)
{
	smtpc_peer_mail mail;
	smtpc_options o;
	smtpc_options_init(&o);
	o.peer = peer_of("rcpt 1: 550 no");
	smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
	smtpc_job_free(peer_send(client, true));
	smtpc_client_free(client);
	CHECK(smtpc_peer_next(o.peer, &mail));
	CHECK_INT(mail.rcpt_count, 1);
	CHECK_STR(mail.rcpts[0], "b1@example.net");
	CHECK_STR(mail.content, MAIL_TEXT);
	CHECK(!smtpc_peer_next(o.peer, &mail));
	smtpc_peer_unref(o.peer);
}

/* At every cut of the content into writes, the same arrives: long lines of dots among it. */
static void dots_at_every_cut(void)
{
	static char text[70000];
	smtpc_peer_mail mail;
	smtpc_event event;
	smtpc_options o;
	size_t len = 0;
	while (len + 8 < sizeof text) {
		size_t dots = len % 5;
		memset(text + len, '.', dots);
		memcpy(text + len + dots, "\r\n", 2);
		len += dots + 2;
	}
	text_source source = {.text = {text, len}};
	smtpc_options_init(&o);
	o.peer = peer_of("");
	smtpc_client *client = smtpc_client_new(NULL, &o, NULL);
	smtpc_job *job = peer_job(NULL, &source, 1, false);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	peer_drive(client, &event);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
	smtpc_job_free(job);
	smtpc_client_free(client);
	CHECK(smtpc_peer_next(o.peer, &mail));
	CHECK(smtpc_str_eq(mail.content, source.text));
	smtpc_peer_unref(o.peer);
}

/* Whatever allocation fails: the client ends, and says nothing that is not so. */
static void out_of_memory_at_every_point(void)
{
	bool failed = true;
	for (unsigned long at = 1; failed && at < 5000; at++) {
		test_mem t;
		text_source source = {.text = SMTPC_STR(MAIL_TEXT)};
		smtpc_event event;
		smtpc_peer_options options = {.keep = SMTPC_KEEP_MEMORY, .script = SMTPC_STR("mail 9: close")};
		smtpc_options o;
		test_mem_init(&t);
		t.fail_at = at;
		smtpc_options_init(&o);
		o.peer = smtpc_peer_new(&t.mem, &options, NULL);
		smtpc_client *client = o.peer != NULL ? smtpc_client_new(&t.mem, &o, NULL) : NULL;
		smtpc_job *job = client != NULL ? peer_job(&t.mem, &source, 2, true) : NULL;
		if (job != NULL && smtpc_client_send(client, job, NULL) == SMTPC_OK) {
			peer_drive(client, &event);
			smtpc_peer_mail mail;
			bool taken = smtpc_peer_next(o.peer, &mail);
			smtpc_outcome outcome = smtpc_job_result(job)->outcome;
			CHECK(!taken || outcome == SMTPC_ACCEPTED || outcome == SMTPC_IN_DOUBT);
			CHECK(taken || outcome != SMTPC_ACCEPTED);
		}
		smtpc_job_free(job);
		smtpc_client_free(client);
		smtpc_peer_unref(o.peer);
		CHECK_INT(t.held, 0);
		failed = t.calls >= at;
	}
	CHECK(!failed);
}

int main(void)
{
	RUN(every_scenario);
	RUN(its_time_is_played);
	RUN(rules_are_spent_in_their_order);
	RUN(a_stale_connection_is_healed);
	RUN(replies_of_many_lines);
	RUN(a_refusal_inside_the_content);
	RUN(starttls_is_played);
	RUN(malformed_scripts);
	RUN(scripts_have_an_end);
	RUN(memory_keeps_what_was_taken);
	RUN(dots_at_every_cut);
	RUN(out_of_memory_at_every_point);
	return test_report();
}
