/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A client and its server over real sockets on loopback. The server is a child process that plays
 * one canned dialogue a connection: it writes the greeting, then one flight each time the client has
 * written a flight of its own. */
#ifndef CLIENT_FIXTURE_H
#define CLIENT_FIXTURE_H

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "smtpc_test.h"
#include "text_source.h"

#define GREET "220 mx\r\n"
#define EHLO "250-mx\r\n250 PIPELINING\r\n"
#define GO "250 ok\r\n250 ok\r\n354 go\r\n"
#define MAIL_FLIGHTS GREET, EHLO, GO, "250 ok\r\n"

/* Flights of one connection, NULL-terminated. "CLOSE", "RESET" and "STALL" do that instead, and
 * "GONE" closes without waiting for a flight of the client. */
typedef const char *const dialogue[12];

static pid_t server;
static int listener = -1;
static uint16_t port;

static inline void reset_on_close(int fd)
{
	struct linger hard = {1, 0};
	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

static inline void play(int fd, const char *const *flight)
{
	char sink[65536];
	for (bool first = true; *flight != NULL; flight++, first = false) {
		if (strcmp(*flight, "GONE") == 0) {
			return;
		}
		if (!first && recv(fd, sink, sizeof sink, 0) <= 0) {
			return;
		}
		if (strcmp(*flight, "CLOSE") == 0) {
			return;
		}
		if (strcmp(*flight, "RESET") == 0) {
			reset_on_close(fd);
			return;
		}
		if (strcmp(*flight, "STALL") == 0) {
			(void)pause();
		}
		(void)send(fd, *flight, strlen(*flight), MSG_NOSIGNAL);
	}
	while (recv(fd, sink, sizeof sink, 0) > 0) {
		continue;
	}
}

static inline void serve(dialogue *dialogues, size_t count)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof addr;
	listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(bind(listener, (struct sockaddr *)&addr, len), 0);
	CHECK_INT(listen(listener, 8), 0);
	CHECK_INT(getsockname(listener, (struct sockaddr *)&addr, &len), 0);
	port = ntohs(addr.sin_port);
	server = fork();
	if (server == 0) {
		(void)alarm(30);
		for (size_t i = 0; i < count; i++) {
			int fd = accept(listener, NULL, NULL);
			play(fd, dialogues[i]);
			(void)close(fd);
		}
		_exit(0);
	}
}

static inline void stop(void)
{
	(void)kill(server, SIGKILL);
	(void)waitpid(server, NULL, 0);
	(void)close(listener);
}

static inline smtpc_client *make_client(void)
{
	smtpc_options o;
	smtpc_error err;
	smtpc_options_init(&o);
	o.host = SMTPC_STR("127.0.0.1");
	o.port = port;
	o.timeouts.command = 0.3;
	o.timeouts.reply = 0.3;
	o.timeouts.greeting = 0.3;
	smtpc_client *client = smtpc_client_new(NULL, &o, &err);
	CHECK(client != NULL);
	return client;
}

static inline smtpc_job *make_job(text_source *text, bool rewindable)
{
	smtpc_addr from, to;
	smtpc_error err;
	CHECK_INT(smtpc_addr_init(&from, NULL, SMTPC_STR("a@example.com"), SMTPC_STR(""), &err), 0);
	CHECK_INT(smtpc_addr_init(&to, NULL, SMTPC_STR("b@example.net"), SMTPC_STR(""), &err), 0);
	smtpc_job *job = smtpc_job_new(NULL, &from);
	CHECK_INT(smtpc_job_add_rcpt(job, &to), 0);
	*text = (text_source){.text = SMTPC_STR("Subject: x\r\n\r\nhello\r\n")};
	smtpc_job_take_source(job, text_source_of(text, rewindable));
	smtpc_addr_free(&from);
	smtpc_addr_free(&to);
	return job;
}

static inline void drive(smtpc_client *client, smtpc_event *event)
{
	for (int rounds = 0; rounds < 10000; rounds++) {
		smtpc_client_step(client, event);
		if (event->kind == SMTPC_EV_DONE) {
			return;
		}
		if (event->kind == SMTPC_EV_SOURCE) {
			smtpc_client_pull(client);
		} else {
			(void)smtpc_wait(event->fd, event->read, event->write, event->timeout);
		}
	}
	CHECK(!"the client never finishes");
}

#endif
