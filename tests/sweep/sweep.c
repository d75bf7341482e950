/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The fault sweep on sockets: the client as its users have it, against a server that keeps a log,
 * in one thread. The connection is cut at every octet of the wire outside of the content, at its
 * ends and in strides between, in either direction, by FIN and by RST; and the server falls silent
 * at every reply. Mails are sent one by one, back to back, and by batches. What the client says of
 * each mail must be what the log proves. A mail that was not sent is sent again, as its sender
 * would, and must have been delivered once then. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "peer.h"
#include "variants.h"

enum {
	LONG_CONTENT = 300 * 1024,
	MIDDLE_CONTENT = 24 * 1024,
	SHORT_CONTENT = 1024,
	SHORTER = 72, /* each mail than the one before */
	EDGE = 2048,
	STRIDE = 997,
	QUICK = 41, /* of as many places one, in a quick run; on kept connections: */
	QUICK_KEPT = 7,
	QUICK_BURST = 53,
	PEERS_MAX = 16,
	WORKERS = 2,
	STALL_WORKERS = 8,
	NARROW = 4096
};

/* A run is over long before, even under valgrind. */
#define RUN_SECONDS 60.0
#define STALL_SECONDS 0.3

typedef struct sweep_totals {
	unsigned long runs, outcome[4], doubted_but_delivered, healed, again, wrong;
} sweep_totals;

/* What a run without a fault shows. */
typedef struct sweep_extent {
	uint64_t in, out, content_start, content_end;
	uint64_t begin_in, begin_out; /* where the last mail begins */
	size_t replies;
} sweep_extent;

typedef struct sweep_source {
	smtpc_str text;
	size_t at;
} sweep_source;

/* One run. */
typedef struct sweep_run {
	const sweep_variant *variant;
	peer_plan plan; /* of the first connection */
	model_config server;
	model_log log;
	int listener;
	smtpc_client *client;
	const char *problem;
	smtpc_outcome outcomes[MODEL_MAILS];
	bool healed[MODEL_MAILS]; /* the client itself has begun anew, and was right */
	bool again[MODEL_MAILS];  /* sent again */
	double begun;
	bool all_whole; /* connections from now on */
	size_t peer_count;
	peer peers[PEERS_MAX];
} sweep_run;

/* Mails that are under way together. */
typedef struct sweep_burst {
	size_t first, count, given, ended;
	smtpc_job *jobs[MODEL_MAILS]; /* NULL: ended */
	sweep_source sources[MODEL_MAILS];
} sweep_burst;

static char content[LONG_CONTENT];
static char cert_file[64];
static SSL_CTX *server_tls;

/* The system would take a whole mail at once. What a narrow run sends has to wait for the server.
 */
static bool is_narrow;

int __real_connect(int fd, const struct sockaddr *to, socklen_t len);
int __wrap_connect(int fd, const struct sockaddr *to, socklen_t len);

int __wrap_connect(int fd, const struct sockaddr *to, socklen_t len)
{
	int room = NARROW;
	if (is_narrow) {
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	}
	return __real_connect(fd, to, len);
}

