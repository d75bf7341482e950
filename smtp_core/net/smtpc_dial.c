/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_dial.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_options.h"
#include "net/smtpc_proxy.h"

/* RFC 8305 §5: how long an address is tried alone. */
#define ATTEMPT_DELAY 0.25
/* Of several attempts the caller waits for the newest; the others are looked at this often. */
#define LOOK_AROUND 0.02
/* A local socket whose queue is full is tried again after this long. */
#define QUEUE_DELAY 0.05

enum { SLOT_SERVER, SLOT_PROXY };

struct smtpc_dial {
	const smtpc_mem *mem;
	smtpc_dial_config config;
	smtpc_dial_state state;
	smtpc_stage stage;
	bool begun;
	double deadline; /* of the whole; 0: none */
	smtpc_addresses addresses;
	int fds[SMTPC_ADDRESSES_MAX]; /* of the attempts that run; -1: over, or not begun */
	size_t begun_count;
	double next_start; /* when the next address gets its turn */
	int fd;            /* connected */
	bool local;
	char remote[SMTPC_REMOTE_MAX];
	char reasons[400]; /* address and why, of each attempt that failed */
	size_t failures;
	smtpc_error error;
	size_t slot;             /* of the lookup that is waited for */
	smtpc_proxy_url via;     /* kind NONE: no proxy */
	smtpc_addresses targets; /* of the server, where the proxy is to be told one of them */
	size_t target;           /* the one it is told now */
	smtpc_proxy talk;
	char label[SMTPC_REMOTE_MAX]; /* what the proxy is called */
};

/* ---- failing ------------------------------------------------------------- */

static void remark(smtpc_dial *d, const char *text)
{
	smtpc_trace_add(d->config.trace, '*', d->stage, SMTPC_TRACE_OPEN, smtpc_str_of(text));
}

static void give_up(smtpc_dial *d)
{
	d->error.stage = d->stage;
	d->state = SMTPC_DIAL_FAILED;
}

static bool has_proxy(const smtpc_dial *d)
{
	return d->via.kind != SMTPC_PROXY_NONE;
}

/* The host whose addresses are tried. */
static smtpc_str dialled(const smtpc_dial *d)
{
	return has_proxy(d) ? d->via.host : d->config.options->host;
}

/* "192.0.2.1:25", "[2001:db8::1]:25", "/run/socket". */
static void describe_address(const smtpc_sockaddr *to, char *out, size_t size)
{
	char text[SMTPC_REMOTE_MAX];
	unsigned port = smtpc_sockaddr_port(to);
	smtpc_sockaddr_text(to, text, sizeof text);
	if (to->addr.ss_family == AF_UNIX) {
		(void)snprintf(out, size, "%s", text);
	} else if (to->addr.ss_family == AF_INET6) {
		(void)snprintf(out, size, "[%.64s]:%u", text, port);
	} else {
		(void)snprintf(out, size, "%.64s:%u", text, port);
	}
}

static void describe(const smtpc_dial *d, size_t i, char *out, size_t size)
{
	describe_address(&d->addresses.list[i], out, size);
}

/* Why address |i| was given up. The error names all of them in the end. */
static void note_failure(smtpc_dial *d, size_t i, int code, const char *why)
{
	smtpc_str host = dialled(d);
	const char *what = has_proxy(d) ? "the proxy " : "";
	size_t used = strlen(d->reasons);
	describe(d, i, d->remote, sizeof d->remote);
	(void)snprintf(d->reasons + used, sizeof d->reasons - used, "%s%s: %s", used > 0 ? "; " : "",
		d->remote, why);
	bool same = smtpc_options_socket(host).len > 0;
	(void)smtpc_fail(&d->error, code,
		same ? "cannot connect to %s%.*s: %.0s%s" : "cannot connect to %s%.*s (%s): %s", what,
		SMTPC_FMT(host), d->remote, why);
	remark(d, d->error.message);
	if (++d->failures > 1) {
		(void)smtpc_fail(
			&d->error, code, "cannot connect to %s%.*s: %s", what, SMTPC_FMT(host), d->reasons);
	}
}

