/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * In which order servers are tried. */
#include <math.h>

#include "net/smtpc_plan.h"
#include "smtpc_test.h"

static const smtpc_options any;
static const smtpc_route a_server = {.kind = SMTPC_ROUTE_SERVER, .server = &any};

static smtpc_route group(smtpc_route_kind kind, const smtpc_route *members, size_t count)
{
	return (smtpc_route){
		.kind = kind, .members = members, .member_count = count, .retry_period = 60};
}

/* The order of an operation that begins at |now|, as digits. */
static smtpc_str order(smtpc_plan *plan, double now, bool turn)
{
	static char digits[SMTPC_ROUTE_SERVERS_MAX + 1];
	size_t len = 0;
	smtpc_plan_begin(plan, now, turn);
	do {
		if (len > 0) {
			smtpc_plan_next(plan);
		}
		digits[len++] = (char)('0' + smtpc_plan_server(plan));
	} while (smtpc_plan_has_next(plan));
	return (smtpc_str){digits, len};
}

static void one_server(void)
{
	smtpc_plan plan;
	CHECK_INT(smtpc_plan_init(&plan, &a_server, NULL), 0);
	CHECK_STR(order(&plan, 1, true), "0");
	smtpc_plan_bury(&plan, 1);
	CHECK_STR(order(&plan, 1, true), "0");
}

static void failover_keeps_the_order_and_asks_the_dead_last(void)
{
	const smtpc_route members[] = {a_server, a_server, a_server};
	smtpc_route route = group(SMTPC_ROUTE_FAILOVER, members, 3);
	smtpc_plan plan;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
	CHECK_STR(order(&plan, 0, true), "012");
	smtpc_plan_begin(&plan, 0, true);
	smtpc_plan_bury(&plan, 0);
	CHECK_STR(order(&plan, 59, true), "120");
	smtpc_plan_begin(&plan, 10, true);
	smtpc_plan_bury(&plan, 10);
	CHECK_STR(order(&plan, 20, true), "201");
	CHECK_STR(order(&plan, 60, true), "021");
	CHECK_STR(order(&plan, 70, true), "012");
	/* The first one out of order is asked again, and works. */
	smtpc_plan_begin(&plan, 100, true);
	smtpc_plan_bury(&plan, 100);
	smtpc_plan_begin(&plan, 110, true);
	smtpc_plan_next(&plan);
	smtpc_plan_next(&plan);
	CHECK_INT(smtpc_plan_server(&plan), 0);
	smtpc_plan_revive(&plan);
	CHECK_STR(order(&plan, 110, true), "012");
}

static void without_a_retry_period_nobody_is_dead(void)
{
	const smtpc_route members[] = {a_server, a_server};
	smtpc_route route = group(SMTPC_ROUTE_FAILOVER, members, 2);
	smtpc_plan plan;
	route.retry_period = 0;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
	smtpc_plan_begin(&plan, 1, true);
	smtpc_plan_bury(&plan, 1);
	CHECK_STR(order(&plan, 1, true), "01");
}

static void roundrobin_takes_turns(void)
{
	const smtpc_route members[] = {a_server, a_server, a_server};
	smtpc_route route = group(SMTPC_ROUTE_ROUNDROBIN, members, 3);
	smtpc_plan plan;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
	CHECK(plan.nodes[0].turn < 3);
	plan.nodes[0].turn = 1;
	CHECK_STR(order(&plan, 0, false), "120");
	CHECK_STR(order(&plan, 0, true), "120");
	CHECK_STR(order(&plan, 0, true), "201");
	CHECK_STR(order(&plan, 0, true), "012");
	CHECK_STR(order(&plan, 0, true), "120");
}

static void it_begins_anywhere(void)
{
	const smtpc_route members[] = {a_server, a_server, a_server};
	smtpc_route route = group(SMTPC_ROUTE_ROUNDROBIN, members, 3);
	unsigned seen = 0;
	for (int i = 0; i < 200; i++) {
		smtpc_plan plan;
		CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
		seen |= 1U << plan.nodes[0].turn;
	}
	CHECK_INT(seen, 7);
}

