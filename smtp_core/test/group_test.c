/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Clients of several servers: when the next one is asked, and that no mail is sent twice. */
#include "net/smtpc_peer.h"
#include "peer_fixture.h"

enum { SERVERS_MAX = 3 };

typedef struct group {
	smtpc_options options[SERVERS_MAX];
	size_t count;
	smtpc_client *client;
} group;

/* Of servers with these scripts, called s0, s1 and s2; NULL ends them. */
static void group_init(group *g, smtpc_route_kind kind, const char *const *scripts)
{
	smtpc_route members[SERVERS_MAX];
	char const *const names[SERVERS_MAX] = {"s0", "s1", "s2"};
	smtpc_error err;
	g->count = 0;
	for (; scripts[g->count] != NULL; g->count++) {
		smtpc_options *o = &g->options[g->count];
		smtpc_options_init(o);
		o->host = smtpc_str_of(names[g->count]);
		o->peer = peer_of(scripts[g->count]);
		members[g->count] = (smtpc_route){.kind = SMTPC_ROUTE_SERVER, .server = o};
	}
	smtpc_route route = {
		.kind = kind, .members = members, .member_count = g->count, .retry_period = 60};
	g->client = smtpc_client_new_route(NULL, &route, &err);
	CHECK(g->client != NULL);
}

/* The numbers of mails that each server holds, as digits. */
static smtpc_str group_taken(group *g)
{
	static char digits[SERVERS_MAX];
	for (size_t i = 0; i < g->count; i++) {
		digits[i] = (char)('0' + peer_count(g->options[i].peer));
	}
	return (smtpc_str){digits, g->count};
}

static void group_free(group *g)
{
	smtpc_client_free(g->client);
	for (size_t i = 0; i < g->count; i++) {
		smtpc_peer_unref(g->options[i].peer);
	}
}

typedef struct case_row {
	const char *first; /* script of the first server; the second accepts */
	smtpc_outcome outcome;
	unsigned attempts;
	const char *remote, *taken;
} case_row;

/* What is proven not to have been taken goes on; an answer, or a doubt, ends it. */
static const case_row cases[] = {
	{"", SMTPC_ACCEPTED, 1, "s0", "10"},
	{"connect: fail", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"connect: stall", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"greeting: 554 no", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"greeting: close", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"greeting: say SSH-2.0-x", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"ehlo: 421 no", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"ehlo: 250 x | SIZE 5", SMTPC_ACCEPTED, 1, "s1", "01"},
	{"mail: stall", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"mail: 451 later", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"mail: 421 closing", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"rcpt: 450 later", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"data: 451 later", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"data: close", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"content: after 20, close", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"content: after 20, stall", SMTPC_ACCEPTED, 2, "s1", "01"},
	{"mail: 550 no", SMTPC_REJECTED, 1, "s0", "00"},
	{"rcpt: 550 no", SMTPC_REJECTED, 1, "s0", "00"},
	{"rcpt 1: 450 later", SMTPC_ACCEPTED, 1, "s0", "10"},
	{"data: 554 no", SMTPC_REJECTED, 1, "s0", "00"},
	{"content: after 20, 452 full", SMTPC_REJECTED, 1, "s0", "00"},
	{"commit: 451 later", SMTPC_REJECTED, 1, "s0", "00"},
	{"commit: 421 closing", SMTPC_REJECTED, 1, "s0", "00"},
	{"commit: 554 no", SMTPC_REJECTED, 1, "s0", "00"},
	{"commit: close", SMTPC_IN_DOUBT, 1, "s0", "00"},
	{"commit: take, close", SMTPC_IN_DOUBT, 1, "s0", "10"},
	{"commit: take, reset", SMTPC_IN_DOUBT, 1, "s0", "10"},
	{"commit: take, stall", SMTPC_IN_DOUBT, 1, "s0", "10"},
	{"commit: take, say nonsense", SMTPC_IN_DOUBT, 1, "s0", "10"},
};

