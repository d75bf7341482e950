/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The fault sweep: whole dialogues with a strict server, in memory, in which the link is cut or
 * stalls at every octet of either direction. Each run must end, and with the outcome that the
 * server's own log proves. Inside a long content only the ends are gone through octet by octet, and
 * a stride between them, unless the argument "every" is given. */
#include "base/smtpc_err.h"
#include "model_server.h"
#include "proto/smtpc_session.h"
#include "smtpc_test.h"
#include "sweep_link.h"

enum {
	LONG_CONTENT = 300 * 1024,
	SHORT_CONTENT = 700,
	EDGE = 512,
	STRIDE = 997,
	PIECE = 16384, /* of content at a time */
	STEPS_MAX = 200000
};

typedef struct sweep_variant {
	const char *name;
	model_config server;
	size_t mails;
	bool is_long, require_all, login;
	bool behind; /* each mail follows on the content of the last one */
	bool keen;   /* chunks do not wait on a connection that has been used */
	size_t slice;
} sweep_variant;

#define ALL_ON .pipelining = true, .starttls = true, .auth = true

static const sweep_variant variants[] = {
	{.name = "everything on", .server = {ALL_ON}, .mails = 1, .is_long = true},
	{.name = "everything on, short", .server = {ALL_ON}, .mails = 1},
	{.name = "octet by octet", .server = {ALL_ON}, .mails = 1, .slice = 1},
	{.name = "in lockstep", .server = {.starttls = true, .auth = true}, .mails = 1, .login = true},
	{.name = "plain", .server = {.pipelining = true}, .mails = 1},
	{.name = "two mails on a connection", .server = {ALL_ON}, .mails = 2},
	{.name = "two mails in lockstep", .server = {.auth = true}, .mails = 2, .slice = 7},
	{.name = "one recipient refused", .server = {ALL_ON, .rcpt_code = {0, 550}}, .mails = 1},
	{.name = "all recipients refused",
		.server = {.pipelining = true, .rcpt_code = {550, 451, 552}},
		.mails = 2},
	{.name = "all refused, and 354",
		.server = {.pipelining = true, .eager = true, .rcpt_code = {550, 451, 552}},
		.mails = 2},
	{.name = "all required", .server = {ALL_ON}, .mails = 1, .require_all = true},
	{.name = "all required, one refused",
		.server = {ALL_ON, .rcpt_code = {0, 0, 450}},
		.mails = 2,
		.require_all = true},
	{.name = "sender refused", .server = {.pipelining = true, .mail_code = 550}, .mails = 2},
	{.name = "sender refused in lockstep", .server = {.mail_code = 451}, .mails = 1},
	{.name = "DATA refused", .server = {.pipelining = true, .data_code = 451}, .mails = 2},
	{.name = "content refused, 4yz", .server = {ALL_ON, .final_code = {451}}, .mails = 2},
	{.name = "content refused, 5yz", .server = {.final_code = {554}}, .mails = 1},
	{.name = "content refused by 421",
		.server = {.pipelining = true, .final_code = {421}},
		.mails = 1},
	{.name = "in chunks", .server = {ALL_ON, .chunking = true}, .mails = 1, .is_long = true},
	{.name = "in chunks, short, twice", .server = {ALL_ON, .chunking = true}, .mails = 2},
	{.name = "the same, not wary",
		.server = {ALL_ON, .chunking = true},
		.mails = 2,
		.keen = true},
	{.name = "in chunks in lockstep", .server = {.chunking = true}, .mails = 2, .slice = 5},
	{.name = "chunks, a recipient refused",
		.server = {ALL_ON, .chunking = true, .rcpt_code = {0, 550}},
		.mails = 1},
	{.name = "chunks, all refused",
		.server = {ALL_ON, .chunking = true, .rcpt_code = {550, 551, 550}},
		.mails = 2},
	{.name = "chunks, sender refused",
		.server = {ALL_ON, .chunking = true, .mail_code = 451},
		.mails = 2},
	{.name = "chunks refused", .server = {ALL_ON, .chunking = true, .chunk_code = 552}, .mails = 2},
	{.name = "last chunk refused",
		.server = {ALL_ON, .chunking = true, .final_code = {552}},
		.mails = 2},
	{.name = "LMTP", .server = {ALL_ON, .lmtp = true}, .mails = 2},
	{.name = "LMTP in lockstep", .server = {.lmtp = true}, .mails = 1, .slice = 1},
	{.name = "LMTP, mixed", .server = {ALL_ON, .lmtp = true, .final_code = {0, 452}}, .mails = 2},
	{.name = "LMTP, all refused",
		.server = {ALL_ON, .lmtp = true, .final_code = {552, 452, 552}},
		.mails = 1},
	{.name = "LMTP in chunks", .server = {ALL_ON, .lmtp = true, .chunking = true}, .mails = 2},
	{.name = "LMTP in chunks, mixed",
		.server = {ALL_ON, .lmtp = true, .chunking = true, .rcpt_code = {0, 550},
			.final_code = {0, 0, 452}},
		.mails = 1},
	{.name = "in parts", .server = {ALL_ON, .max_rcpts = 2}, .mails = 2},
	{.name = "in parts and chunks",
		.server = {.pipelining = true, .chunking = true, .max_rcpts = 1},
		.mails = 1},
	{.name = "back to back", .server = {ALL_ON}, .mails = 3, .behind = true},
	{.name = "back to back, a refusal",
		.server = {ALL_ON, .rcpt_code = {0, 550}},
		.mails = 3,
		.behind = true},
	{.name = "back to back, all required",
		.server = {.pipelining = true},
		.mails = 3,
		.behind = true,
		.require_all = true},
	{.name = "back to back, none accepted",
		.server = {ALL_ON, .final_code = {552}},
		.mails = 3,
		.behind = true},
	{.name = "back to back in chunks",
		.server = {ALL_ON, .chunking = true},
		.mails = 3,
		.behind = true},
	{.name = "the same, all refused",
		.server = {ALL_ON, .chunking = true, .rcpt_code = {550, 551, 550}},
		.mails = 3,
		.behind = true},
	{.name = "the same, sender refused",
		.server = {.pipelining = true, .chunking = true, .mail_code = 451},
		.mails = 3,
		.behind = true},
	{.name = "the same, last chunk refused",
		.server = {.pipelining = true, .chunking = true, .final_code = {552}},
		.mails = 3,
		.behind = true},
	{.name = "never so in LMTP",
		.server = {ALL_ON, .lmtp = true, .final_code = {0, 452}},
		.mails = 3,
		.behind = true},
	{.name = "back to back in parts",
		.server = {.pipelining = true, .max_rcpts = 2},
		.mails = 2,
		.behind = true},
	{.name = "content refused early",
		.server = {.pipelining = true, .final_code = {552}, .early = 300},
		.mails = 1},
};