static void groups_in_groups(void)
{
	const smtpc_route inner[] = {a_server, a_server};
	const smtpc_route members[] = {
		group(SMTPC_ROUTE_ROUNDROBIN, inner, 2), a_server, group(SMTPC_ROUTE_FAILOVER, inner, 2)};
	smtpc_route route = group(SMTPC_ROUTE_FAILOVER, members, 3);
	smtpc_plan plan;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
	CHECK_INT(plan.count, 5);
	plan.nodes[1].turn = 0;
	CHECK_STR(order(&plan, 0, true), "01234");
	CHECK_STR(order(&plan, 0, true), "10234");
	route.kind = SMTPC_ROUTE_ROUNDROBIN;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
	plan.nodes[0].turn = plan.nodes[1].turn = 1;
	CHECK_STR(order(&plan, 0, true), "23410");
	CHECK_STR(order(&plan, 0, true), "34012");
	CHECK_STR(order(&plan, 0, true), "10234");
}

static int count_server(void *user, size_t index, const smtpc_options *options, smtpc_error *err)
{
	size_t *next = user;
	(void)err;
	CHECK_INT(index, *next);
	CHECK(options == &any);
	++*next;
	return index == 2 ? SMTPC_E_ARGUMENT : SMTPC_OK;
}

static void each_server_until_one_fails(void)
{
	const smtpc_route inner[] = {a_server, a_server, a_server};
	const smtpc_route members[] = {group(SMTPC_ROUTE_ROUNDROBIN, inner, 2), a_server, a_server};
	smtpc_route route = group(SMTPC_ROUTE_FAILOVER, members, 3);
	size_t next = 0;
	CHECK_INT(smtpc_route_each(&route, count_server, &next, NULL), SMTPC_E_ARGUMENT);
	CHECK_INT(next, 3);
}

static void what_is_no_route(void)
{
	smtpc_route many[SMTPC_ROUTE_SERVERS_MAX + 1];
	smtpc_plan plan;
	for (size_t i = 0; i <= SMTPC_ROUTE_SERVERS_MAX; i++) {
		many[i] = a_server;
	}
	smtpc_route route = group(SMTPC_ROUTE_FAILOVER, many, SMTPC_ROUTE_SERVERS_MAX);
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), 0);
	route.member_count++;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), SMTPC_E_ARGUMENT);
	route.member_count = 0;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), SMTPC_E_ARGUMENT);
	route = group(SMTPC_ROUTE_FAILOVER, many, 2);
	route.retry_period = -1;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), SMTPC_E_ARGUMENT);
	route.retry_period = NAN;
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), SMTPC_E_ARGUMENT);
	smtpc_route deep[SMTPC_ROUTE_DEPTH_MAX + 2] = {a_server};
	for (size_t i = 1; i < SMTPC_ROUTE_DEPTH_MAX + 2; i++) {
		int want = i <= SMTPC_ROUTE_DEPTH_MAX ? SMTPC_OK : SMTPC_E_ARGUMENT;
		deep[i] = group(SMTPC_ROUTE_FAILOVER, &deep[i - 1], 1);
		CHECK_INT(smtpc_plan_init(&plan, &deep[i], NULL), want);
	}
	/* Groups of groups without an end in sight. */
	smtpc_route wide[SMTPC_ROUTE_SERVERS_MAX + 1];
	for (size_t i = 0; i <= SMTPC_ROUTE_SERVERS_MAX; i++) {
		wide[i] = deep[1];
	}
	route = group(SMTPC_ROUTE_FAILOVER, wide, SMTPC_ROUTE_SERVERS_MAX);
	CHECK_INT(smtpc_plan_init(&plan, &route, NULL), SMTPC_E_ARGUMENT);
}

int main(void)
{
	RUN(one_server);
	RUN(failover_keeps_the_order_and_asks_the_dead_last);
	RUN(without_a_retry_period_nobody_is_dead);
	RUN(roundrobin_takes_turns);
	RUN(it_begins_anywhere);
	RUN(groups_in_groups);
	RUN(each_server_until_one_fails);
	RUN(what_is_no_route);
	return test_report();
}