static double now(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- mails --------------------------------------------------------------- */

static void make_content(void)
{
	memset(content, 'x', sizeof content);
	for (size_t i = 70; i < sizeof content - 2; i += 72) {
		memcpy(content + i, i % 5 == 0 ? "\r\n." : "\r\nx", 3);
	}
	memcpy(content + sizeof content - 2, "\r\n", 2);
}

static smtpc_str content_of(const sweep_variant *v, size_t mail)
{
	size_t len = v->is_long ? LONG_CONTENT : v->narrow ? MIDDLE_CONTENT : SHORT_CONTENT;
	len = (v->burst > 0 && !v->narrow ? SHORT_CONTENT / 2 : len) - mail * SHORTER;
	return (smtpc_str){content + sizeof content - len, len};
}

static ptrdiff_t read_source(void *user, char *buf, size_t len, smtpc_error *err)
{
	(void)err;
	sweep_source *source = user;
	size_t left = source->text.len - source->at;
	size_t n = left < len ? left : len;
	memcpy(buf, source->text.ptr + source->at, n);
	source->at += n;
	return (ptrdiff_t)n;
}

static int rewind_source(void *user, smtpc_error *err)
{
	(void)err;
	((sweep_source *)user)->at = 0;
	return 0;
}

static void address(smtpc_addr *addr, const char *format, size_t number)
{
	char text[32];
	int len = snprintf(text, sizeof text, format, number);
	if (smtpc_addr_init(addr, NULL, (smtpc_str){text, (size_t)len}, SMTPC_STR(""), NULL) < 0) {
		abort();
	}
}

static smtpc_job *make_job(const sweep_variant *v, size_t mail, sweep_source *source)
{
	smtpc_addr addr;
	address(&addr, "m%zu@example.com", mail);
	smtpc_job *job = smtpc_job_new(NULL, &addr);
	smtpc_addr_free(&addr);
	for (size_t i = 0; i < MODEL_RCPTS; i++) {
		address(&addr, "b%zu@example.net", i);
		(void)smtpc_job_add_rcpt(job, &addr);
		smtpc_addr_free(&addr);
	}
	*source = (sweep_source){.text = content_of(v, mail)};
	smtpc_job_take_source(job,
		(smtpc_source){.user = source,
			.read = read_source,
			.rewind = rewind_source,
			.size = (int64_t)source->text.len});
	return job;
}

/* ---- the two sides in turn ------------------------------------------------ */

static void accept_peer(sweep_run *r)
{
	int fd = accept(r->listener, NULL, NULL);
	if (fd >= 0 && r->peer_count < PEERS_MAX) {
		peer_plan whole = {.way = PEER_WHOLE};
		size_t planned = r->variant->all_fail ? r->variant->lanes : 1;
		bool fails = r->peer_count < planned && !r->all_whole;
		const peer_plan *plan = fails ? &r->plan : &whole;
		peer_open(&r->peers[r->peer_count++], fd, server_tls, plan, &r->server, &r->log);
	} else if (fd >= 0) {
		(void)close(fd);
	}
}

static bool serve(sweep_run *r)
{
	bool moved = false;
	accept_peer(r);
	for (size_t i = 0; i < r->peer_count; i++) {
		moved = peer_serve(&r->peers[i]) || moved;
	}
	return moved;
}

/* Until the client's descriptor is ready, or a peer's, or |seconds| have passed. */
static void wait_for(const sweep_run *r, const smtpc_event *event, double seconds)
{
	struct pollfd fds[PEERS_MAX + 2];
	nfds_t count = 0;
	fds[count++] = (struct pollfd){.fd = r->listener, .events = POLLIN};
	for (size_t i = 0; i < r->peer_count; i++) {
		const peer *p = &r->peers[i];
		bool stuck = p->plan.fault == PEER_STALL && p->plan.way == PEER_TO_SERVER;
		fds[count++] = (struct pollfd){.fd = stuck ? -1 : p->fd, .events = POLLIN};
	}
	if (event != NULL) {
		short events = (short)((event->read ? POLLIN : 0) | (event->write ? POLLOUT : 0));
		fds[count++] = (struct pollfd){.fd = event->fd, .events = events};
	}
	(void)poll(fds, count, seconds > 1 ? 1000 : (int)(seconds * 1000) + 1);
}

/* Lets the peers work, or waits; |event| is what the client waits for. */
static void let_serve(sweep_run *r, const smtpc_event *event)
{
	if (!serve(r) && event->kind == SMTPC_EV_WAIT) {
		wait_for(r, event, event->timeout);
	}
}

static bool is_late(sweep_run *r)
{
	bool late = now() - r->begun > RUN_SECONDS;
	r->problem = late ? "the client does not come to an end" : r->problem;
	return late;
}

/* The client has gone: the server gets what was on its way. */
static void settle(sweep_run *r)
{
	bool open = true;
	for (size_t i = 0; i < r->peer_count; i++) {
		r->peers[i].plan = (peer_plan){.way = PEER_WHOLE};
	}
	while (open && now() - r->begun < 2 * RUN_SECONDS) {
		open = false;
		bool moved = serve(r);
		for (size_t i = 0; i < r->peer_count; i++) {
			open = open || r->peers[i].fd >= 0;
		}
		if (open && !moved) {
			wait_for(r, NULL, 1);
		}
	}
	if (open) {
		r->problem = "a connection is never closed";
	}
}

/* A listening socket of the kernel's choice of port; -1, with errno. Ports of connections that closed a
 * minute ago are used again: there are more runs than ports. */
static int try_listen(bool narrow, uint16_t *port)
{
	struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof addr;
	int room = NARROW, on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
		(!narrow || setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room) == 0) &&
		bind(fd, (struct sockaddr *)&addr, len) == 0 && listen(fd, 8) == 0 &&
		getsockname(fd, (struct sockaddr *)&addr, &len) == 0) {
		*port = ntohs(addr.sin_port);
		return fd;
	}
	int why = errno;
	if (fd >= 0) {
		(void)close(fd);
	}
	errno = why;
	return -1;
}