enum { VARIANTS = sizeof variants / sizeof variants[0] };

/* What is known of a variant without a fault: how long its dialogue is, and where what stands. */
typedef struct sweep_extent {
	uint64_t sent;
	size_t received;
	model_marks marks;
} sweep_extent;

typedef struct sweep_totals {
	unsigned long runs, outcome[4], doubted_but_delivered;
} sweep_totals;

/* One run: a client's side of the link, and its mails. */
typedef struct sweep_run {
	const sweep_variant *variant;
	model_config server;
	model_log log;
	smtpc_session *session;
	smtpc_job *jobs[MODEL_MAILS];
	size_t submitted;
	size_t content_at;
	const char *problem;
} sweep_run;

static sweep_link wire;
static char content[LONG_CONTENT];

/* ---- mails --------------------------------------------------------------- */

/* Short lines with dots at both ends, where every octet is a place to cut, and long ones between.
 */
static void make_content(void)
{
	static const char *const lines[] = {"Subject: sweep\r\n", "\r\n", ".\r\n", "..two dots\r\n",
		"a line of text\r\n", ".one dot\r\n"};
	memset(content, 'x', sizeof content);
	for (size_t at = 0, i = 0; at < sizeof content; i++) {
		const char *line = lines[i % 6];
		size_t len = strlen(line), left = sizeof content - at;
		bool between = at > 2 * EDGE && left > 3 * (size_t)EDGE;
		if (between || len > left) {
			len = between ? 998 : left;
			memcpy(content + at + len - 2, "\r\n", 2);
		} else {
			memcpy(content + at, line, len);
		}
		at += len;
	}
}

static smtpc_str content_of(const sweep_variant *v)
{
	static char small[SHORT_CONTENT];
	memcpy(small, content, sizeof small - 2);
	memcpy(small + sizeof small - 2, "\r\n", 2);
	return v->is_long ? (smtpc_str){content, sizeof content} : (smtpc_str){small, sizeof small};
}

