/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Names and addresses to a connected socket: who is tried when, what becomes of the losers, and that
 * neither a resolver nor a host that never answers holds anybody up. The resolver is the test's own:
 * it gives the addresses it was told to, once its gate is open. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/smtpc_err.h"
#include "net/smtpc_dial.h"
#include "smtpc_test.h"

/* ---- the resolver -------------------------------------------------------- */

static smtpc_addresses answer;
static int answer_code;
static int gate[2];
static bool opens_late; /* the gate, once a dial waits for it */
static atomic_bool gated;
static atomic_int asked, asked_version, answered;

static int resolver(
	smtpc_addresses *out, smtpc_str host, uint16_t number, int ip_version, smtpc_error *err)
{
	char byte;
	(void)number;
	atomic_fetch_add(&asked, 1);
	atomic_store(&asked_version, ip_version);
	CHECK_STR(host, "mx.test");
	if (atomic_load(&gated) && read(gate[0], &byte, 1) != 1) {
		return smtpc_fail(err, SMTPC_E_RESOLVE, "the gate is gone");
	}
	*out = answer;
	int rv = answer_code < 0 ? smtpc_fail(err, answer_code, "asked in vain") : SMTPC_OK;
	atomic_fetch_add(&answered, 1);
	return rv;
}

static void close_gate(void)
{
	CHECK_INT(pipe(gate), 0);
	atomic_store(&gated, true);
}

static void open_gate(void)
{
	CHECK_INT(write(gate[1], "x", 1), 1);
}

/* ---- listeners ----------------------------------------------------------- */

static smtpc_sockaddr address_of(int fd)
{
	smtpc_sockaddr a = {.len = sizeof a.addr};
	CHECK_INT(getsockname(fd, (struct sockaddr *)&a.addr, &a.len), 0);
	return a;
}

static unsigned port_of(int fd)
{
	struct sockaddr_in in;
	smtpc_sockaddr own = address_of(fd);
	memcpy(&in, &own.addr, sizeof in);
	return ntohs(in.sin_port);
}

static int listen_on(int backlog)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK_INT(bind(fd, (struct sockaddr *)&in, sizeof in), 0);
	if (backlog >= 0) {
		CHECK_INT(listen(fd, backlog), 0);
	}
	return fd;
}

/* A listener that answers nobody any more, as its queue is full, and what fills it. */
typedef struct black_hole {
	int listener;
	int fillers[4];
} black_hole;

static black_hole dig_hole(void)
{
	black_hole hole = {.listener = listen_on(0)};
	smtpc_sockaddr to = address_of(hole.listener);
	int ignored;
	for (int i = 0; i < 4; i++) {
		hole.fillers[i] = smtpc_sock_connect(&to, NULL, &ignored);
		(void)smtpc_wait(hole.fillers[i], false, true, 0.05);
	}
	return hole;
}

static void fill_in(black_hole *hole)
{
	for (int i = 0; i < 4; i++) {
		(void)close(hole->fillers[i]);
	}
	(void)close(hole->listener);
}

static size_t open_descriptors(void)
{
	size_t count = 0;
	for (int fd = 0; fd < 4096; fd++) {
		count += fcntl(fd, F_GETFD) >= 0;
	}
	return count;
}

/* No more are open than |wanted|, once the resolver's thread has closed its own. */
static bool none_is_left_over(size_t wanted)
{
	double until = smtpc_clock() + 10;
	while (open_descriptors() != wanted && smtpc_clock() < until) {
		(void)smtpc_wait(-1, false, false, 0.01);
	}
	return open_descriptors() == wanted;
}

/* ---- dialling ------------------------------------------------------------ */

static smtpc_options options;
static smtpc_trace trace;
static smtpc_lookup *lookups[SMTPC_DIAL_LOOKUPS];
#define lookup lookups[0]
static char said[512], remote[SMTPC_REMOTE_MAX];
static smtpc_error error;
static bool local;

/* Waits for threads that were left behind first: they use the answer too. */
static void set_up(void)
{
	double until = smtpc_clock() + 10;
	while (atomic_load(&answered) != atomic_load(&asked) && smtpc_clock() < until) {
		(void)smtpc_wait(-1, false, false, 0.01);
	}
	smtpc_options_init(&options);
	options.host = SMTPC_STR("mx.test");
	options.timeouts.connect = 30;
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	answer.count = 0;
	answer_code = SMTPC_OK;
	atomic_store(&gated, false);
	opens_late = false;
	atomic_store(&asked, 0);
	atomic_store(&answered, 0);
}