/* Between bind() and listen() another process of the sweep may come to listen on the same port: then
 * the next port is tried. */
static int listen_anywhere(bool narrow, uint16_t *port)
{
	for (int left = 1000; left > 0; left--) {
		int fd = try_listen(narrow, port);
		if (fd >= 0) {
			return fd;
		}
		if (errno != EADDRINUSE) {
			break;
		}
	}
	perror("listen");
	exit(1);
}

/* Each client has an address of its own: closed connections occupy their ports for a minute, and
 * there are more runs than ports. */
static smtpc_str own_address(char out[16])
{
	static uint32_t clients;
	uint32_t host = (uint32_t)getpid() * 4096 + ++clients;
	int len = snprintf(
		out, 16, "127.%u.%u.%u", 1 + (host >> 16) % 254, (host >> 8) % 256, 1 + host % 254);
	return (smtpc_str){out, (size_t)len};
}

/* Runs that end by a time limit. */
static bool is_hurried(const sweep_variant *v)
{
	return v->stalls || v->flips;
}

static smtpc_client *make_client(const sweep_variant *v, uint16_t port, bool hurried)
{
	char from[16];
	smtpc_options o;
	smtpc_error err;
	smtpc_options_init(&o);
	o.source_ip = own_address(from);
	o.host = SMTPC_STR("127.0.0.1");
	o.port = port;
	o.tls = v->tls;
	o.ca_file = (smtpc_str){cert_file, strlen(cert_file)};
	o.local_domain = SMTPC_STR("client.example");
	if (v->server.auth) {
		o.username = SMTPC_STR("me");
		o.password = SMTPC_STR("s3cret");
	}
	if (hurried) {
		o.timeouts.connect = o.timeouts.greeting = o.timeouts.command = STALL_SECONDS;
		o.timeouts.content = o.timeouts.reply = STALL_SECONDS;
	}
	o.lmtp = v->server.lmtp;
	o.chunking = v->server.chunking ? SMTPC_REQUIRE : SMTPC_NEVER;
	smtpc_route servers[2] = {{.server = &o}, {.server = &o}};
	smtpc_route route = {.kind = SMTPC_ROUTE_FAILOVER, .members = servers, .member_count = 2};
	smtpc_client *client = smtpc_client_new_route(NULL, v->failover ? &route : servers, &err);
	if (client == NULL) {
		fprintf(stderr, "no client: %s\n", err.message);
		exit(1);
	}
	return client;
}

/* ---- judging ------------------------------------------------------------- */

/* When the client has its answer: what the log says of each recipient so far. */
static const char *judge_result(const model_log *log, size_t mail, const smtpc_result *result)
{
	if (result->outcome == SMTPC_ACCEPTED && model_deliveries(log, mail) == 0) {
		return "accepted, but not delivered";
	}
	for (size_t i = 0; i < result->rcpt_count; i++) {
		smtpc_outcome outcome = result->rcpts[i].outcome;
		unsigned got = log->delivered[mail][i];
		if (outcome == SMTPC_ACCEPTED ? got != 1 : outcome != SMTPC_IN_DOUBT && got != 0) {
			return "a recipient's result is not what the log says";
		}
	}
	return NULL;
}

/* The same at the end. */
static const char *judge_end(const sweep_run *r, size_t mail)
{
	unsigned delivered = model_deliveries(&r->log, mail);
	smtpc_outcome outcome = r->outcomes[mail];
	bool sent_again = r->again[mail];
	if (r->log.breach[0] != '\0') {
		return r->log.breach;
	}
	if (delivered > 1) {
		return "delivered twice";
	}
	if (outcome == SMTPC_IN_DOUBT) {
		return NULL;
	}
	if (delivered == 0 && (outcome == SMTPC_ACCEPTED || sent_again)) {
		return "never delivered";
	}
	if (delivered > 0 && outcome != SMTPC_ACCEPTED && !sent_again) {
		return "delivered, but not sent or rejected";
	}
	return NULL;
}

