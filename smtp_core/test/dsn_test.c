/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * DSNs into their pieces, and what is no DSN. */
#include "smtpc_test.h"

static void put(char out[2048], const char *what, smtpc_str text)
{
	size_t len = strlen(out);
	if (text.ptr != NULL && text.len > 0) {
		(void)snprintf(out + len, 2048 - len, " %s=%.*s", what, (int)text.len, text.ptr);
	}
}

/* "smtp user=u host=h [name=value]" */
static void show(char out[2048], const smtpc_dsn *dsn)
{
	size_t len = strlen(out);
	(void)snprintf(out + len, 2048 - len, "%s", smtpc_dsn_scheme_name(dsn->scheme));
	put(out, "user", dsn->user);
	put(out, "password", dsn->password);
	put(out, "host", dsn->host);
	put(out, "port", dsn->port);
	put(out, "path", dsn->path);
	for (size_t i = 0; i < dsn->member_count; i++) {
		(void)snprintf(out + strlen(out), 2048 - strlen(out), i == 0 ? "(" : " | ");
		show(out, &dsn->members[i]);
	}
	(void)snprintf(out + strlen(out), 2048 - strlen(out), dsn->member_count > 0 ? ")" : "");
	for (size_t i = 0; i < dsn->pair_count; i++) {
		const smtpc_dsn_pair *pair = &dsn->pairs[i];
		put(out, "name", pair->name);
		put(out, "key", pair->key);
		put(out, "value", pair->value);
	}
}

static void check_pieces(const char *text, const char *want)
{
	char got[2048] = "";
	smtpc_dsn dsn;
	smtpc_error err = {.code = 0};
	CHECK_INT(smtpc_dsn_parse(&dsn, NULL, smtpc_str_of(text), &err), SMTPC_OK);
	if (err.code != 0) {
		fprintf(stderr, "%s: %s\n", text, err.message);
		return;
	}
	show(got, &dsn);
	CHECK_STR(smtpc_str_of(got), want);
	smtpc_dsn_free(&dsn);
}

static void servers(void)
{
	check_pieces("smtp://h", "smtp host=h");
	check_pieces("SMTPS://h/", "smtps host=h path=/");
	check_pieces("smtp://h:25", "smtp host=h port=25");
	check_pieces("smtp://u:p@h:25", "smtp user=u password=p host=h port=25");
	check_pieces("smtp://u@h", "smtp user=u host=h");
	check_pieces("smtp://u:p:q@r@h", "smtp user=u password=p:q@r host=h");
	check_pieces("smtp://%75%3a:%2F%3f%23%25%40@h", "smtp user=u: password=/?#%@ host=h");
	check_pieces("smtp://u:a+b@[::1]:26", "smtp user=u password=a+b host=[::1] port=26");
	check_pieces("smtp://h?a=1&b[x]=2&b[y]=&c[]=3&c[]=3&",
		"smtp host=h name=a value=1 name=b key=x value=2 name=b key=y name=c value=3 name=c value=3");
	check_pieces("smtp://h/?a%5Bb%5D=%26=", "smtp host=h path=/ name=a key=b value=&=");
	check_pieces("null://", "null");
	check_pieces("memory://name", "memory host=name");
	check_pieces("file:///var/mail%20box/x?format=eml", "file path=/var/mail box/x name=format value=eml");
	check_pieces("fault://u:p@x?scenario=in_doubt", "fault user=u password=p host=x name=scenario value=in_doubt");
	check_pieces("lmtp://h:24", "lmtp host=h port=24");
}

static void groups(void)
{
	check_pieces("failover(smtp://a)", "failover(smtp host=a)");
	check_pieces("failover( smtp://a   smtps://b )?retry_period=5",
		"failover(smtp host=a | smtps host=b) name=retry_period value=5");
	check_pieces("RoundRobin(smtp://u:p@a:1?x=1 failover(smtp://b null://)?y=2 smtp://c)",
		"roundrobin(smtp user=u password=p host=a port=1 name=x value=1 | failover(smtp host=b | null)"
		" name=y value=2 | smtp host=c)");
	check_pieces("failover(smtp://u:p%29%28%20@a)", "failover(smtp user=u password=p)(  host=a)");
	check_pieces("failover(failover(failover(failover(smtp://a))))",
		"failover(failover(failover(failover(smtp host=a))))");
}

static void check_refused(const char *text, const char *why)
{
	smtpc_dsn dsn;
	smtpc_error err = {.code = 0};
	CHECK_INT(smtpc_dsn_parse(&dsn, NULL, smtpc_str_of(text), &err), SMTPC_E_ARGUMENT);
	if (strstr(err.message, why) == NULL || strstr(err.message, "hunter2") != NULL) {
		fprintf(stderr, "%s: %s\n", text, err.message);
		CHECK(!"another reason");
	}
	smtpc_dsn_free(&dsn);
}