static void add_answer(int fd)
{
	answer.list[answer.count++] = address_of(fd);
}

/* The connected descriptor, or -1 with |error| set. */
static int dial(void)
{
	smtpc_dial_config config = {&options, &trace, lookups, resolver};
	smtpc_dial *d = smtpc_dial_new(smtpc_mem_or_default(NULL), &config);
	smtpc_dial_state state;
	int fd = -1;
	while ((state = smtpc_dial_step(d)) == SMTPC_DIAL_WAIT) {
		bool to_read, to_write;
		double until;
		int wait_fd = smtpc_dial_wait(d, &to_read, &to_write, &until);
		if (opens_late) {
			open_gate();
			opens_late = false;
		}
		(void)smtpc_wait(wait_fd, to_read, to_write, until > 0 ? until - smtpc_clock() : 5);
	}
	if (state == SMTPC_DIAL_CONNECTED) {
		fd = smtpc_dial_take(d, &local);
	}
	error = *smtpc_dial_error(d);
	(void)snprintf(remote, sizeof remote, "%s", smtpc_dial_remote(d));
	smtpc_dial_free(d);
	smtpc_str text = smtpc_trace_transcript(&trace);
	(void)snprintf(said, sizeof said, "%.*s", (int)text.len, text.ptr);
	smtpc_trace_free(&trace);
	return fd;
}

static bool comes_to_an_end(const smtpc_lookup *l)
{
	double until = smtpc_clock() + 10;
	while (!smtpc_lookup_is_over(l) && smtpc_clock() < until) {
		(void)smtpc_wait(smtpc_lookup_fd(l), true, false, 1);
	}
	return smtpc_lookup_is_over(l);
}

static void leave_lookup(void)
{
	smtpc_lookup_leave(lookup);
	lookup = NULL;
}

/* The peer of |fd| is |listener|. */
static bool leads_to(int fd, int listener)
{
	smtpc_sockaddr peer = {.len = sizeof peer.addr}, own = address_of(listener);
	return fd >= 0 && getpeername(fd, (struct sockaddr *)&peer.addr, &peer.len) == 0 &&
		memcmp(&peer.addr, &own.addr, own.len) == 0;
}