static void the_next_server_where_nothing_was_taken(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const case_row *row = &cases[i];
		group g;
		group_init(&g, SMTPC_ROUTE_FAILOVER, (const char *const[]){row->first, "", NULL});
		smtpc_job *job = peer_send(g.client, true);
		const smtpc_result *r = smtpc_job_result(job);
		smtpc_str taken = group_taken(&g);
		if (r->outcome != row->outcome || r->attempts != row->attempts ||
			strcmp(r->remote, row->remote) != 0 || !smtpc_str_eq(taken, smtpc_str_of(row->taken))) {
			fprintf(stderr, "%s: outcome %d, %u attempts, %s, taken %.*s\n", row->first, r->outcome,
				r->attempts, r->remote, (int)taken.len, taken.ptr);
			CHECK(!"otherwise");
		}
		CHECK_INT(r->error.code == 0, r->outcome == SMTPC_ACCEPTED);
		smtpc_job_free(job);
		group_free(&g);
	}
}

static void all_fail(void)
{
	group g;
	group_init(&g, SMTPC_ROUTE_FAILOVER,
		(const char *const[]){"mail: 451 later", "connect: fail", "greeting: 554 never", NULL});
	smtpc_job *job = peer_send(g.client, true);
	const smtpc_result *r = smtpc_job_result(job);
	CHECK_INT(r->outcome, SMTPC_NOT_SENT);
	CHECK_INT(r->error.code, SMTPC_E_GREETING);
	CHECK_INT(r->reply.code, 554);
	CHECK(r->error.transient); /* the first of them might later */
	CHECK_INT(r->attempts, 1);
	CHECK_STR(smtpc_str_of(r->remote), "s2");
	smtpc_str transcript = smtpc_client_transcript(g.client);
	char text[4096];
	(void)snprintf(text, sizeof text, "%.*s", (int)transcript.len, transcript.ptr);
	CHECK(strstr(text, "451 later") != NULL && strstr(text, "554 never") != NULL);
	smtpc_job_free(job);
	CHECK_STR(group_taken(&g), "000");
	group_free(&g);
}

/* Of a source that cannot be read again, half a mail may be gone: the first error stands. */
static void content_that_is_gone(void)
{
	group g;
	group_init(&g, SMTPC_ROUTE_FAILOVER,
		(const char *const[]){"content once: after 20, close\nmail 2: 451 x", "", NULL});
	smtpc_job *job = peer_send(g.client, false);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(job)->error.stage, SMTPC_STAGE_CONTENT);
	CHECK_STR(smtpc_str_of(smtpc_job_result(job)->remote), "s0");
	smtpc_job_free(job);
	CHECK_STR(group_taken(&g), "00");
	group_free(&g);
	/* Before it was read, it can. */
	group_init(&g, SMTPC_ROUTE_FAILOVER, (const char *const[]){"mail: close", "", NULL});
	job = peer_send(g.client, false);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
	smtpc_job_free(job);
	CHECK_STR(group_taken(&g), "01");
	group_free(&g);
}

static void a_dead_server_is_asked_last(void)
{
	group g;
	group_init(&g, SMTPC_ROUTE_FAILOVER,
		(const char *const[]){
			"connect once: fail", "mail 3: delay 50, accept\nmail 4: delay 50, accept", NULL});
	for (int i = 0; i < 5; i++) {
		/* The second takes mails until a minute has passed. */
		smtpc_job *job = peer_send(g.client, true);
		CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
		CHECK_STR(smtpc_str_of(smtpc_job_result(job)->remote), i < 4 ? "s1" : "s0");
		smtpc_job_free(job);
	}
	CHECK_STR(group_taken(&g), "14");
	group_free(&g);
	/* Where none is left, the dead are asked. */
	group_init(&g, SMTPC_ROUTE_FAILOVER,
		(const char *const[]){"connect once: fail", "mail 2: 421 closing\nconnect 2: fail", NULL});
	smtpc_job_free(peer_send(g.client, true));
	smtpc_job *job = peer_send(g.client, true);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
	CHECK_STR(smtpc_str_of(smtpc_job_result(job)->remote), "s0");
	smtpc_job_free(job);
	CHECK_STR(group_taken(&g), "11");
	group_free(&g);
}

