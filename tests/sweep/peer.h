/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One connection of the model server over a real socket, with TLS in memory, so that it can be cut
 * off at any octet of what is on the wire. Nothing here blocks. */
#ifndef SWEEP_PEER_H
#define SWEEP_PEER_H

#include <openssl/ssl.h>

#include "test/model_server.h"

typedef enum peer_way { PEER_WHOLE, PEER_TO_SERVER, PEER_TO_CLIENT } peer_way;

typedef enum peer_fault {
	PEER_FIN,  /* an end: what comes to the server later is thrown away */
	PEER_RST,  /* a reset: what was not read yet is lost */
	PEER_HALF, /* to the server: it says no more from there on, but hears everything */
	PEER_FLIP, /* one bit of the octet behind is another one: TLS must see it */
	PEER_STALL /* nothing moves any more on that way; the other one works */
} peer_fault;

typedef struct peer_plan {
	peer_way way;
	peer_fault fault;
	uint64_t at;   /* octets of the wire before it; or with |by_reply| the number of the reply */
	bool by_reply; /* STALL to the client, before the reply number |at| */
	bool narrow;   /* with little room for what comes in */
} peer_plan;

typedef struct peer {
	int fd; /* -1: closed */
	SSL *ssl;
	BIO *cipher_in, *cipher_out; /* owned by ssl */
	peer_plan plan;
	model_conn model;
	uint64_t in, out;                    /* octets on the wire so far */
	uint64_t content_start, content_end; /* of the last mail, in octets on the wire */
	size_t started, ended;               /* mails whose content has */
	bool chased;                         /* some content had the next mail right behind it */
	bool deaf;                           /* what comes in is thrown away */
	bool broken;                         /* TLS has failed */
	bool finished;                       /* nothing more is said */
	size_t plain_len; /* of a server without TLS: octets that are to be written */
	char plain[MODEL_OUT_MAX];
} peer;

/* The server's side of TLS with a new P-256 key, and its certificate for 127.0.0.1 in |file|. NULL:
 * it cannot be had. */
SSL_CTX *peer_make_tls(const char *file);
/* Takes the connection |fd| over. */
void peer_open(peer *p, int fd, SSL_CTX *tls, const peer_plan *plan, const model_config *config,
	model_log *log);
/* Moves what can be moved; true: something was. */
bool peer_serve(peer *p);
/* What was planned has happened. */
bool peer_has_failed(const peer *p);
void peer_close(peer *p);

#endif