/* The content is not read from a source here: it begins anew where it had ended. */
static int rewind_source(void *user, smtpc_error *err)
{
	(void)user;
	(void)err;
	return SMTPC_OK;
}

static smtpc_job *make_job(const sweep_variant *v, size_t mail)
{
	char local[3] = {'m', (char)('0' + mail), 0};
	smtpc_addr addr = {.local = {local, 2}, .ascii_domain = SMTPC_STR("example.com")};
	smtpc_job *job = smtpc_job_new(NULL, &addr);
	local[0] = 'b';
	addr.ascii_domain = SMTPC_STR("example.net");
	for (size_t i = 0; i < MODEL_RCPTS; i++) {
		local[1] = (char)('0' + i);
		(void)smtpc_job_add_rcpt(job, &addr);
	}
	smtpc_job_take_source(
		job, (smtpc_source){.size = (int64_t)content_of(v).len, .rewind = rewind_source});
	job->require_all = v->require_all;
	return job;
}

/* ---- the client's pump --------------------------------------------------- */

static void fail(sweep_run *r, int code)
{
	smtpc_error err;
	(void)smtpc_fail(&err, code, NULL);
	err.stage = smtpc_session_stage(r->session);
	smtpc_session_fail(r->session, &err);
}

/* True: something came. */
static bool pump_in(sweep_run *r)
{
	size_t len;
	char *room = smtpc_session_input_room(r->session, &len);
	ptrdiff_t n = link_recv(&wire, room, len);
	if (n > 0) {
		smtpc_session_input(r->session, (size_t)n);
	} else if (n == LINK_EOF) {
		smtpc_session_eof(r->session);
	} else if (n == LINK_BROKEN) {
		fail(r, SMTPC_E_LOST);
	}
	return n != LINK_AGAIN;
}

/* True: something left, or the session is dead of it. */
static bool pump_out(sweep_run *r)
{
	smtpc_str out = smtpc_session_output(r->session);
	if (out.len == 0) {
		return false;
	}
	ptrdiff_t n = link_send(&wire, out.ptr, out.len);
	if (n > 0) {
		smtpc_session_sent(r->session, (size_t)n);
	} else if (n == LINK_BROKEN) {
		while (smtpc_session_want(r->session) != SMTPC_WANT_CLOSE && pump_in(r)) {
			continue;
		}
	}
	return n != LINK_AGAIN;
}

static void give_content(sweep_run *r)
{
	smtpc_str rest = smtpc_str_skip(content_of(r->variant), r->content_at);
	rest.len = rest.len < PIECE ? rest.len : PIECE;
	(void)pump_in(r);
	if (rest.len > 0) {
		smtpc_session_content(r->session, rest);
		r->content_at += rest.len;
	} else {
		r->content_at = 0;
		smtpc_session_content_end(r->session);
	}
}

static void handshake(sweep_run *r)
{
	if (wire.server.state == MODEL_HANDSHAKE) {
		model_secured(&wire.server);
		smtpc_session_secured(r->session);
	} else {
		r->problem = "a handshake that the server has not agreed to";
		fail(r, SMTPC_E_TLS_HANDSHAKE);
	}
}

static void next_mail(sweep_run *r)
{
	if (r->submitted < r->variant->mails) {
		r->content_at = 0;
		r->jobs[r->submitted]->result.reused = r->submitted > 0;
		r->jobs[r->submitted]->wary = r->submitted > 0 && !r->variant->keen;
		smtpc_session_submit(r->session, r->jobs[r->submitted++]);
	} else {
		smtpc_session_quit(r->session);
	}
}

/* Nothing moves: then a time limit must be running, and it ends the session. */
static void stall(sweep_run *r)
{
	if (smtpc_session_limit(r->session) == SMTPC_LIMIT_NONE) {
		r->problem = "the client would wait for ever";
	}
	fail(r, SMTPC_E_TIMEOUT);
}

static void step(sweep_run *r)
{
	smtpc_want want = smtpc_session_want(r->session);
	bool written = smtpc_session_output(r->session).len == 0;
	if (r->variant->behind && r->submitted > 0 && r->submitted < r->variant->mails &&
		smtpc_session_may_submit(r->session)) {
		next_mail(r);
	} else if (want == SMTPC_WANT_TLS && written) {
		handshake(r);
	} else if (want == SMTPC_WANT_JOB && written) {
		next_mail(r);
	} else if (want == SMTPC_WANT_CONTENT) {
		give_content(r);
	} else if (!pump_out(r) && !pump_in(r)) {
		stall(r);
	}
}