static void report(const sweep_run *r, sweep_totals *totals)
{
	static const char *const ways[] = {"nothing fails", "to the server", "to the client"};
	static const char *const faults[] = {"FIN", "RST", "HALF", "FLIP", "STALL"};
	if (r->problem != NULL && totals->wrong++ < 3) {
		smtpc_str said = smtpc_client_transcript(r->client);
		fprintf(stderr, "%s: %s, %s at %s %llu: %s\n%.*s\n", r->variant->name, ways[r->plan.way],
			faults[r->plan.fault], r->plan.by_reply ? "reply" : "octet",
			(unsigned long long)r->plan.at, r->problem, (int)said.len, said.ptr);
	}
}

/* ---- one run ------------------------------------------------------------- */

static void end_mail(sweep_run *r, sweep_burst *b, const smtpc_job *job)
{
	size_t i = 0;
	while (i < b->count && b->jobs[i] != job) {
		i++;
	}
	if (job == NULL || i == b->count) {
		r->problem = "the end of no mail";
		return;
	}
	size_t mail = b->first + i;
	const smtpc_result *result = smtpc_job_result(job);
	const char *wrong = judge_result(&r->log, mail, result);
	r->problem = r->problem != NULL ? r->problem : wrong;
	r->outcomes[mail] = result->outcome;
	r->healed[mail] = result->outcome == SMTPC_ACCEPTED && result->attempts > 1;
	smtpc_job_free(b->jobs[i]);
	b->jobs[i] = NULL;
	b->ended++;
}

/* To the client, as long as it has room. */
static void give(sweep_run *r, sweep_burst *b)
{
	while (b->given < b->count && smtpc_client_has_room(r->client)) {
		if (smtpc_client_send(r->client, b->jobs[b->given++], NULL) < 0) {
			r->problem = "the client takes no mail";
		}
	}
}

static void send_by_client(sweep_run *r, sweep_burst *b)
{
	smtpc_event event;
	while (b->ended < b->count) {
		give(r, b);
		smtpc_client_step(r->client, &event);
		if (event.kind == SMTPC_EV_SOURCE) {
			smtpc_client_pull(r->client);
		} else if (event.kind == SMTPC_EV_DONE) {
			if (event.job != NULL && event.job != b->jobs[b->ended]) {
				r->problem = "mails do not end in their order";
			}
			end_mail(r, b, event.job);
		}
		let_serve(r, &event);
		if (is_late(r)) {
			smtpc_client_forget(r->client);
			break;
		}
	}
}

static void send_by_batch(sweep_run *r, sweep_burst *b)
{
	smtpc_batch_event event;
	smtpc_batch *batch = smtpc_batch_new(r->client, r->variant->lanes, NULL);
	for (size_t i = 0; batch != NULL && i < b->count; i++) {
		if (smtpc_batch_add(batch, b->jobs[i], NULL, NULL) < 0) {
			r->problem = "the batch takes no mail";
		}
	}
	while (batch != NULL && b->ended < b->count && !is_late(r)) {
		smtpc_batch_step(batch, &event);
		if (event.kind == SMTPC_BATCH_SOURCE) {
			smtpc_batch_pull(batch);
		} else if (event.kind == SMTPC_BATCH_DONE) {
			end_mail(r, b, event.job);
		}
		smtpc_event ready = {.kind = SMTPC_EV_SOURCE};
		if (event.kind == SMTPC_BATCH_WAIT) {
			ready = (smtpc_event){.kind = SMTPC_EV_WAIT, .fd = smtpc_batch_fd(batch), .read = true};
			ready.timeout = event.timeout;
		}
		let_serve(r, &ready);
	}
	smtpc_batch_free(batch);
}

/* |count| mails from |first| on, to their ends. */
static void send_burst(sweep_run *r, size_t first, size_t count, bool by_batch)
{
	static sweep_burst b;
	b = (sweep_burst){.first = first, .count = count};
	for (size_t i = 0; i < count; i++) {
		b.jobs[i] = make_job(r->variant, first + i, &b.sources[i]);
	}
	if (by_batch) {
		send_by_batch(r, &b);
	} else {
		send_by_client(r, &b);
	}
	if (b.ended < count && r->problem == NULL) {
		r->problem = "a mail without an outcome";
	}
	for (size_t i = 0; i < count; i++) {
		smtpc_job_free(b.jobs[i]);
	}
}

