/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "sweep_link.h"

#include <string.h>

bool link_has_failed(const sweep_link *l)
{
	return (l->way == LINK_TO_SERVER && l->server.in >= l->at) ||
		(l->way == LINK_TO_CLIENT && l->server.out_taken >= l->at);
}

/* How many of |len| octets may move on |way| before the fault. */
static size_t allowed(const sweep_link *l, link_way way, uint64_t moved, size_t len)
{
	size_t n = l->slice > 0 && len > l->slice ? l->slice : len;
	return l->way == way && n > l->at - moved ? (size_t)(l->at - moved) : n;
}

/* What receiving gives when there is nothing to be had. */
static ptrdiff_t silence(const sweep_link *l)
{
	bool ended = l->server.state == MODEL_CLOSED;
	if (link_has_failed(l)) {
		ended = ended || l->fault == LINK_FIN;
	}
	return ended ? LINK_EOF : LINK_AGAIN;
}

ptrdiff_t link_recv(sweep_link *l, char *room, size_t len)
{
	model_conn *server = &l->server;
	if (link_has_failed(l) && l->fault == LINK_RST) {
		return LINK_BROKEN;
	}
	size_t left = server->out_len - server->out_taken;
	size_t n = allowed(l, LINK_TO_CLIENT, server->out_taken, left < len ? left : len);
	if (n == 0) {
		return left > 0 && l->fault != LINK_FIN ? LINK_AGAIN : silence(l);
	}
	memcpy(room, server->out + server->out_taken, n);
	server->out_taken += n;
	return (ptrdiff_t)n;
}

static void keep_late(sweep_link *l, const char *data, size_t len)
{
	size_t room = sizeof l->late - l->late_len;
	size_t n = len < room ? len : room;
	memcpy(l->late + l->late_len, data, n);
	l->late_len += n;
}

ptrdiff_t link_send(sweep_link *l, const char *data, size_t len)
{
	bool failed = link_has_failed(l);
	if (failed && l->fault == LINK_RST) {
		return LINK_BROKEN;
	}
	size_t n = allowed(l, LINK_TO_SERVER, l->server.in, len);
	model_input(&l->server, data, n);
	if (l->way == LINK_TO_SERVER && l->server.in >= l->at) {
		/* The system takes what the network loses, or keeps for later. */
		if (l->fault == LINK_LATE) {
			keep_late(l, data + n, len - n);
			n = len;
		} else if (l->fault == LINK_FIN) {
			n = len;
		}
	}
	l->sent += n;
	return n > 0 ? (ptrdiff_t)n : LINK_AGAIN;
}

void link_settle(sweep_link *l)
{
	size_t len = l->late_len;
	l->late_len = 0;
	/* The client is not there to read: nothing that it had to wait for is in these octets. */
	model_input(&l->server, l->late, len);
}