static void converse(sweep_run *r)
{
	unsigned long steps = 0;
	while (smtpc_session_want(r->session) != SMTPC_WANT_CLOSE) {
		step(r);
		if (++steps == STEPS_MAX * 10ul) {
			r->problem = "the session does not end";
			fail(r, SMTPC_E_TIMEOUT);
		}
	}
	link_settle(&wire);
}

/* ---- judging ------------------------------------------------------------- */

/* What the server's log says of one recipient must be what its result says. */
static const char *judge_rcpt(const sweep_run *r, size_t mail, size_t rcpt)
{
	unsigned delivered = r->log.delivered[mail][rcpt];
	switch (r->jobs[mail]->rcpt_results[rcpt].outcome) {
	case SMTPC_ACCEPTED:
		return delivered == 1 ? NULL : "accepted for a recipient who does not get it";
	case SMTPC_IN_DOUBT:
		return NULL;
	default:
		return delivered == 0 ? NULL : "a recipient gets it in spite of the result";
	}
}

/* The outcome may be in doubt only between the moment in which the content's end may have left and
 * the one in which the final reply is read. */
static const char *judge_doubt(const sweep_run *r, size_t mail, const sweep_extent *extent)
{
	bool doubted = r->jobs[mail]->result.outcome == SMTPC_IN_DOUBT;
	uint64_t end = extent->marks.content_end[mail];
	size_t final = wire.server.marks.final_end[mail];
	bool left = wire.sent >= end;
	/* Of a mail that goes in parts, an earlier part may be what was answered. */
	bool answered = r->server.max_rcpts == 0 && final > 0 && wire.server.out_taken >= final;
	if (doubted && !left) {
		return "in doubt although the content's end is still here";
	}
	if (doubted && answered) {
		return "in doubt although the final reply was read";
	}
	return NULL;
}

static const char *judge_mail(const sweep_run *r, size_t mail, const sweep_extent *extent)
{
	const smtpc_result *result = &r->jobs[mail]->result;
	unsigned delivered = model_deliveries(&r->log, mail);
	const char *wrong = judge_doubt(r, mail, extent);
	if (delivered > 1) {
		wrong = "delivered twice";
	} else if (result->outcome == SMTPC_ACCEPTED && delivered == 0) {
		wrong = "accepted, but not delivered";
	} else if (result->outcome < SMTPC_ACCEPTED && result->outcome != SMTPC_IN_DOUBT &&
		delivered > 0) {
		wrong = "delivered, but not sent or rejected";
	} else if (mail < r->submitted && !r->jobs[mail]->concluded) {
		wrong = "no outcome at all";
	}
	for (size_t i = 0; wrong == NULL && i < MODEL_RCPTS; i++) {
		wrong = judge_rcpt(r, mail, i);
	}
	return wrong;
}

static void judge(const sweep_run *r, const sweep_extent *extent, sweep_totals *totals)
{
	const char *wrong = r->problem != NULL ? r->problem
		: r->log.breach[0] != '\0'         ? r->log.breach
										   : NULL;
	totals->runs++;
	for (size_t i = 0; i < r->variant->mails; i++) {
		smtpc_outcome outcome = r->jobs[i]->result.outcome;
		totals->outcome[outcome]++;
		totals->doubted_but_delivered +=
			outcome == SMTPC_IN_DOUBT && model_deliveries(&r->log, i) > 0;
		wrong = wrong != NULL ? wrong : judge_mail(r, i, extent);
	}
	if (wrong != NULL && !test_current_failed) {
		static const char *const faults[] = {"FIN", "RST", "STALL", "LATE"};
		static const char *const ways[] = {"nothing fails", "to the server", "to the client"};
		fprintf(stderr, "%s: %s, %s at octet %llu: %s\n", r->variant->name, ways[wire.way],
			faults[wire.fault], (unsigned long long)wire.at, wrong);
		test_current_failed = true;
	}
}

/* ---- sweeping ------------------------------------------------------------ */