static void note_errno(smtpc_dial *d, size_t i, int sys_errno)
{
	char text[128];
	smtpc_errno_text(sys_errno, text, sizeof text);
	note_failure(d, i, SMTPC_E_CONNECT, text);
	d->error.sys_errno = sys_errno;
}

/* ---- names --------------------------------------------------------------- */

static smtpc_str without_root_dot(smtpc_str name)
{
	bool rooted = name.len > 1 && name.ptr[name.len - 1] == '.';
	return (smtpc_str){name.ptr, name.len - rooted};
}

static smtpc_str pinned(const smtpc_options *o, smtpc_str host)
{
	smtpc_str name = without_root_dot(host);
	for (size_t i = 0; i < o->pin_count; i++) {
		if (smtpc_str_ieq(without_root_dot(o->pins[i].name), name)) {
			return o->pins[i].address;
		}
	}
	return host;
}

static bool source_of(const smtpc_options *o, smtpc_sockaddr *source)
{
	return o->source_ip.len > 0 && smtpc_resolve_literal(source, o->source_ip, 0) == SMTPC_OK;
}

/* From an address of one family nobody connects to the other. */
static int wanted_version(const smtpc_options *o)
{
	smtpc_sockaddr source;
	if (o->ip_version == 0 && source_of(o, &source)) {
		return source.addr.ss_family == AF_INET ? 4 : 6;
	}
	return o->ip_version;
}

/* Asks the system's resolver, and fills |out| when it has answered. */
static int ask_resolver(
	smtpc_dial *d, smtpc_addresses *out, smtpc_str name, uint16_t port, int version)
{
	smtpc_lookup **lookup = &d->config.lookups[d->slot];
	if (*lookup == NULL) {
		*lookup = smtpc_lookup_start(d->config.resolver, name, port, version);
	}
	if (*lookup == NULL) {
		return smtpc_fail(&d->error, SMTPC_E_NOMEM, NULL);
	}
	if (!smtpc_lookup_is_over(*lookup)) {
		return 0;
	}
	int rv = smtpc_lookup_result(*lookup, out, &d->error);
	smtpc_lookup_leave(*lookup);
	*lookup = NULL;
	return rv < 0 ? rv : 1;
}

/* 1: |out| has them; 0: not yet; or an error. */
static int find_addresses(smtpc_dial *d, smtpc_addresses *out, smtpc_str host, uint16_t port)
{
	smtpc_str path = smtpc_options_socket(host);
	if (path.len > 0) {
		out->count = 1;
		int rv = smtpc_sockaddr_unix(&out->list[0], path);
		return rv < 0 ? smtpc_fail(&d->error, rv, "there are no local sockets here") : 1;
	}
	smtpc_str name = pinned(d->config.options, host);
	int version = wanted_version(d->config.options);
	int rv = smtpc_resolve_at_once(out, name, port, version, &d->error);
	return rv != 0 ? rv : ask_resolver(d, out, name, port, version);
}

/* ---- connecting ---------------------------------------------------------- */

static size_t running(const smtpc_dial *d)
{
	size_t count = 0;
	for (size_t i = 0; i < d->begun_count; i++) {
		count += d->fds[i] >= 0;
	}
	return count;
}

static void close_attempts(smtpc_dial *d)
{
	for (size_t i = 0; i < d->begun_count; i++) {
		if (d->fds[i] >= 0) {
			smtpc_sock_close(d->fds[i]);
			d->fds[i] = -1;
		}
	}
}

/* Gives the next address its turn. */
static void begin_next(smtpc_dial *d, double now)
{
	smtpc_sockaddr source;
	size_t i = d->begun_count;
	const smtpc_sockaddr *to = &d->addresses.list[i];
	bool is_unix = to->addr.ss_family == AF_UNIX;
	bool bound = !is_unix && source_of(d->config.options, &source);
	int sys_errno = 0;
	describe(d, i, d->remote, sizeof d->remote);
	d->fds[i] = smtpc_sock_connect(to, bound ? &source : NULL, &sys_errno);
	if (d->fds[i] < 0 && is_unix && smtpc_sock_is_busy(sys_errno)) {
		d->next_start = now + QUEUE_DELAY;
		return;
	}
	d->begun_count++;
	d->next_start = now + ATTEMPT_DELAY;
	if (d->fds[i] < 0) {
		note_errno(d, i, sys_errno);
		d->next_start = now;
	}
}

