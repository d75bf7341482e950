/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A strict SMTP server (RFC 5321, 2920, 3030, 3207, 4954; LMTP: RFC 2033) as a machine of bytes:
 * without a socket, so that sweeps can cut it off from its client wherever they like. It delivers a
 * mail when the content's end has come, before it answers (RFC 5321 §6.1), and keeps a log of that,
 * which is what outcomes are judged by. What a client must not do is noted as a breach. */
#ifndef MODEL_SERVER_H
#define MODEL_SERVER_H

#include "smtpc.h"

/* Mail number n comes from m<n>@example.com and goes to b0@, b1@, b2@example.net. */
enum { MODEL_MAILS = 4, MODEL_RCPTS = 3, MODEL_OUT_MAX = 8192, MODEL_REPLIES_MAX = 64 };

typedef struct model_config {
	bool pipelining, starttls, auth, chunking, lmtp;
	bool secured;                /* TLS from the first byte */
	bool eager;                  /* 354 even if no recipient was accepted */
	size_t max_rcpts;            /* in a mail, told by LIMITS (RFC 9422); 0: any number */
	int mail_code, data_code;    /* refusals; 0: none */
	int chunk_code;              /* the same, of every chunk */
	size_t goodbye;              /* reply number so and so is 421, and the last one; 0: none */
	int rcpt_code[MODEL_RCPTS];  /* the same */
	int final_code[MODEL_RCPTS]; /* the same; with LMTP by recipient, else the first counts */
	size_t early; /* final_code comes after so many octets of content; 0: at its end */
	smtpc_str content[MODEL_MAILS];
} model_config;

/* Of all connections of one run. */
typedef struct model_log {
	unsigned delivered[MODEL_MAILS][MODEL_RCPTS];
	char breach[160]; /* the first thing that the client did wrong; "": nothing */
} model_log;

/* Where in a connection's octets something stood. */
typedef struct model_marks {
	/* In what came in, of the mail's first transaction; 0: never. */
	uint64_t content_start[MODEL_MAILS], content_end[MODEL_MAILS];
	size_t final_end[MODEL_MAILS];   /* in what went out: behind the last transaction's (last) final
										reply; 0: none */
	size_t reply[MODEL_REPLIES_MAX]; /* where each reply begins */
	size_t reply_count;
} model_marks;

typedef enum model_state {
	MODEL_COMMAND,
	MODEL_AUTH_PLAIN,
	MODEL_AUTH_USER,
	MODEL_AUTH_PASSWORD,
	MODEL_HANDSHAKE,
	MODEL_DATA,
	MODEL_CHUNK,
	MODEL_CLOSED
} model_state;

typedef enum model_at { AT_START, AT_DOT, AT_DOT_CR, AT_MIDDLE, AT_CR } model_at;

typedef struct model_conn {
	const model_config *config;
	model_log *log;
	model_state state;
	bool secured, greeted, logged_in, in_mail;
	bool may_stream; /* the last command may have others behind it (RFC 2920 §3.1) */
	unsigned mail;
	bool rcpt[MODEL_RCPTS]; /* accepted */
	int64_t size;           /* told by MAIL; -1: not */
	uint64_t received;      /* octets of content */
	bool spoilt;            /* it is not the content that the mail has */
	bool answered;          /* the final reply has been given early */
	model_at at;
	uint64_t chunk_left;
	bool chunk_last, chunk_refused;
	char line[2048];
	size_t line_len;
	uint64_t in;
	char out[MODEL_OUT_MAX];
	size_t out_len;
	size_t out_taken; /* the client has these: set by whoever carries them */
	model_marks marks;
} model_conn;

/* A new connection; the greeting is in its output. |config| and |log| are borrowed. */
void model_open(model_conn *c, const model_config *config, model_log *log);
/* Octets of the client; the answers are appended to c->out. */
void model_input(model_conn *c, const char *data, size_t len);
/* The handshake after STARTTLS is done. */
void model_secured(model_conn *c);
/* How often mail |mail| reached anybody: the most of any recipient. */
unsigned model_deliveries(const model_log *log, size_t mail);

#endif