static void the_first_that_listens_is_taken(void)
{
	set_up();
	int dead = listen_on(-1), live = listen_on(8), other = listen_on(8);
	add_answer(dead);
	add_answer(live);
	add_answer(other);
	size_t before = open_descriptors();
	int fd = dial();
	CHECK(leads_to(fd, live));
	CHECK(local);
	CHECK((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	CHECK((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
	CHECK(none_is_left_over(before + 1));
	CHECK_INT(asked, 1);
	CHECK(strstr(said, "* cannot connect to mx.test (127.0.0.1:") == said);
	CHECK(strstr(said, "* connected to 127.0.0.1:") != NULL);
	(void)close(fd);
	(void)close(dead);
	(void)close(live);
	(void)close(other);
}

static void one_that_does_not_answer_holds_nobody_up(void)
{
	set_up();
	black_hole first = dig_hole(), second = dig_hole();
	int live = listen_on(8);
	add_answer(first.listener);
	add_answer(second.listener);
	add_answer(live);
	size_t before = open_descriptors();
	double begun = smtpc_clock();
	int fd = dial();
	CHECK(leads_to(fd, live));
	/* Each of the two had its quarter of a second alone. */
	CHECK(smtpc_clock() - begun >= 0.45);
	CHECK(none_is_left_over(before + 1));
	(void)close(fd);
	(void)close(live);
	fill_in(&first);
	fill_in(&second);
}

/* An attempt goes on while later ones run, and may still win. */
static void a_late_answer_is_an_answer(void)
{
	set_up();
	black_hole slow = dig_hole(), never = dig_hole();
	add_answer(slow.listener);
	add_answer(never.listener);
	smtpc_dial_config config = {&options, &trace, lookups, resolver};
	smtpc_dial *d = smtpc_dial_new(smtpc_mem_or_default(NULL), &config);
	smtpc_dial_state state;
	CHECK_INT(fcntl(slow.listener, F_SETFL, O_NONBLOCK), 0);
	double begun = smtpc_clock();
	while ((state = smtpc_dial_step(d)) == SMTPC_DIAL_WAIT) {
		bool to_read, to_write;
		double until;
		int wait_fd = smtpc_dial_wait(d, &to_read, &to_write, &until);
		(void)smtpc_wait(wait_fd, to_read, to_write, until > 0 ? until - smtpc_clock() : 5);
		/* From now on its queue is emptied, and the kernel's next attempt gets through. */
		int taken = smtpc_clock() - begun > 0.4 ? accept(slow.listener, NULL, NULL) : -1;
		if (taken >= 0) {
			(void)close(taken);
		}
	}
	CHECK_INT(state, SMTPC_DIAL_CONNECTED);
	int fd = smtpc_dial_take(d, &local);
	CHECK(leads_to(fd, slow.listener));
	(void)close(fd);
	smtpc_dial_free(d);
	smtpc_trace_free(&trace);
	fill_in(&slow);
	fill_in(&never);
}

static void all_refusals_are_told(void)
{
	set_up();
	int dead[3];
	for (int i = 0; i < 3; i++) {
		dead[i] = listen_on(-1);
		add_answer(dead[i]);
	}
	CHECK_INT(dial(), -1);
	CHECK_INT(error.code, SMTPC_E_CONNECT);
	CHECK_INT(error.stage, SMTPC_STAGE_CONNECT);
	CHECK_INT(error.sys_errno, ECONNREFUSED);
	CHECK(error.transient);
	for (int i = 0; i < 3; i++) {
		char address[80];
		(void)snprintf(address, sizeof address, "127.0.0.1:%u: ", port_of(dead[i]));
		CHECK(strstr(error.message, address) != NULL);
		(void)close(dead[i]);
	}
}

static void the_limit_covers_all_addresses(void)
{
	set_up();
	black_hole first = dig_hole(), second = dig_hole();
	add_answer(first.listener);
	add_answer(second.listener);
	options.timeouts.connect = 0.6;
	double begun = smtpc_clock();
	CHECK_INT(dial(), -1);
	double took = smtpc_clock() - begun;
	CHECK(took >= 0.6 && took < 10);
	CHECK_INT(error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(error.stage, SMTPC_STAGE_CONNECT);
	CHECK(strstr(error.message, "; ") != NULL);
	fill_in(&first);
	fill_in(&second);
}

static void a_silent_resolver_is_left_behind(void)
{
	set_up();
	close_gate();
	options.timeouts.connect = 0.2;
	int live = listen_on(8);
	add_answer(live);
	CHECK_INT(dial(), -1);
	CHECK_INT(error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(error.stage, SMTPC_STAGE_RESOLVE);
	CHECK(error.transient);
	CHECK(lookup != NULL && smtpc_lookup_is_running(lookup));
	/* The next to dial waits for the same answer. */
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	options.timeouts.connect = 30;
	opens_late = true;
	int fd = dial();
	CHECK(leads_to(fd, live));
	CHECK_INT(asked, 1);
	CHECK(lookup == NULL);
	(void)close(fd);
	(void)close(live);
}

static void an_old_answer_is_not_used(void)
{
	set_up();
	close_gate();
	options.timeouts.connect = 0.05;
	CHECK_INT(dial(), -1);
	open_gate();
	CHECK(comes_to_an_end(lookup));
	set_up();
	answer_code = SMTPC_E_RESOLVE_AGAIN;
	CHECK_INT(dial(), -1);
	CHECK_INT(asked, 1);
	CHECK_INT(error.code, SMTPC_E_RESOLVE_AGAIN);
}

static void lookups_may_be_left_at_any_time(void)
{
	set_up();
	close_gate();
	smtpc_lookup *all[20];
	for (int i = 0; i < 20; i++) {
		all[i] = smtpc_lookup_start(resolver, SMTPC_STR("mx.test"), 25, 0);
		CHECK(all[i] != NULL);
		CHECK((fcntl(smtpc_lookup_fd(all[i]), F_GETFD) & FD_CLOEXEC) != 0);
	}
	for (int i = 0; i < 20; i++) {
		if (i % 2 > 0) {
			smtpc_lookup_leave(all[i]);
		}
		open_gate();
	}
	for (int i = 0; i < 20; i += 2) {
		smtpc_addresses out;
		CHECK(comes_to_an_end(all[i]));
		CHECK_INT(smtpc_lookup_result(all[i], &out, &error), SMTPC_OK);
		smtpc_lookup_leave(all[i]);
	}
	smtpc_lookup_leave(NULL);
}

static void without_descriptors_names_are_resolved_on_the_spot(void)
{
	struct rlimit before, none;
	set_up();
	int last = dup(0);
	CHECK_INT(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = (rlim_t)last;
	CHECK_INT(setrlimit(RLIMIT_NOFILE, &none), 0);
	smtpc_lookup *l = smtpc_lookup_start(resolver, SMTPC_STR("mx.test"), 25, 0);
	CHECK_INT(setrlimit(RLIMIT_NOFILE, &before), 0);
	CHECK(smtpc_lookup_is_over(l));
	CHECK(!smtpc_lookup_is_running(l));
	smtpc_lookup_leave(l);
	(void)close(last);
}

static void a_child_asks_anew(void)
{
	set_up();
	close_gate();
	options.timeouts.connect = 0.05;
	int live = listen_on(8);
	add_answer(live);
	CHECK_INT(dial(), -1);
	pid_t child = fork();
	if (child == 0) {
		atomic_store(&answered, 1);
		set_up();
		add_answer(live);
		int fd = dial();
		_exit(leads_to(fd, live) && asked == 1 ? 0 : 1);
	}
	int status = -1;
	CHECK_INT(waitpid(child, &status, 0), child);
	CHECK_INT(status, 0);
	CHECK(smtpc_lookup_is_running(lookup));
	leave_lookup();
	open_gate();
	(void)close(live);
}

static void what_the_resolver_says_is_passed_on(void)
{
	static const struct {
		int code;
		bool transient;
	} rows[] = {{SMTPC_E_RESOLVE, false}, {SMTPC_E_RESOLVE_AGAIN, true}};
	for (size_t i = 0; i < 2; i++) {
		set_up();
		answer_code = rows[i].code;
		CHECK_INT(dial(), -1);
		CHECK_INT(error.code, rows[i].code);
		CHECK_INT(error.stage, SMTPC_STAGE_RESOLVE);
		CHECK_INT(error.transient, rows[i].transient);
		CHECK_STR(smtpc_str_of(error.message), "asked in vain");
	}
}

/* A name that nobody can look up, by the system's own resolver. */
static void the_systems_resolver_knows_what_is_unknown(void)
{
	smtpc_addresses out;
	CHECK(smtpc_resolve(&out, SMTPC_STR("nobody..example"), 25, 0, &error) < 0);
	CHECK_INT(out.count, 0);
}

static void nobody_is_asked_for_what_is_known(void)
{
	static const struct {
		const char *host;
		int version;
		const char *remote;
	} rows[] = {{"127.0.0.1", 0, "127.0.0.1:"}, {"localhost", 4, "127.0.0.1:"},
		{"LOCALHOST.", 4, "127.0.0.1:"}, {"a.localhost", 4, "127.0.0.1:"},
		{"pinned.test", 0, "127.0.0.1:"}, {"127.0.0.1", 6, ""}, {"::1", 4, ""},
		{"pinned.test", 6, ""}};
	int live = listen_on(8);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		set_up();
		smtpc_pin pin = {SMTPC_STR("pinned.test"), SMTPC_STR("127.0.0.1")};
		options.pins = &pin;
		options.pin_count = 1;
		options.host = smtpc_str_of(rows[i].host);
		options.port = (uint16_t)port_of(live);
		options.ip_version = rows[i].version;
		int fd = dial();
		bool wanted = rows[i].remote[0] != '\0';
		CHECK_INT(fd >= 0, wanted);
		CHECK_INT(strncmp(remote, rows[i].remote, strlen(rows[i].remote)), 0);
		CHECK_INT(error.code, wanted ? 0 : SMTPC_E_RESOLVE);
		CHECK_INT(asked, 0);
		if (fd >= 0) {
			(void)close(fd);
		}
	}
	(void)close(live);
}

static void the_source_decides_on_the_family(void)
{
	static const struct {
		const char *source;
		int version, wanted;
	} rows[] = {{"127.0.0.1", 0, 4}, {"::1", 0, 6}, {"127.0.0.1", 4, 4}, {"", 0, 0}, {"", 6, 6}};
	int live = listen_on(8);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		set_up();
		options.source_ip = smtpc_str_of(rows[i].source);
		options.ip_version = rows[i].version;
		answer_code = SMTPC_E_RESOLVE;
		CHECK_INT(dial(), -1);
		CHECK_INT(asked_version, rows[i].wanted);
	}
	set_up();
	options.source_ip = SMTPC_STR("127.0.0.2");
	add_answer(live);
	int fd = dial();
	smtpc_sockaddr own;
	char text[64];
	CHECK(smtpc_sock_local(fd, &own));
	smtpc_sockaddr_text(&own, text, sizeof text);
	CHECK_STR(smtpc_str_of(text), "127.0.0.2");
	(void)close(fd);
	(void)close(live);
}

static void local_sockets(void)
{
	char folder[] = "/tmp/dial_test.XXXXXX";
	CHECK(mkdtemp(folder) != NULL);
	for (int spelling = 0; spelling < 3; spelling++) {
		char host[100], path[80];
		struct sockaddr_un un = {.sun_family = AF_UNIX};
		set_up();
		(void)snprintf(path, sizeof path, "%s/%d", folder, spelling);
		(void)snprintf(host, sizeof host, "%s%s", spelling == 0 ? "" : "unix:", path);
		(void)snprintf(un.sun_path, sizeof un.sun_path, "%s", path);
		options.host = smtpc_str_of(host);
		int listener = socket(AF_UNIX, SOCK_STREAM, 0);
		if (spelling < 2) {
			CHECK_INT(bind(listener, (struct sockaddr *)&un, sizeof un), 0);
			CHECK_INT(listen(listener, 1), 0);
		}
		int fd = dial();
		CHECK_STR(smtpc_str_of(remote), path);
		CHECK_INT(asked, 0);
		if (spelling < 2) {
			CHECK(fd >= 0 && local);
			(void)close(fd);
		} else {
			CHECK_INT(error.code, SMTPC_E_CONNECT);
			CHECK_INT(error.sys_errno, ENOENT);
		}
		(void)close(listener);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

static void a_local_socket_with_a_full_queue_is_waited_for(void)
{
	char folder[] = "/tmp/dial_test.XXXXXX", path[80];
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	int fillers[8], filled = 0, ignored;
	smtpc_sockaddr to;
	CHECK(mkdtemp(folder) != NULL);
	(void)snprintf(path, sizeof path, "%s/s", folder);
	(void)snprintf(un.sun_path, sizeof un.sun_path, "%s", path);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK_INT(bind(listener, (struct sockaddr *)&un, sizeof un), 0);
	CHECK_INT(listen(listener, 0), 0);
	CHECK_INT(smtpc_sockaddr_unix(&to, smtpc_str_of(path)), 0);
	while (filled < 8 && (fillers[filled] = smtpc_sock_connect(&to, NULL, &ignored)) >= 0) {
		filled++;
	}
	CHECK(filled < 8);
	set_up();
	options.host = smtpc_str_of(path);
	options.timeouts.connect = 0.2;
	CHECK_INT(dial(), -1);
	CHECK_INT(error.code, SMTPC_E_TIMEOUT);
	CHECK_INT(error.stage, SMTPC_STAGE_CONNECT);
	while (filled > 0) {
		(void)close(fillers[--filled]);
	}
	(void)close(listener);
	(void)unlink(path);
	(void)rmdir(folder);
}

static void two_thousand_descriptors_are_no_hindrance(void)
{
	struct rlimit before, many;
	int last = -1;
	set_up();
	CHECK_INT(getrlimit(RLIMIT_NOFILE, &before), 0);
	many = before;
	many.rlim_cur = before.rlim_max < 4096 ? before.rlim_max : 4096;
	CHECK_INT(setrlimit(RLIMIT_NOFILE, &many), 0);
	while (last < 2000 && last < (int)many.rlim_cur - 20) {
		last = dup(0);
	}
	int live = listen_on(8);
	add_answer(live);
	int fd = dial();
	CHECK(leads_to(fd, live));
	CHECK(fd >= 1024);
	for (int i = last; i > 10; i--) {
		if (i != live && i != fd) {
			(void)close(i);
		}
	}
	(void)close(fd);
	(void)close(live);
	CHECK_INT(setrlimit(RLIMIT_NOFILE, &before), 0);
}

int main(void)
{
	RUN(the_first_that_listens_is_taken);
	RUN(one_that_does_not_answer_holds_nobody_up);
	RUN(a_late_answer_is_an_answer);
	RUN(all_refusals_are_told);
	RUN(the_limit_covers_all_addresses);
	RUN(a_silent_resolver_is_left_behind);
	RUN(an_old_answer_is_not_used);
	RUN(lookups_may_be_left_at_any_time);
	RUN(without_descriptors_names_are_resolved_on_the_spot);
	RUN(a_child_asks_anew);
	RUN(what_the_resolver_says_is_passed_on);
	RUN(the_systems_resolver_knows_what_is_unknown);
	RUN(nobody_is_asked_for_what_is_known);
	RUN(the_source_decides_on_the_family);
	RUN(local_sockets);
	RUN(a_local_socket_with_a_full_queue_is_waited_for);
	RUN(two_thousand_descriptors_are_no_hindrance);
	return test_report();
}