/* The mails that the connection fails with are those from this one on. */
static size_t first_of_burst(const sweep_variant *v)
{
	return v->mails - (v->burst > 0 ? v->burst : 1);
}

/* All mails of the variant; where the burst begins goes into |extent|. */
static void send_mails(sweep_run *r, sweep_extent *extent)
{
	size_t first = first_of_burst(r->variant);
	for (size_t i = 0; i < first; i++) {
		send_burst(r, i, 1, false);
	}
	if (extent != NULL && first > 0) {
		extent->begin_in = r->peers[0].in;
		extent->begin_out = r->peers[0].out;
	}
	send_burst(r, first, r->variant->mails - first, r->variant->lanes > 0);
	bool streams = r->variant->burst > r->variant->lanes && !r->server.lmtp;
	if (extent != NULL && streams && !r->peers[0].chased) {
		r->problem = "no mail was sent right behind another one";
	}
}

/* As whoever was told that nothing was sent: to a server that has nothing against it. */
static void send_again(sweep_run *r)
{
	for (size_t i = 0; i < r->peer_count; i++) {
		peer *p = &r->peers[i];
		if (!peer_has_failed(p)) {
			p->plan = (peer_plan){.way = PEER_WHOLE};
		}
	}
	r->all_whole = true;
	r->server.final_code[0] = 0;
	for (size_t i = 0; i < r->variant->mails; i++) {
		smtpc_outcome was = r->outcomes[i];
		if (was == SMTPC_NOT_SENT || was == SMTPC_REJECTED) {
			r->again[i] = true;
			send_burst(r, i, 1, false);
			if (r->outcomes[i] != SMTPC_ACCEPTED && r->problem == NULL) {
				r->problem = "what was not sent cannot be sent again";
			}
			r->outcomes[i] = was;
			r->healed[i] = false;
		}
	}
}

/* The client's QUIT, and its end. */
static void hang_up(sweep_run *r, sweep_extent *extent)
{
	const peer *p = &r->peers[0];
	smtpc_event event = {.kind = SMTPC_EV_DONE};
	if (smtpc_client_close(r->client, NULL) == 0) {
		do {
			smtpc_client_step(r->client, &event);
			let_serve(r, &event);
		} while (event.kind != SMTPC_EV_DONE && !is_late(r));
	}
	smtpc_client_forget(r->client);
	settle(r);
	if (extent != NULL) {
		extent->in = p->in;
		extent->out = p->out;
		extent->content_start = p->content_start;
		extent->content_end = p->content_end;
		extent->replies = p->model.marks.reply_count;
	}
}

/* When everything that was on its way has arrived. */
static void judge_mails(sweep_run *r, sweep_totals *totals)
{
	for (size_t i = 0; i < r->variant->mails; i++) {
		smtpc_outcome outcome = r->outcomes[i];
		const char *wrong = judge_end(r, i);
		r->problem = r->problem != NULL ? r->problem : wrong;
		if (i >= first_of_burst(r->variant)) {
			totals->outcome[outcome]++;
			totals->again += r->again[i];
			totals->healed += r->healed[i];
			totals->doubted_but_delivered +=
				outcome == SMTPC_IN_DOUBT && model_deliveries(&r->log, i) > 0;
		}
	}
}

/* A dialogue by |r->variant| and |r->plan|; |extent| (may be NULL) is filled. */
static void run_once(sweep_run *r, sweep_extent *extent, sweep_totals *totals)
{
	const sweep_variant *v = r->variant;
	uint16_t port;
	r->server = v->server;
	r->begun = now();
	is_narrow = r->plan.narrow;
	r->listener = listen_anywhere(r->plan.narrow, &port);
	r->client = make_client(v, port, is_hurried(v) && extent == NULL);
	for (size_t i = 0; i < v->mails; i++) {
		r->server.content[i] = content_of(v, i);
	}
	send_mails(r, extent);
	if (!is_hurried(v)) {
		send_again(r);
	}
	hang_up(r, extent);
	judge_mails(r, totals);
	totals->runs++;
	report(r, totals);
	smtpc_client_free(r->client);
	for (size_t i = 0; i < r->peer_count; i++) {
		peer_close(&r->peers[i]);
	}
	(void)close(r->listener);
}