/* Tells the proxy where to go: an address where it is to get one, or is given one. */
static void begin_talk(smtpc_dial *d)
{
	const smtpc_options *o = d->config.options;
	(void)snprintf(d->label, sizeof d->label, "%s", d->remote);
	smtpc_proxy_target target = {
		.name = o->host, .port = smtpc_options_port(o), .label = d->label};
	if (d->targets.count > 0) {
		target.address = &d->targets.list[d->target];
		describe_address(target.address, d->remote, sizeof d->remote);
	} else {
		bool bare = memchr(o->host.ptr, ':', o->host.len) != NULL && o->host.ptr[0] != '[';
		(void)snprintf(d->remote, sizeof d->remote, bare ? "[%.*s]:%u" : "%.*s:%u",
			(int)(o->host.len < 110 ? o->host.len : 110), o->host.ptr, (unsigned)target.port);
	}
	smtpc_proxy_begin(&d->talk, &d->via, &target);
	d->stage = SMTPC_STAGE_PROXY;
}

static void on_connected(smtpc_dial *d, size_t i)
{
	char note[SMTPC_REMOTE_MAX + 40];
	d->fd = d->fds[i];
	d->fds[i] = -1;
	close_attempts(d);
	describe(d, i, d->remote, sizeof d->remote);
	(void)snprintf(
		note, sizeof note, has_proxy(d) ? "connected to the proxy %s" : "connected to %s", d->remote);
	remark(d, note);
	if (has_proxy(d)) {
		begin_talk(d);
		return;
	}
	d->local = smtpc_sockaddr_is_local(&d->addresses.list[i]);
	d->state = SMTPC_DIAL_CONNECTED;
}

/* Has a look at attempt |i|. One that failed makes room for the next at once. */
static void look_at(smtpc_dial *d, size_t i, double now)
{
	if (d->fds[i] < 0 || !smtpc_sock_is_writable(d->fds[i])) {
		return;
	}
	int sys_errno = smtpc_sock_connect_result(d->fds[i]);
	if (sys_errno == 0) {
		on_connected(d, i);
		return;
	}
	smtpc_sock_close(d->fds[i]);
	d->fds[i] = -1;
	note_errno(d, i, sys_errno);
	d->next_start = now;
}

/* True: something has changed, so that another look may find more. */
static bool step_connecting(smtpc_dial *d, double now)
{
	for (size_t i = 0; i < d->begun_count && d->fd < 0; i++) {
		look_at(d, i, now);
	}
	if (d->state != SMTPC_DIAL_WAIT || d->stage == SMTPC_STAGE_PROXY) {
		return d->stage == SMTPC_STAGE_PROXY;
	}
	if (d->begun_count < d->addresses.count) {
		if (now < d->next_start) {
			return false;
		}
		size_t before = d->begun_count;
		begin_next(d, now);
		return d->begun_count > before;
	}
	if (running(d) == 0) {
		give_up(d);
	}
	return false;
}

/* The server's name first, if the proxy is to be told an address of it. */
static bool step_resolving(smtpc_dial *d)
{
	const smtpc_options *o = d->config.options;
	bool for_proxy = d->via.kind == SMTPC_PROXY_SOCKS5 && d->targets.count == 0;
	bool server = !has_proxy(d) || for_proxy;
	d->slot = server ? SLOT_SERVER : SLOT_PROXY;
	int rv = find_addresses(d, for_proxy ? &d->targets : &d->addresses,
		server ? o->host : d->via.host, server ? smtpc_options_port(o) : d->via.port);
	if (rv < 0) {
		remark(d, d->error.message);
		give_up(d);
	} else if (rv > 0 && !for_proxy) {
		d->stage = SMTPC_STAGE_CONNECT;
	}
	return rv > 0;
}

/* ---- the proxy ----------------------------------------------------------- */

static void fail_proxy(smtpc_dial *d, int code, int sys_errno, const char *why)
{
	(void)smtpc_fail(&d->error, code, "the proxy %s %s", d->label, why);
	d->error.sys_errno = sys_errno;
	remark(d, d->error.message);
	give_up(d);
}