static void roundrobin_spreads_and_falls_over(void)
{
	group g;
	group_init(&g, SMTPC_ROUTE_ROUNDROBIN, (const char *const[]){"", "", "", NULL});
	for (int i = 0; i < 6; i++) {
		smtpc_job *job = peer_send(g.client, true);
		CHECK_INT(smtpc_job_result(job)->reused, i >= 3);
		smtpc_job_free(job);
	}
	CHECK_STR(group_taken(&g), "222");
	CHECK(smtpc_client_is_connected(g.client));
	smtpc_event event;
	CHECK_INT(smtpc_client_close(g.client, NULL), 0);
	peer_drive(g.client, &event);
	CHECK(!smtpc_client_is_connected(g.client));
	group_free(&g);
	group_init(&g, SMTPC_ROUTE_ROUNDROBIN, (const char *const[]){"", "connect: fail", "", NULL});
	for (int i = 0; i < 6; i++) {
		smtpc_job *job = peer_send(g.client, true);
		CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_ACCEPTED);
		smtpc_job_free(job);
	}
	smtpc_str taken = group_taken(&g);
	CHECK(taken.ptr[0] >= '2' && taken.ptr[1] == '0' && taken.ptr[2] >= '2');
	group_free(&g);
}

static void connecting_goes_on_too(void)
{
	group g;
	smtpc_event event;
	smtpc_server_info info;
	group_init(&g, SMTPC_ROUTE_FAILOVER,
		(const char *const[]){"greeting: 421 no", "ehlo: 250 second.test", NULL});
	CHECK_INT(smtpc_client_connect(g.client, NULL), 0);
	peer_drive(g.client, &event);
	CHECK(event.error == NULL);
	CHECK(smtpc_client_server_info(g.client, &info));
	CHECK_STR(info.name, "second.test");
	group_free(&g);
	group_init(&g, SMTPC_ROUTE_FAILOVER,
		(const char *const[]){"greeting: 421 no", "greeting: 554 no", NULL});
	CHECK_INT(smtpc_client_connect(g.client, NULL), 0);
	peer_drive(g.client, &event);
	CHECK(event.error != NULL && event.reply != NULL);
	CHECK_INT(event.reply->code, 554);
	CHECK(!smtpc_client_is_connected(g.client));
	group_free(&g);
}

/* The total limit is one for all servers. */
static void one_limit_for_all(void)
{
	smtpc_options o[2];
	smtpc_route members[2];
	for (int i = 0; i < 2; i++) {
		smtpc_options_init(&o[i]);
		o[i].timeouts.total = 10;
		o[i].peer = peer_of(i == 0 ? "greeting: delay 6, 421 no" : "greeting: delay 6, accept");
		members[i] = (smtpc_route){.kind = SMTPC_ROUTE_SERVER, .server = &o[i]};
	}
	smtpc_route route = {.kind = SMTPC_ROUTE_FAILOVER, .members = members, .member_count = 2};
	smtpc_client *client = smtpc_client_new_route(NULL, &route, NULL);
	smtpc_job *job = peer_send(client, true);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_INT(smtpc_job_result(job)->error.code, SMTPC_E_TIMEOUT);
	smtpc_job_free(job);
	smtpc_client_free(client);
	smtpc_peer_unref(o[0].peer);
	smtpc_peer_unref(o[1].peer);
}

static void an_abort_asks_nobody_else(void)
{
	group g;
	smtpc_event event;
	text_source source = {.text = SMTPC_STR(MAIL_TEXT)};
	group_init(&g, SMTPC_ROUTE_FAILOVER, (const char *const[]){"", "", NULL});
	smtpc_job *job = peer_job(NULL, &source, 1, true);
	CHECK_INT(smtpc_client_send(g.client, job, NULL), 0);
	smtpc_client_step(g.client, &event);
	smtpc_client_abort(g.client, SMTPC_E_TIMEOUT, "enough");
	peer_drive(g.client, &event);
	CHECK_INT(smtpc_job_result(job)->outcome, SMTPC_NOT_SENT);
	CHECK_STR(group_taken(&g), "00");
	smtpc_job_free(job);
	group_free(&g);
}

int main(void)
{
	RUN(the_next_server_where_nothing_was_taken);
	RUN(all_fail);
	RUN(content_that_is_gone);
	RUN(a_dead_server_is_asked_last);
	RUN(roundrobin_spreads_and_falls_over);
	RUN(connecting_goes_on_too);
	RUN(one_limit_for_all);
	RUN(an_abort_asks_nobody_else);
	return test_report();
}
