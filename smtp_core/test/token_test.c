/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client's question for a token, over a real socket: when it comes, that no stage's limit runs
 * meanwhile, and what becomes of the operation when there is no answer. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "smtpc_test.h"

static pid_t server;
static uint16_t port;

/* Writes |flights| (NULL-terminated) in turn, each after something was read, but for the first. */
static void play(int fd, const char *const *flights)
{
	char sink[4096];
	for (size_t i = 0; flights[i] != NULL; i++) {
		if (i > 0 && recv(fd, sink, sizeof sink, 0) <= 0) {
			break;
		}
		(void)send(fd, flights[i], strlen(flights[i]), MSG_NOSIGNAL);
	}
	while (recv(fd, sink, sizeof sink, 0) > 0) {
		continue;
	}
}

static void serve(const char *const *flights)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof addr;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(bind(listener, (struct sockaddr *)&addr, len), 0);
	CHECK_INT(listen(listener, 1), 0);
	CHECK_INT(getsockname(listener, (struct sockaddr *)&addr, &len), 0);
	port = ntohs(addr.sin_port);
	server = fork();
	if (server == 0) {
		(void)alarm(60);
		play(accept(listener, NULL, NULL), flights);
		_exit(0);
	}
	(void)close(listener);
}

static void stop(smtpc_client *client)
{
	smtpc_client_free(client);
	(void)kill(server, SIGKILL);
	(void)waitpid(server, NULL, 0);
}

static smtpc_client *connect_to(const char *const *flights, double command, double total)
{
	smtpc_options o;
	smtpc_error err;
	serve(flights);
	smtpc_options_init(&o);
	o.host = SMTPC_STR("127.0.0.1");
	o.port = port;
	o.username = SMTPC_STR("me");
	o.token = true;
	o.timeouts.command = command;
	o.timeouts.total = total;
	smtpc_client *client = smtpc_client_new(NULL, &o, &err);
	CHECK(client != NULL && smtpc_client_connect(client, &err) == SMTPC_OK);
	return client;
}

/* Steps until something else than waiting is to be done. */
static smtpc_event next(smtpc_client *client)
{
	smtpc_event event;
	for (;;) {
		smtpc_client_step(client, &event);
		if (event.kind != SMTPC_EV_WAIT) {
			return event;
		}
		(void)smtpc_wait(event.fd, event.read, event.write, event.timeout);
	}
}

#define HELLO "220 mx\r\n", "250-mx\r\n250 AUTH XOAUTH2\r\n"

static void a_token_is_asked_for_and_renewed(void)
{
	const char *flights[] = {HELLO, "535 no\r\n", "235 ok\r\n", NULL};
	smtpc_client *client = connect_to(flights, 30, 0);
	smtpc_event event = next(client);
	CHECK(event.kind == SMTPC_EV_TOKEN && !event.renew);
	smtpc_client_token(client, SMTPC_STR("stale"));
	/* Nobody has asked for this one. */
	smtpc_client_token(client, SMTPC_STR("surplus"));
	event = next(client);
	CHECK(event.kind == SMTPC_EV_TOKEN && event.renew);
	smtpc_client_token(client, SMTPC_STR("fresh"));
	event = next(client);
	CHECK(event.kind == SMTPC_EV_DONE && event.error == NULL);
	CHECK(smtpc_client_used_auth(client) == SMTPC_SASL_XOAUTH2);
	CHECK(smtpc_client_is_connected(client));
	smtpc_client_token(client, SMTPC_STR("late"));
	stop(client);
}

static void the_question_stays_until_it_is_answered(void)
{
	const char *flights[] = {HELLO, "235 ok\r\n", NULL};
	smtpc_client *client = connect_to(flights, 2, 0);
	for (int i = 0; i < 3; i++) {
		CHECK(next(client).kind == SMTPC_EV_TOKEN);
		/* Longer than a command may take. */
		(void)smtpc_wait(-1, false, false, 0.8);
	}
	smtpc_client_token(client, SMTPC_STR("token"));
	smtpc_event event = next(client);
	CHECK(event.kind == SMTPC_EV_DONE);
	/* A machine that is very busy may let the answer come too late, but never the question. */
	CHECK(event.error == NULL || event.error->code == SMTPC_E_TIMEOUT);
	stop(client);
}

static void the_total_limit_ends_it(void)
{
	const char *flights[] = {HELLO, NULL};
	smtpc_client *client = connect_to(flights, 0, 2);
	smtpc_event event = next(client);
	for (int i = 0; i < 600 && event.kind == SMTPC_EV_TOKEN; i++) {
		(void)smtpc_wait(-1, false, false, 0.05);
		event = next(client);
	}
	CHECK(event.kind == SMTPC_EV_DONE && event.error != NULL);
	CHECK_INT(event.error->code, SMTPC_E_TIMEOUT);
	CHECK_INT(event.error->outcome, SMTPC_NOT_SENT);
	stop(client);
}

static void who_has_no_token_gives_up(void)
{
	const char *flights[] = {HELLO, NULL};
	smtpc_client *client = connect_to(flights, 0, 0);
	CHECK(next(client).kind == SMTPC_EV_TOKEN);
	smtpc_client_abort(client, SMTPC_E_CANCELLED, "no token");
	smtpc_event event = next(client);
	CHECK(event.kind == SMTPC_EV_DONE && event.error != NULL);
	CHECK_INT(event.error->code, SMTPC_E_CANCELLED);
	CHECK_INT(event.error->stage, SMTPC_STAGE_AUTH);
	CHECK(!smtpc_client_is_connected(client));
	smtpc_str transcript = smtpc_client_transcript(client);
	CHECK(memmem(transcript.ptr, transcript.len, "> AUTH", 6) == NULL);
	stop(client);
}

int main(void)
{
	RUN(a_token_is_asked_for_and_renewed);
	RUN(the_question_stays_until_it_is_answered);
	RUN(the_total_limit_ends_it);
	RUN(who_has_no_token_gives_up);
	return test_report();
}