static void lose_proxy(smtpc_dial *d, ptrdiff_t rv, int sys_errno)
{
	char text[128], why[180];
	if (rv == SMTPC_SOCK_EOF) {
		fail_proxy(d, SMTPC_E_LOST, 0, "closed the connection without an answer");
		return;
	}
	smtpc_errno_text(sys_errno, text, sizeof text);
	(void)snprintf(why, sizeof why, "hung up: %s", text);
	fail_proxy(d, SMTPC_E_LOST, sys_errno, why);
}

/* Another address of the server, over a new connection to the proxy. */
static void tell_next_target(smtpc_dial *d)
{
	smtpc_sock_close(d->fd);
	d->fd = -1;
	d->begun_count = 0;
	d->next_start = 0;
	d->target++;
	d->stage = SMTPC_STAGE_CONNECT;
}

static void on_talked(smtpc_dial *d)
{
	char note[2 * SMTPC_REMOTE_MAX + 40];
	if (d->talk.state == SMTPC_PROXY_OPEN) {
		(void)snprintf(
			note, sizeof note, "connected to %s through the proxy %s", d->remote, d->label);
		remark(d, note);
		d->state = SMTPC_DIAL_CONNECTED;
		return;
	}
	d->error = d->talk.error;
	remark(d, d->error.message);
	if (d->talk.elsewhere && d->target + 1 < d->targets.count) {
		tell_next_target(d);
	} else {
		give_up(d);
	}
}

/* Writes what is to be said; false: no more now. */
static bool talk_out(smtpc_dial *d)
{
	int sys_errno = 0;
	smtpc_str out = smtpc_proxy_output(&d->talk);
	if (out.len == 0) {
		return false;
	}
	ptrdiff_t n = smtpc_sock_send(d->fd, out.ptr, out.len, &sys_errno);
	if (n == SMTPC_SOCK_AGAIN) {
		return false;
	}
	/* What cannot be written is dropped: reading tells why, in the proxy's own words if it had any.
	 */
	smtpc_proxy_sent(&d->talk, n >= 0 ? (size_t)n : out.len);
	return true;
}

