/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Threads that share nothing but the code: each has clients, messages and a server of its own.
 * Under ThreadSanitizer (make threads) whatever they share after all is a data race. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "smtpc.h"

enum { THREADS = 4, CLIENTS = 15, MAILS = 4 };

typedef struct worker {
	pthread_t thread, server;
	int listener;
	uint16_t port;
	unsigned accepted, refused;
} worker;

static void must(bool truth, const char *what)
{
	if (!truth) {
		fprintf(stderr, "threads: %s\n", what);
		exit(1);
	}
}

static void say(int fd, const char *text)
{
	(void)send(fd, text, strlen(text), MSG_NOSIGNAL);
}

/* In step, without PIPELINING; every fourth mail is refused. */
static void serve_one(int fd)
{
	static const char *const refusal = "550 5.7.1 no\r\n";
	char line[4096];
	size_t used = 0;
	unsigned mails = 0;
	bool content = false;
	say(fd, "220 mx\r\n");
	for (;;) {
		ssize_t n = recv(fd, line + used, sizeof line - 1 - used, 0);
		if (n <= 0) {
			return;
		}
		used += (size_t)n;
		line[used] = '\0';
		if (content) {
			if (used >= 5 && memcmp(line + used - 5, "\r\n.\r\n", 5) == 0) {
				content = false;
				say(fd, ++mails % 4 == 0 ? refusal : "250 2.0.0 queued as A1\r\n");
				used = 0;
			} else if (used > 4) {
				memmove(line, line + used - 4, 4);
				used = 4;
			}
		} else if (line[used - 1] == '\n') {
			content = strncmp(line, "DATA", 4) == 0;
			bool hello = strncmp(line, "EHLO", 4) == 0;
			say(fd, content ? "354 go\r\n" : hello ? "250-mx\r\n250 8BITMIME\r\n" : "250 ok\r\n");
			used = 0;
		}
	}
}

static void *serve(void *user)
{
	worker *w = user;
	for (int i = 0; i < CLIENTS; i++) {
		int fd = accept(w->listener, NULL, NULL);
		must(fd >= 0, "accept");
		serve_one(fd);
		(void)close(fd);
	}
	return NULL;
}

static void listen_on(worker *w)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof addr;
	w->listener = socket(AF_INET, SOCK_STREAM, 0);
	must(bind(w->listener, (struct sockaddr *)&addr, len) == 0, "bind");
	must(listen(w->listener, 8) == 0, "listen");
	must(getsockname(w->listener, (struct sockaddr *)&addr, &len) == 0, "getsockname");
	w->port = ntohs(addr.sin_port);
}

static smtpc_message *make_message(void)
{
	smtpc_addr from;
	smtpc_error err;
	uint8_t seed[16];
	must(smtpc_random(seed, sizeof seed) == 0, "random");
	smtpc_message *message = smtpc_message_new(NULL, seed);
	must(smtpc_addr_parse(&from, NULL, SMTPC_STR("J\xc3\xb6rg <a@b\xc3\xbc" "cher.example>"), &err) == 0,
		"address");
	must(smtpc_message_add_addr(message, SMTPC_FIELD_FROM, &from) == 0, "from");
	must(smtpc_message_add_addr(message, SMTPC_FIELD_TO, &from) == 0, "to");
	must(smtpc_message_set_date(message, (int64_t)time(NULL), 0) == 0, "date");
	smtpc_addr_free(&from);
	return message;
}

static smtpc_job *make_job(smtpc_message *message)
{
	smtpc_addr to;
	smtpc_error err;
	smtpc_open_options options;
	smtpc_source source;
	smtpc_transfer need;
	must(smtpc_addr_parse(&to, NULL, SMTPC_STR("b@b\xc3\xbc" "cher.example"), &err) == 0, "recipient");
	smtpc_job *job = smtpc_job_new(NULL, &to);
	must(smtpc_job_add_rcpt(job, &to) == 0, "job");
	smtpc_addr_free(&to);
	smtpc_open_options_init(&options);
	options.now = (int64_t)time(NULL);
	must(smtpc_message_open(message, &options, &source, &need, &err) == 0, "open");
	smtpc_job_take_source(job, source);
	smtpc_job_set_transfer(job, need);
	return job;
}

static void drive(smtpc_client *client)
{
	smtpc_event event;
	for (;;) {
		smtpc_client_step(client, &event);
		if (event.kind == SMTPC_EV_DONE) {
			return;
		}
		if (event.kind == SMTPC_EV_SOURCE) {
			smtpc_client_pull(client);
		} else {
			(void)smtpc_wait(event.fd, event.read, event.write, event.timeout);
		}
	}
}

static void send_with(worker *w, smtpc_client *client, smtpc_message *message)
{
	smtpc_error err;
	smtpc_job *job = make_job(message);
	must(smtpc_client_send(client, job, &err) == 0, "send");
	drive(client);
	const smtpc_result *result = smtpc_job_result(job);
	w->accepted += result->outcome == SMTPC_ACCEPTED;
	w->refused += result->outcome == SMTPC_REJECTED;
	smtpc_job_free(job);
	must(smtpc_client_transcript(client).len > 0, "transcript");
}

static void *work(void *user)
{
	worker *w = user;
	smtpc_error err;
	for (int i = 0; i < CLIENTS; i++) {
		smtpc_options options;
		smtpc_options_init(&options);
		options.host = SMTPC_STR("127.0.0.1");
		options.port = w->port;
		smtpc_client *client = smtpc_client_new(NULL, &options, &err);
		must(client != NULL, "client");
		smtpc_message *message = make_message();
		for (int k = 0; k < MAILS; k++) {
			send_with(w, client, message);
		}
		smtpc_message_free(message);
		smtpc_client_free(client);
	}
	return NULL;
}

int main(void)
{
	static worker workers[THREADS];
	for (size_t i = 0; i < THREADS; i++) {
		listen_on(&workers[i]);
		must(pthread_create(&workers[i].server, NULL, serve, &workers[i]) == 0, "thread");
		must(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0, "thread");
	}
	unsigned accepted = 0, refused = 0;
	for (size_t i = 0; i < THREADS; i++) {
		(void)pthread_join(workers[i].thread, NULL);
		(void)pthread_join(workers[i].server, NULL);
		(void)close(workers[i].listener);
		accepted += workers[i].accepted;
		refused += workers[i].refused;
	}
	bool good = accepted == THREADS * CLIENTS * 3 && refused == THREADS * CLIENTS;
	printf("threads: %u accepted, %u refused: %s\n", accepted, refused, good ? "as it should be" : "wrong");
	return good ? 0 : 1;
}
