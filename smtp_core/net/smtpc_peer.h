/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A server inside the process, and connections to it: a link takes what a socket would, and gives
 * what one would. It sees no clock: |now| is the caller's, who may let it jump. */
#ifndef SMTPC_PEER_H
#define SMTPC_PEER_H

#include "net/smtpc_drop.h"
#include "net/smtpc_script.h"

struct smtpc_peer {
	const smtpc_mem *mem;
	size_t refs;
	smtpc_peer_options options;
	smtpc_script script;
	smtpc_store store;
	unsigned connections; /* so far */
	unsigned taken;       /* mails so far */
};

typedef struct smtpc_link smtpc_link;

typedef enum smtpc_link_answer {
	SMTPC_LINK_YES,
	SMTPC_LINK_NO,
	SMTPC_LINK_NEVER /* it stalls there */
} smtpc_link_answer;

/* Takes a reference. NULL: out of memory. */
smtpc_link *smtpc_link_new(smtpc_peer *peer);
void smtpc_link_free(smtpc_link *link);
/* Is there somebody who listens? Before anything else. */
smtpc_link_answer smtpc_link_connect(smtpc_link *link);
/* A TLS handshake, which is only played: would it succeed? */
smtpc_link_answer smtpc_link_handshake(smtpc_link *link);
/* As smtpc_sock_send() and smtpc_sock_recv(), SMTPC_SOCK_* included. */
ptrdiff_t smtpc_link_send(smtpc_link *link, smtpc_str data, double now, int *sys_errno);
ptrdiff_t smtpc_link_recv(smtpc_link *link, char *room, size_t len, double now, int *sys_errno);
/* There is something to be received, be it the end. */
bool smtpc_link_is_ready(smtpc_link *link, double now);
/* When it will do something of its own accord; 0: never. */
double smtpc_link_due(const smtpc_link *link);

#endif