static void set_options(smtpc_options *options, const sweep_variant *v)
{
	static const smtpc_sasl_mech login[] = {SMTPC_SASL_LOGIN};
	smtpc_options_init(options);
	if (v->server.auth) {
		options->username = SMTPC_STR("me");
		options->password = SMTPC_STR("s3cret");
	}
	if (v->login) {
		options->mechs = login;
		options->mech_count = 1;
	}
	options->require_all = v->require_all;
	options->lmtp = v->server.lmtp;
	options->chunking = v->server.chunking ? SMTPC_REQUIRE : SMTPC_NEVER;
}

static void begin_run(sweep_run *r, const sweep_variant *v)
{
	*r = (sweep_run){.variant = v, .server = v->server};
	for (size_t i = 0; i < v->mails; i++) {
		r->jobs[i] = make_job(v, i);
		r->server.content[i] = content_of(v);
	}
	model_open(&wire.server, &r->server, &r->log);
	wire.slice = v->slice;
	wire.sent = 0;
	wire.late_len = 0;
}

/* One whole dialogue, by the fault that |wire| has. */
static void run_once(
	const sweep_variant *v, sweep_extent *extent, bool measures, sweep_totals *totals)
{
	sweep_run r;
	smtpc_options options;
	smtpc_trace trace;
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("client.example"),
		.starttls = v->server.starttls ? SMTPC_REQUIRE : SMTPC_NEVER,
		.local = true,
		.options = &options};
	set_options(&options, v);
	begin_run(&r, v);
	smtpc_trace_init(&trace, smtpc_mem_or_default(NULL));
	r.session = smtpc_session_new(smtpc_mem_or_default(NULL), &config, &trace);
	converse(&r);
	if (measures) {
		*extent = (sweep_extent){wire.sent, wire.server.out_len, wire.server.marks};
	}
	judge(&r, extent, totals);
	smtpc_session_free(r.session);
	smtpc_trace_free(&trace);
	for (size_t i = 0; i < v->mails; i++) {
		smtpc_job_free(r.jobs[i]);
	}
}

/* The next octet to fail at: every one, but for the middle of a long content. */
static uint64_t next_place(const sweep_extent *extent, uint64_t at, bool every)
{
	uint64_t start = extent->marks.content_start[0] + EDGE;
	uint64_t end = extent->marks.content_end[0];
	bool inside = wire.way == LINK_TO_SERVER && !every && end > start + EDGE && at >= start &&
		at + STRIDE < end - EDGE;
	return at + (inside ? STRIDE : 1);
}

static void sweep(const sweep_variant *v, bool every, sweep_totals *totals)
{
	static const link_way ways[] = {LINK_TO_SERVER, LINK_TO_CLIENT};
	sweep_extent extent;
	wire.way = LINK_WHOLE;
	run_once(v, &extent, true, totals);
	for (size_t i = 0; i < 2; i++) {
		wire.way = ways[i];
		uint64_t octets = ways[i] == LINK_TO_SERVER ? extent.sent : extent.received;
		link_fault faults = ways[i] == LINK_TO_SERVER ? LINK_FAULTS : LINK_LATE;
		for (wire.fault = LINK_FIN; wire.fault < faults; wire.fault++) {
			for (wire.at = 0; wire.at <= octets; wire.at = next_place(&extent, wire.at, every)) {
				run_once(v, &extent, false, totals);
			}
		}
	}
}

static void add(sweep_totals *to, const sweep_totals *from)
{
	to->runs += from->runs;
	for (size_t i = 0; i < 4; i++) {
		to->outcome[i] += from->outcome[i];
	}
	to->doubted_but_delivered += from->doubted_but_delivered;
}

/* ---- at random ----------------------------------------------------------- */

/* xorshift64*: the same dialogues everywhere. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717u;
}

/* A number below |limit|. */
static size_t pick(uint64_t *state, size_t limit)
{
	return (size_t)((next_random(state) >> 33) % limit);
}

static bool chance(uint64_t *state, size_t percent)
{
	return pick(state, 100) < percent;
}

static int pick_refusal(uint64_t *state, size_t percent)
{
	static const int codes[] = {421, 450, 451, 452, 550, 552, 554};
	return chance(state, percent) ? codes[pick(state, sizeof codes / sizeof codes[0])] : 0;
}