/* Looks at what has come and takes what is the proxy's: the rest stays in the socket. */
static bool talk_in(smtpc_dial *d)
{
	char seen[1024];
	int sys_errno = 0;
	ptrdiff_t n = smtpc_sock_peek(d->fd, seen, sizeof seen, &sys_errno);
	if (n == SMTPC_SOCK_AGAIN) {
		return false;
	}
	if (n < 0) {
		lose_proxy(d, n, sys_errno);
		return false;
	}
	size_t left = smtpc_proxy_input(&d->talk, (smtpc_str){seen, (size_t)n});
	while (left > 0) {
		n = smtpc_sock_recv(d->fd, seen, left, &sys_errno);
		if (n < 0 && n != SMTPC_SOCK_AGAIN) {
			lose_proxy(d, n, sys_errno);
			return false;
		}
		left -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool step_talking(smtpc_dial *d)
{
	bool more = talk_out(d) || talk_in(d);
	if (d->state == SMTPC_DIAL_WAIT && d->talk.state != SMTPC_PROXY_TALKING) {
		on_talked(d);
	}
	return more && d->state == SMTPC_DIAL_WAIT;
}

/* ---- stepping ------------------------------------------------------------ */

static void begin(smtpc_dial *d, double now)
{
	double limit = d->config.options->timeouts.connect;
	d->begun = true;
	d->deadline = limit > 0 ? now + limit : 0;
	/* Only an answer that is still to come is fresh. */
	for (size_t i = 0; i < SMTPC_DIAL_LOOKUPS; i++) {
		smtpc_lookup **lookup = &d->config.lookups[i];
		if (*lookup != NULL && !smtpc_lookup_is_running(*lookup)) {
			smtpc_lookup_leave(*lookup);
			*lookup = NULL;
		}
	}
	/* A name goes to these proxies, unless its address was told; an address always as one. */
	if (has_proxy(d) && d->via.kind != SMTPC_PROXY_SOCKS5) {
		const smtpc_options *o = d->config.options;
		d->targets.count = smtpc_resolve_literal(&d->targets.list[0], pinned(o, o->host),
							   smtpc_options_port(o)) == SMTPC_OK;
	}
}

static void on_late(smtpc_dial *d)
{
	if (d->stage == SMTPC_STAGE_RESOLVE) {
		(void)smtpc_fail(&d->error, SMTPC_E_TIMEOUT,
			"the name of the host %.*s was not resolved in time",
			SMTPC_FMT(d->slot == SLOT_PROXY ? d->via.host : d->config.options->host));
		remark(d, d->error.message);
	} else if (d->stage == SMTPC_STAGE_PROXY) {
		fail_proxy(d, SMTPC_E_TIMEOUT, 0, "did not open the way in time");
	} else {
		for (size_t i = 0; i < d->begun_count; i++) {
			if (d->fds[i] >= 0) {
				note_failure(d, i, SMTPC_E_TIMEOUT, "no answer in time");
			}
		}
		if (d->error.code != SMTPC_E_TIMEOUT) {
			note_failure(d, d->begun_count, SMTPC_E_TIMEOUT, "its queue stays full");
		}
	}
	give_up(d);
}

smtpc_dial_state smtpc_dial_step(smtpc_dial *d)
{
	double now = smtpc_clock();
	if (!d->begun) {
		begin(d, now);
	}
	bool more = d->state == SMTPC_DIAL_WAIT;
	while (more) {
		more = d->stage == SMTPC_STAGE_RESOLVE ? step_resolving(d)
			: d->stage == SMTPC_STAGE_PROXY    ? step_talking(d)
											   : step_connecting(d, now);
	}
	if (d->state == SMTPC_DIAL_WAIT && d->deadline > 0 && now >= d->deadline) {
		on_late(d);
	}
	return d->state;
}

static void no_later_than(double *deadline, double time)
{
	if (*deadline <= 0 || time < *deadline) {
		*deadline = time;
	}
}

int smtpc_dial_wait(const smtpc_dial *d, bool *read, bool *write, double *deadline)
{
	*deadline = d->deadline;
	*read = d->stage == SMTPC_STAGE_RESOLVE;
	*write = !*read;
	if (d->stage == SMTPC_STAGE_RESOLVE) {
		const smtpc_lookup *lookup = d->config.lookups[d->slot];
		return lookup != NULL ? smtpc_lookup_fd(lookup) : -1;
	}
	if (d->stage == SMTPC_STAGE_PROXY) {
		*read = true;
		*write = smtpc_proxy_output(&d->talk).len > 0;
		return d->fd;
	}
	if (d->begun_count < d->addresses.count) {
		no_later_than(deadline, d->next_start);
	}
	size_t left = running(d);
	if (left > 1) {
		no_later_than(deadline, smtpc_clock() + LOOK_AROUND);
	}
	for (size_t i = d->begun_count; i > 0; i--) {
		if (d->fds[i - 1] >= 0) {
			return d->fds[i - 1];
		}
	}
	return -1;
}

int smtpc_dial_take(smtpc_dial *d, bool *local)
{
	int fd = d->fd;
	*local = d->local;
	d->fd = -1;
	return fd;
}

/* ---- life ---------------------------------------------------------------- */

smtpc_dial *smtpc_dial_new(const smtpc_mem *mem, const smtpc_dial_config *config)
{
	smtpc_dial *d = smtpc_zalloc(mem, sizeof *d);
	if (d != NULL) {
		d->mem = mem;
		d->config = *config;
		d->state = SMTPC_DIAL_WAIT;
		d->stage = SMTPC_STAGE_RESOLVE;
		d->fd = -1;
		if (config->options->proxy.ptr != NULL) {
			/* It was checked with the other options. */
			(void)smtpc_proxy_parse(&d->via, config->options->proxy, NULL);
		}
	}
	return d;
}

void smtpc_dial_free(smtpc_dial *d)
{
	if (d == NULL) {
		return;
	}
	close_attempts(d);
	if (d->fd >= 0) {
		smtpc_sock_close(d->fd);
	}
	smtpc_proxy_end(&d->talk);
	smtpc_wipe(&d->via, sizeof d->via);
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
