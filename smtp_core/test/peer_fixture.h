/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Clients of servers inside the process, and mails for them. */
#ifndef PEER_FIXTURE_H
#define PEER_FIXTURE_H

#include "net/smtpc_sock.h"
#include "script_io.h"
#include "smtpc_test.h"
#include "text_source.h"

#define MAIL_TEXT "Subject: x\r\n\r\n.dot\r\n..two\r\nhello\r\n"

/* To b0@example.net, b1@…; NULL: out of memory. */
static inline smtpc_job *peer_job(
	const smtpc_mem *mem, text_source *source, size_t rcpts, bool rewindable)
{
	smtpc_job *job = script_job(mem, rcpts);
	source->at = 0;
	if (job != NULL) {
		smtpc_job_take_source(job, text_source_of(source, rewindable));
	}
	return job;
}

/* Steps to the end of the operation: nobody waits for anything. */
static inline void peer_drive(smtpc_client *client, smtpc_event *event)
{
	for (int rounds = 0; rounds < 100000; rounds++) {
		smtpc_client_step(client, event);
		if (event->kind == SMTPC_EV_DONE) {
			return;
		}
		if (event->kind == SMTPC_EV_SOURCE) {
			smtpc_client_pull(client);
		} else {
			CHECK(event->fd == -1 && event->timeout <= 0);
		}
	}
	CHECK(!"the client never finishes");
}

/* Sends a mail to two; the caller frees the job. */
static inline smtpc_job *peer_send(smtpc_client *client, bool rewindable)
{
	static text_source source = {.text = SMTPC_STR(MAIL_TEXT)};
	smtpc_event event;
	smtpc_job *job = peer_job(NULL, &source, 2, rewindable);
	CHECK_INT(smtpc_client_send(client, job, NULL), 0);
	peer_drive(client, &event);
	return job;
}

static inline smtpc_peer *peer_of(const char *script)
{
	smtpc_peer_options options = {.script = smtpc_str_of(script), .keep = SMTPC_KEEP_MEMORY};
	smtpc_error err = {.code = 0};
	smtpc_peer *peer = smtpc_peer_new(NULL, &options, &err);
	if (peer == NULL) {
		fprintf(stderr, "%s\n", err.message);
	}
	CHECK(peer != NULL);
	return peer;
}

/* Mails that it holds, which are forgotten; each must be whole. */
static inline int peer_count(smtpc_peer *peer)
{
	smtpc_peer_mail mail;
	int count = 0;
	while (smtpc_peer_next(peer, &mail)) {
		CHECK_STR(mail.content, MAIL_TEXT);
		CHECK_STR(mail.sender, "a@example.com");
		CHECK(mail.rcpt_count > 0);
		count++;
	}
	return count;
}

#endif
