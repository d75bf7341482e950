/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A link between a client and a model server, in memory, that fails at a given octet of one of its
 * directions, in one of the ways in which links fail. */
#ifndef SWEEP_LINK_H
#define SWEEP_LINK_H

#include "model_server.h"

typedef enum link_way { LINK_WHOLE, LINK_TO_SERVER, LINK_TO_CLIENT } link_way;

typedef enum link_fault {
	LINK_FIN,   /* what had arrived is still answered, then there is an end; what is written is lost
				 */
	LINK_RST,   /* what was not read is lost, and writing fails */
	LINK_STALL, /* nothing moves any more in this direction */
	LINK_LATE,  /* to the server only: taken from the client, but it arrives when that has gone */
	LINK_FAULTS
} link_fault;

/* What receiving and sending give besides a number of octets. */
enum { LINK_AGAIN = -1, LINK_EOF = -2, LINK_BROKEN = -3 };

enum { LINK_LATE_MAX = 512 * 1024 };

typedef struct sweep_link {
	model_conn server;
	link_way way;
	link_fault fault;
	uint64_t at;   /* octets of that way before the fault */
	size_t slice;  /* octets that move at a time; 0: all there are */
	uint64_t sent; /* taken from the client */
	size_t late_len;
	char late[LINK_LATE_MAX];
} sweep_link;

/* Up to |len| octets into |room|: how many, or LINK_AGAIN, LINK_EOF, LINK_BROKEN. */
ptrdiff_t link_recv(sweep_link *link, char *room, size_t len);
/* How many octets of |data| were taken, or LINK_AGAIN, LINK_BROKEN. */
ptrdiff_t link_send(sweep_link *link, const char *data, size_t len);
/* The fault has come. */
bool link_has_failed(const sweep_link *link);
/* The client has gone: what was on its way arrives. */
void link_settle(sweep_link *link);

#endif
