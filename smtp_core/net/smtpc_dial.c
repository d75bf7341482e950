/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_dial.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_resolve.h"

/* While other addresses are left, one that does not answer is given up sooner. */
#define CONNECT_PATIENCE 5.0

struct smtpc_dial {
	const smtpc_mem *mem;
	const smtpc_options *options;
	smtpc_trace *trace;
	smtpc_dial_state state;
	smtpc_stage stage;
	smtpc_addresses addresses;
	size_t next_address;
	int fd;
	double deadline;
	char remote[80];
	smtpc_error error; /* of the address tried last */
};

/* ---- names --------------------------------------------------------------- */

static smtpc_str without_root_dot(smtpc_str name)
{
	bool rooted = name.len > 1 && name.ptr[name.len - 1] == '.';
	return (smtpc_str){name.ptr, name.len - rooted};
}

static smtpc_str pinned(const smtpc_options *o)
{
	smtpc_str host = without_root_dot(o->host);
	for (size_t i = 0; i < o->pin_count; i++) {
		if (smtpc_str_ieq(without_root_dot(o->pins[i].name), host)) {
			return o->pins[i].address;
		}
	}
	return o->host;
}

static void describe_remote(smtpc_dial *d, const smtpc_sockaddr *to)
{
	char text[64];
	smtpc_sockaddr_text(to, text, sizeof text);
	(void)snprintf(d->remote, sizeof d->remote, strchr(text, ':') != NULL ? "[%s]:%u" : "%s:%u",
		text, (unsigned)smtpc_options_port(d->options));
}

/* ---- failing ------------------------------------------------------------- */

static void remark(smtpc_dial *d, const char *text)
{
	smtpc_trace_add(d->trace, '*', d->stage, SMTPC_TRACE_OPEN, smtpc_str_of(text));
}

/* |why| the address just tried is given up becomes the error, should it be the last one. */
static void note_failure(smtpc_dial *d, int code, const char *why)
{
	(void)smtpc_fail(&d->error, code, "cannot connect to %.*s (%s): %s",
		SMTPC_FMT(d->options->host), d->remote, why);
	d->error.stage = d->stage;
	remark(d, d->error.message);
}

static void note_errno(smtpc_dial *d, int sys_errno)
{
	char text[128];
	smtpc_errno_text(sys_errno, text, sizeof text);
	note_failure(d, SMTPC_E_CONNECT, text);
	d->error.sys_errno = sys_errno;
}

/* ---- connecting ---------------------------------------------------------- */

static double connect_limit(const smtpc_dial *d)
{
	double limit = d->options->timeouts.connect;
	bool last = d->next_address >= d->addresses.count;
	return !last && (limit <= 0 || limit > CONNECT_PATIENCE) ? CONNECT_PATIENCE : limit;
}

/* Starts on the next address that takes a socket; fails when there is none left. */
static void connect_next(smtpc_dial *d)
{
	smtpc_sockaddr source;
	bool bound = d->options->source_ip.len > 0 &&
		smtpc_resolve_literal(&source, d->options->source_ip, 0) == SMTPC_OK;
	while (d->next_address < d->addresses.count) {
		const smtpc_sockaddr *to = &d->addresses.list[d->next_address++];
		int sys_errno = 0;
		describe_remote(d, to);
		d->fd = smtpc_sock_connect(to, bound ? &source : NULL, &sys_errno);
		if (d->fd >= 0) {
			double limit = connect_limit(d);
			d->deadline = limit > 0 ? smtpc_clock() + limit : 0;
			return;
		}
		note_errno(d, sys_errno);
	}
	d->state = SMTPC_DIAL_FAILED;
}

static void give_up_address(smtpc_dial *d)
{
	smtpc_sock_close(d->fd);
	d->fd = -1;
	connect_next(d);
}

static void step_connecting(smtpc_dial *d)
{
	if (d->deadline > 0 && smtpc_clock() >= d->deadline) {
		note_failure(d, SMTPC_E_TIMEOUT, "no answer in time");
		give_up_address(d);
		return;
	}
	if (!smtpc_sock_is_writable(d->fd)) {
		return;
	}
	int sys_errno = smtpc_sock_connect_result(d->fd);
	if (sys_errno == 0) {
		char note[120];
		(void)snprintf(note, sizeof note, "connected to %s", d->remote);
		remark(d, note);
		d->state = SMTPC_DIAL_CONNECTED;
	} else {
		note_errno(d, sys_errno);
		give_up_address(d);
	}
}

static void step_resolving(smtpc_dial *d)
{
	const smtpc_options *o = d->options;
	if (smtpc_resolve(
			&d->addresses, pinned(o), smtpc_options_port(o), o->ip_version, &d->error) < 0) {
		d->error.stage = SMTPC_STAGE_RESOLVE;
		remark(d, d->error.message);
		d->state = SMTPC_DIAL_FAILED;
		return;
	}
	d->stage = SMTPC_STAGE_CONNECT;
	connect_next(d);
}

smtpc_dial_state smtpc_dial_step(smtpc_dial *d)
{
	int fd;
	do {
		fd = d->fd;
		if (d->state == SMTPC_DIAL_WAIT && d->stage == SMTPC_STAGE_RESOLVE) {
			step_resolving(d);
		} else if (d->state == SMTPC_DIAL_WAIT) {
			step_connecting(d);
		}
	} while (d->state == SMTPC_DIAL_WAIT && d->fd != fd);
	return d->state;
}

int smtpc_dial_wait(const smtpc_dial *d, bool *read, bool *write, double *deadline)
{
	*read = false;
	*write = true;
	*deadline = d->deadline;
	return d->fd;
}

int smtpc_dial_take(smtpc_dial *d, bool *local)
{
	int fd = d->fd;
	*local = smtpc_sockaddr_is_loopback(&d->addresses.list[d->next_address - 1]);
	d->fd = -1;
	return fd;
}

/* ---- life ---------------------------------------------------------------- */

smtpc_dial *smtpc_dial_new(const smtpc_mem *mem, const smtpc_options *options, smtpc_trace *trace)
{
	smtpc_dial *d = smtpc_zalloc(mem, sizeof *d);
	if (d != NULL) {
		d->mem = mem;
		d->options = options;
		d->trace = trace;
		d->state = SMTPC_DIAL_WAIT;
		d->stage = SMTPC_STAGE_RESOLVE;
		d->fd = -1;
	}
	return d;
}

void smtpc_dial_free(smtpc_dial *d)
{
	if (d == NULL) {
		return;
	}
	if (d->fd >= 0) {
		smtpc_sock_close(d->fd);
	}
	smtpc_free(d->mem, d);
}

smtpc_stage smtpc_dial_stage(const smtpc_dial *d)
{
	return d->stage;
}

const smtpc_error *smtpc_dial_error(const smtpc_dial *d)
{
	return &d->error;
}

const char *smtpc_dial_remote(const smtpc_dial *d)
{
	return d->remote;
}