static void what_is_no_dsn(void)
{
	static const char *const schemes[] = {"", "smtp", "smtp:", "smtp:/h", "smtp:h", "x://h", "smtp(a)",
		"failover://a", "failover", "failover(h)", "failover(smtp://a h)", " smtp://h", "://h", "(smtp://a)"};
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		check_refused(schemes[i], "must begin with smtp://");
	}
	check_refused("smtp://u:hunter2%@h", "'%'");
	check_refused("smtp://u:hunter2%4@h", "'%'");
	check_refused("smtp://u:hunter2%zz@h", "'%'");
	check_refused("smtp://h?%zz=1", "'%'");
	check_refused("smtp://h?a=%4", "'%'");
	check_refused("smtp://u:hunter2 @h", "spaces");
	check_refused("smtp://u:hunter2\t@h", "spaces");
	check_refused("smtp://u:hunter2\177@h", "spaces");
	check_refused("smtp://u:hunter2/x@h", "path or fragment");
	check_refused("smtp://u:hunter2#x@h", "path or fragment");
	check_refused("smtp://u:hunter2?x@h", "behind a '?'");
	check_refused("null:///x", "path or fragment");
	check_refused("file:///x#y", "path or fragment");
	check_refused("smtp://[::1", "']'");
	check_refused("smtp://[::1]x:25", "must have a host");
	check_refused("smtp://h?a", "name=value");
	check_refused("smtp://h?a[b=1", "name=value");
	check_refused("smtp://h?a[b]c=1", "name=value");
	check_refused("smtp://h?&", "name=value");
	check_refused("smtp://h?a=1&a=2", "twice");
	check_refused("smtp://h?a[b]=1&a[b]=2", "twice");
	check_refused("smtp://h?a=1&a[b]=2", "twice");
	check_refused("smtp://h?a[]=1&a=2", "twice");
	check_refused("failover()", "members");
	check_refused("failover(  )", "members");
	check_refused("failover(smtp://a", "')'");
	check_refused("failover(smtp://a)x", "behind the ')'");
	check_refused("failover(smtp://a)?a=1?@", "behind a '?'");
	check_refused("failover(smtp://a) ", "spaces");
	check_refused("failover(failover(failover(failover(failover(smtp://a)))))", "four deep");
}

static void caps(void)
{
	static char text[20000];
	smtpc_dsn dsn;
	memset(text, 'a', sizeof text - 1);
	memcpy(text, "smtp://", 7);
	CHECK_INT(smtpc_dsn_parse(&dsn, NULL, (smtpc_str){text, 16384}, NULL), SMTPC_OK);
	smtpc_dsn_free(&dsn);
	CHECK_INT(smtpc_dsn_parse(&dsn, NULL, (smtpc_str){text, 16385}, NULL), SMTPC_E_ARGUMENT);
	size_t len = (size_t)snprintf(text, sizeof text, "failover(");
	for (int i = 0; i < SMTPC_ROUTE_SERVERS_MAX; i++) {
		len += (size_t)snprintf(text + len, sizeof text - len, "null:// ");
	}
	(void)snprintf(text + len, sizeof text - len, ")");
	CHECK_INT(smtpc_dsn_parse(&dsn, NULL, smtpc_str_of(text), NULL), SMTPC_OK);
	smtpc_dsn_free(&dsn);
	(void)snprintf(text + len, sizeof text - len, "null://)");
	check_refused(text, "32 servers");
	len = (size_t)snprintf(text, sizeof text, "null://?");
	for (int i = 0; i < 100; i++) {
		len += (size_t)snprintf(text + len, sizeof text - len, "a%d=1&", i);
	}
	CHECK_INT(smtpc_dsn_parse(&dsn, NULL, smtpc_str_of(text), NULL), SMTPC_OK);
	CHECK_INT(dsn.pair_count, 100);
	smtpc_dsn_free(&dsn);
	(void)snprintf(text + len, sizeof text - len, "b=1");
	check_refused(text, "100 options");
}

static void out_of_memory(void)
{
	bool failed = true;
	for (unsigned long at = 1; failed && at < 100; at++) {
		test_mem t;
		smtpc_dsn dsn;
		test_mem_init(&t);
		t.fail_at = at;
		int rv = smtpc_dsn_parse(&dsn, &t.mem,
			SMTPC_STR("failover(smtp://a?x=1&y=2 roundrobin(null:// null://)?z=3)?a=b"), NULL);
		failed = t.calls >= at;
		CHECK_INT(rv, failed ? SMTPC_E_NOMEM : SMTPC_OK);
		smtpc_dsn_free(&dsn);
		CHECK_INT(t.held, 0);
	}
	CHECK(!failed);
}

int main(void)
{
	RUN(servers);
	RUN(groups);
	RUN(what_is_no_dsn);
	RUN(caps);
	RUN(out_of_memory);
	return test_report();
}