/* ---- sweeping ------------------------------------------------------------ */

typedef struct sweep_worker {
	const sweep_variant *variant;
	sweep_extent extent;
	bool quick;
	unsigned number, count;
	unsigned long place; /* how many there have been */
	sweep_totals totals;
} sweep_worker;

/* Every |count|th place is this worker's. */
static void run_at(sweep_worker *w, const peer_plan *plan, bool keen)
{
	unsigned long place = w->place++;
	const sweep_variant *v = w->variant;
	unsigned every = v->every > 0 ? v->every : 1;
	unsigned kept = v->mails == 1 ? QUICK : QUICK_KEPT;
	unsigned part = v->burst == 0 ? kept : every < 5 ? QUICK_BURST / every : QUICK_BURST / 10;
	unsigned step = keen ? 1 : w->quick ? part * every : every;
	if (place % step == 0 && place / step % w->count == w->number) {
		static sweep_run run;
		memset(&run, 0, offsetof(sweep_run, peers));
		run.variant = v;
		run.plan = *plan;
		run_once(&run, NULL, &w->totals);
	}
}

static uint64_t next_place(const sweep_extent *e, peer_way way, uint64_t at)
{
	uint64_t start = e->content_start + EDGE, end = e->content_end;
	bool inside =
		way == PEER_TO_SERVER && end > start + EDGE && at >= start && at + STRIDE < end - EDGE;
	return at + (inside ? STRIDE : 1);
}

static void sweep_cuts(sweep_worker *w, peer_way way)
{
	const sweep_extent *e = &w->extent;
	peer_plan plan = {.way = way, .narrow = w->variant->narrow};
	uint64_t end = way == PEER_TO_SERVER ? e->in : e->out;
	peer_fault last = way == PEER_TO_SERVER ? PEER_HALF : PEER_RST;
	for (plan.fault = PEER_FIN; plan.fault <= last; plan.fault++) {
		plan.at = way == PEER_TO_SERVER ? e->begin_in : e->begin_out;
		for (; plan.at <= end; plan.at = next_place(e, way, plan.at)) {
			bool keen = way == PEER_TO_SERVER && plan.at + 2 >= e->content_end &&
				plan.at <= e->content_end + 2;
			run_at(w, &plan, keen);
		}
	}
}

/* A length that was made larger is waited for, up to the time limit. */
static void sweep_flips(sweep_worker *w, peer_way way)
{
	peer_plan plan = {.way = way, .fault = PEER_FLIP};
	uint64_t end = way == PEER_TO_SERVER ? w->extent.in : w->extent.out;
	for (; plan.at < end; plan.at++) {
		run_at(w, &plan, false);
	}
}

/* Silence before each reply; in the midst of handshake and reply; and a server that reads no more.
 */
static void sweep_stalls(sweep_worker *w)
{
	const sweep_extent *e = &w->extent;
	peer_plan plan = {.way = PEER_TO_CLIENT, .fault = PEER_STALL, .by_reply = true};
	for (plan.at = 0; plan.at < e->replies; plan.at++) {
		run_at(w, &plan, true);
	}
	plan.by_reply = false;
	for (plan.at = 1; plan.at < e->out; plan.at += e->out / 12) {
		run_at(w, &plan, true);
	}
	plan.way = PEER_TO_SERVER;
	plan.narrow = true;
	for (plan.at = 0; plan.at < e->content_start; plan.at += e->content_start / 8 + 1) {
		run_at(w, &plan, true);
	}
	bool burst = w->variant->burst > 0;
	uint64_t end = burst ? e->in : e->content_end;
	plan.at = burst ? e->begin_in : e->content_start;
	uint64_t step = end > plan.at + 8 ? (end - plan.at) / 8 : 1;
	for (; plan.at <= end; plan.at += step) {
		run_at(w, &plan, true);
	}
}

/* In a process of its own; the totals go into |out|. */
static void work(sweep_worker *w, int out)
{
	if (w->variant->stalls) {
		sweep_stalls(w);
	} else if (w->variant->flips) {
		sweep_flips(w, PEER_TO_SERVER);
		sweep_flips(w, PEER_TO_CLIENT);
	} else {
		sweep_cuts(w, PEER_TO_SERVER);
		sweep_cuts(w, PEER_TO_CLIENT);
	}
	ssize_t n = write(out, &w->totals, sizeof w->totals);
	_exit(n == sizeof w->totals ? 0 : 1);
}