static void pick_variant(sweep_variant *v, uint64_t *state)
{
	static const size_t slices[] = {0, 0, 1, 7, 100};
	model_config *o = &v->server;
	*v = (sweep_variant){.name = "at random", .mails = 1 + pick(state, MODEL_MAILS)};
	v->behind = chance(state, 50);
	v->keen = chance(state, 50);
	v->slice = slices[pick(state, 5)];
	v->require_all = chance(state, 25);
	v->login = chance(state, 50);
	o->pipelining = chance(state, 60);
	o->starttls = chance(state, 25);
	o->auth = chance(state, 40);
	o->chunking = chance(state, 33);
	o->lmtp = chance(state, 25);
	o->eager = chance(state, 30) && !o->lmtp;
	o->max_rcpts = pick(state, 5) < 3 ? 0 : 1 + pick(state, 2);
	o->chunk_code = pick_refusal(state, 8);
	o->mail_code = pick_refusal(state, 8);
	o->data_code = pick_refusal(state, 8);
	o->early = chance(state, 10) && !o->chunking && !o->lmtp ? 1 + pick(state, SHORT_CONTENT) : 0;
	o->goodbye = chance(state, 30) ? 1 + pick(state, 24) : 0;
	for (size_t i = 0; i < MODEL_RCPTS; i++) {
		o->rcpt_code[i] = pick_refusal(state, 15);
		o->final_code[i] = pick_refusal(state, o->early > 0 ? 100 : 12);
	}
}

/* Servers of every mood, each once in peace and then with some faults. */
static void sweep_at_random(size_t servers, sweep_totals *totals)
{
	uint64_t state = 88172645463325252u;
	for (size_t i = 0; i < servers; i++) {
		sweep_variant v;
		sweep_extent extent;
		pick_variant(&v, &state);
		wire.way = LINK_WHOLE;
		run_once(&v, &extent, true, totals);
		for (size_t k = 0; k < 30; k++) {
			wire.way = chance(&state, 60) ? LINK_TO_SERVER : LINK_TO_CLIENT;
			wire.fault =
				(link_fault)pick(&state, wire.way == LINK_TO_SERVER ? LINK_FAULTS : LINK_LATE);
			wire.at = pick(
				&state, (wire.way == LINK_TO_SERVER ? (size_t)extent.sent : extent.received) + 1);
			run_once(&v, &extent, false, totals);
		}
	}
}

static void print_row(const char *name, const sweep_totals *t)
{
	printf("  %-28s %8lu %9lu %9lu %9lu %9lu %11lu\n", name, t->runs, t->outcome[SMTPC_ACCEPTED],
		t->outcome[SMTPC_REJECTED], t->outcome[SMTPC_NOT_SENT], t->outcome[SMTPC_IN_DOUBT],
		t->doubted_but_delivered);
}

/* A sweep shows something only if it meets with every outcome that its variant can have. */
static void check_totals(const sweep_variant *v, const sweep_totals *t)
{
	bool refused = v->server.mail_code != 0 || v->server.data_code != 0 ||
		v->server.chunk_code != 0 || v->server.final_code[0] != 0 || v->server.rcpt_code[0] != 0 ||
		(v->require_all && v->server.rcpt_code[2] != 0);
	CHECK((t->outcome[SMTPC_ACCEPTED] > 0) == !refused);
	CHECK((t->outcome[SMTPC_REJECTED] > 0) == refused);
	CHECK(t->outcome[SMTPC_NOT_SENT] > 0);
	CHECK((t->doubted_but_delivered > 0) == !refused);
}

int main(int argc, char **argv)
{
	bool every = argc > 1 && strcmp(argv[1], "every") == 0;
	sweep_totals all = {.runs = 0};
	make_content();
	printf("\n  %-28s %8s %9s %9s %9s %9s %11s\n", "", "runs", "accepted", "rejected", "not sent",
		"in doubt", "(delivered)");
	for (size_t i = 0; i < VARIANTS; i++) {
		sweep_totals t = {.runs = 0};
		test_current_failed = false;
		sweep(&variants[i], every, &t);
		check_totals(&variants[i], &t);
		print_row(variants[i].name, &t);
		(void)fflush(stdout);
		add(&all, &t);
		test_failed += test_current_failed;
		test_passed += !test_current_failed;
	}
	sweep_totals t = {.runs = 0};
	test_current_failed = false;
	sweep_at_random(every ? 20000 : 1000, &t);
	print_row("at random", &t);
	add(&all, &t);
	test_failed += test_current_failed;
	test_passed += !test_current_failed;
	print_row("in all", &all);
	return test_report();
}