static void add(sweep_totals *to, const sweep_totals *from)
{
	to->runs += from->runs;
	to->again += from->again;
	to->healed += from->healed;
	to->doubted_but_delivered += from->doubted_but_delivered;
	to->wrong += from->wrong;
	for (size_t i = 0; i < 4; i++) {
		to->outcome[i] += from->outcome[i];
	}
}

static void sweep(const sweep_variant *v, bool quick, sweep_totals *totals)
{
	static sweep_run run;
	sweep_worker w = {
		.variant = v, .quick = quick, .count = is_hurried(v) ? STALL_WORKERS : WORKERS};
	run = (sweep_run){.variant = v};
	run_once(&run, &w.extent, totals);
	int pipes[2];
	if (pipe(pipes) != 0) {
		totals->wrong++;
		return;
	}
	for (w.number = 0; w.number < w.count; w.number++) {
		if (fork() == 0) {
			work(&w, pipes[1]);
		}
	}
	(void)close(pipes[1]);
	unsigned heard = 0;
	sweep_totals part;
	while (read(pipes[0], &part, sizeof part) == sizeof part) {
		add(totals, &part);
		heard++;
	}
	(void)close(pipes[0]);
	while (wait(NULL) > 0) {
		continue;
	}
	/* A worker that died has shown nothing. */
	totals->wrong += w.count - heard;
}

static void print_row(const char *name, const sweep_totals *t)
{
	printf("%-24s %7lu %9lu %9lu %9lu %9lu %11lu %8lu %11lu\n", name, t->runs,
		t->outcome[SMTPC_ACCEPTED], t->outcome[SMTPC_REJECTED], t->outcome[SMTPC_NOT_SENT],
		t->outcome[SMTPC_IN_DOUBT], t->doubted_but_delivered, t->healed, t->again);
	(void)fflush(stdout);
}

static bool set_up(const char *dir)
{
	make_content();
	(void)snprintf(cert_file, sizeof cert_file, "%s/sweep.pem", dir);
	server_tls = peer_make_tls(cert_file);
	return server_tls != NULL;
}

/* A network for each variant, where root may have that: closed connections occupy their ports for a
 * minute, and neither other variants nor other tests must want for ports because of them. */
static void take_own_network(void)
{
	struct ifreq lo = {.ifr_name = "lo"};
	if (unshare(CLONE_NEWNET) != 0) {
		return;
	}
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (ioctl(fd, SIOCGIFFLAGS, &lo) == 0) {
		lo.ifr_flags |= IFF_UP;
		(void)ioctl(fd, SIOCSIFFLAGS, &lo);
	}
	(void)close(fd);
	FILE *range = fopen("/proc/sys/net/ipv4/ip_local_port_range", "w");
	if (range != NULL) {
		(void)fputs("1024 65535\n", range);
		(void)fclose(range);
	}
}

int main(int argc, char **argv)
{
	bool quick = argc > 2 && strcmp(argv[2], "--quick") == 0;
	const char *only = argc > 2 + quick ? argv[2 + quick] : NULL;
	sweep_totals all = {.runs = 0};
	unsigned long passed = 0, failed = 0;
	if (argc < 2 || !set_up(argv[1])) {
		fprintf(stderr, "sweep FOLDER [--quick] [VARIANT]: the folder is for a certificate\n");
		return 1;
	}
	printf("%-24s %7s %9s %9s %9s %9s %11s %8s %11s\n", "", "runs", "accepted", "rejected",
		"not sent", "in doubt", "(delivered)", "healed", "sent again");
	for (size_t i = 0; i < sweep_variant_count; i++) {
		const sweep_variant *v = &sweep_variants[i];
		sweep_totals t = {.runs = 0};
		if (only == NULL || strcmp(only, v->name) == 0) {
			take_own_network();
			sweep(v, quick, &t);
			print_row(v->name, &t);
			add(&all, &t);
			failed += t.wrong > 0;
			passed += t.wrong == 0;
		}
	}
	print_row("in all", &all);
	printf("%lu passed, %lu failed\n", passed, failed);
	SSL_CTX_free(server_tls);
	return failed == 0 && passed > 0 ? 0 : 1;
}
