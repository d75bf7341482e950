/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Chunks (RFC 3030): their framing, and sessions that use them. */
#include "proto/smtpc_bdat.h"
#include "script_failing.h"
#include "session_case.h"

#define CHUNKED_PIPE HELLO "S: 250-mx\nS: 250-PIPELINING\nS: 250 CHUNKING\n"
#define CHUNKED_LOCK HELLO "S: 250-mx\nS: 250 CHUNKING\n"
#define LAST "C: BDAT 21 LAST\nC: Subject: x\nC: \nC: hello\n"
#define CHUNKED .chunks = true

static const session_case cases[] = {
	{"one flight", CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 250 queued as 4X\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), CHUNKED, .reusable = true},
	{"in lockstep", CHUNKED_LOCK MAIL "S: 250 ok\n" RCPT0 "S: 250 ok\n" LAST "S: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), CHUNKED, .reusable = true},
	{"no CHUNKING: DATA", READY_PIPE FLIGHT1 OK3 CONTENT "S: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), CHUNKED, .reusable = true},
	{"not asked for: DATA", CHUNKED_PIPE FLIGHT1 OK3 CONTENT "S: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), .reusable = true},
	{"one recipient of two refused",
		CHUNKED_PIPE MAIL RCPT0 RCPT1 LAST "S: 250 ok\nS: 550 who\nS: 250 ok\nS: 250 ok\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "RA"), CHUNKED, .reusable = true},
	{"all required: chunks wait, and are not said",
		CHUNKED_PIPE MAIL RCPT0 RCPT1 "S: 250 ok\nS: 550 who\nS: 250 ok\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "RN"), CHUNKED,
		.require_all = true, .reusable = true},
	{"all required and accepted",
		CHUNKED_PIPE MAIL RCPT0 RCPT1 "S: 250 ok\nS: 250 ok\nS: 250 ok\n" LAST "S: 250 ok\n",
		JOB(2, ACCEPTED, 0, RESOLVE, 250, "AA"), CHUNKED, .require_all = true, .reusable = true},
	{"on a kept connection chunks wait",
		CHUNKED_PIPE MAIL RCPT0 "S: 250 ok\nS: 250 ok\n" LAST "S: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), CHUNKED, .reused = true, .reusable = true},
	{"a kept connection that is gone: not in doubt", CHUNKED_PIPE MAIL RCPT0 "EOF\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, MAIL, 0, "N"), CHUNKED, .reused = true},
	{"MAIL refused, the chunk in flight too",
		CHUNKED_PIPE MAIL RCPT0 LAST "S: 550 5.7.1 not you\nS: 503 what\nS: 503 what\n",
		JOB(1, REJECTED, SMTPC_E_SENDER_REJECTED, MAIL, 550, "R"), CHUNKED, .reusable = true},
	{"all refused, and the chunk",
		CHUNKED_PIPE MAIL RCPT0 RCPT1 LAST
		"S: 250 ok\nS: 550 who\nS: 450 later\nS: 554 no valid recipients\n",
		JOB(2, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 450, "RR"), CHUNKED, .reusable = true},
	{"all refused, the chunk taken: no acceptance",
		CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 550 who\nS: 250 thanks\n",
		JOB(1, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "R"), CHUNKED, .reusable = true},
	{"all refused in lockstep: no chunk", CHUNKED_LOCK MAIL "S: 250 ok\n" RCPT0 "S: 550 who\n",
		JOB(1, REJECTED, SMTPC_E_RECIPIENTS_REJECTED, RCPT, 550, "R"), CHUNKED, .reusable = true},
	{"the last chunk refused", CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 552 big\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 552, "R"), CHUNKED, .reusable = true},
	{"the last chunk refused for now",
		CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 451 later\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 451, "R"), CHUNKED, .reusable = true},
	{"421 to the last chunk", CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 421 bye\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, COMMIT, 421, "R"), CHUNKED},
	{"refused when its command was read",
		CHUNKED_PIPE MAIL RCPT0 "C: BDAT 21 LAST\nS: 250 ok\nS: 250 ok\nS: 554 no\n",
		JOB(1, REJECTED, SMTPC_E_MESSAGE_REJECTED, CONTENT, 554, "R"), CHUNKED},
	{"refused before its command was read",
		CHUNKED_PIPE MAIL RCPT0 "S: 250 ok\nS: 250 ok\nS: 554 no\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, CONTENT, 0, "N"), CHUNKED},
	{"accepted before its end",
		CHUNKED_PIPE MAIL RCPT0 "C: BDAT 21 LAST\nC: Subject: x\nS: 250 ok\nS: 250 ok\nS: 250 ok\n",
		JOB(1, NOT_SENT, SMTPC_E_PROTOCOL, CONTENT, 0, "N"), CHUNKED},
	{"354 to a chunk", CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 354 go\n",
		JOB(1, IN_DOUBT, SMTPC_E_PROTOCOL, COMMIT, 0, "D"), CHUNKED},
	{"closed behind the last chunk", CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nEOF\n",
		JOB(1, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "D"), CHUNKED},
	{"closed behind the flight, nothing answered", CHUNKED_PIPE MAIL RCPT0 LAST "EOF\n",
		JOB(1, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "D"), CHUNKED},
	{"silent behind the flight", CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nTIMEOUT\n",
		JOB(1, IN_DOUBT, SMTPC_E_TIMEOUT, COMMIT, 0, "D"), CHUNKED},
	{"in doubt for one, refused for the other",
		CHUNKED_PIPE MAIL RCPT0 RCPT1 LAST "S: 250 ok\nS: 250 ok\nS: 550 who\nEOF\n",
		JOB(2, IN_DOUBT, SMTPC_E_LOST, COMMIT, 0, "DR"), CHUNKED},
	{"lost with the last line unsent",
		CHUNKED_PIPE MAIL RCPT0 "C: BDAT 21 LAST\nC: Subject: x\nC: \nLOST\n",
		JOB(1, NOT_SENT, SMTPC_E_LOST, MAIL, 0, "N"), CHUNKED},
	{"surplus behind the final reply",
		CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 ok\n",
		JOB(1, ACCEPTED, 0, RESOLVE, 250, "A"), CHUNKED},
};

static void every_script_every_way(void)
{
	play_every(cases, sizeof cases / sizeof cases[0]);
}

/* ---- framing ------------------------------------------------------------- */

static smtpc_str frame(
	smtpc_bdat *bdat, smtpc_buf *out, const char *text, size_t piece, bool binary)
{
	smtpc_str rest = smtpc_str_of(text);
	size_t command;
	smtpc_buf_reset(out);
	smtpc_bdat_begin(bdat, binary);
	while (rest.len > 0) {
		size_t len = rest.len < piece ? rest.len : piece;
		CHECK_INT(smtpc_bdat_feed(bdat, (smtpc_str){rest.ptr, len}), 0);
		rest = smtpc_str_skip(rest, len);
	}
	CHECK_INT(smtpc_bdat_end(bdat), 0);
	CHECK_INT(smtpc_bdat_frame(bdat, out, true, &command), 0);
	CHECK(command > 2 && command <= smtpc_buf_len(out));
	return smtpc_buf_str(out);
}

/* Dots stay, line ends become CRLF, and the octets are counted behind that; at any split. */
static void chunks_count_what_is_sent(void)
{
	static const char *const rows[][3] = {
		{".\r\n..\r\na.\n.b\r.c", "BDAT 19 LAST\r\n.\r\n..\r\na.\r\n.b\r\n.c\r\n",
			"BDAT 15 LAST\r\n.\r\n..\r\na.\n.b\r.c"},
		{"a\r\n", "BDAT 3 LAST\r\na\r\n", "BDAT 3 LAST\r\na\r\n"},
		{"a\r", "BDAT 3 LAST\r\na\r\n", "BDAT 2 LAST\r\na\r"},
		{"", "BDAT 0 LAST\r\n", "BDAT 0 LAST\r\n"},
	};
	smtpc_bdat bdat;
	smtpc_buf out;
	smtpc_bdat_init(&bdat, smtpc_mem_or_default(NULL));
	smtpc_buf_init(&out, smtpc_mem_or_default(NULL), 1000);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t piece = 1; piece < 20; piece++) {
			CHECK_STR(frame(&bdat, &out, rows[i][0], piece, false), rows[i][1]);
			CHECK_STR(frame(&bdat, &out, rows[i][0], piece, true), rows[i][2]);
		}
	}
	smtpc_bdat_free(&bdat);
	smtpc_buf_free(&out);
}

/* Where there is no room, nothing of the chunk is written. */
static void a_chunk_goes_whole_or_not(void)
{
	for (size_t max = 0; max < 30; max++) {
		smtpc_bdat bdat;
		smtpc_buf out;
		size_t command;
		smtpc_bdat_init(&bdat, smtpc_mem_or_default(NULL));
		smtpc_buf_init(&out, smtpc_mem_or_default(NULL), max);
		smtpc_bdat_begin(&bdat, false);
		CHECK_INT(smtpc_bdat_feed(&bdat, SMTPC_STR("hello\r\n")), 0);
		int rv = smtpc_bdat_frame(&bdat, &out, false, &command);
		CHECK_INT(rv, max < 15 ? SMTPC_E_NOMEM : 0);
		CHECK_INT(smtpc_buf_len(&out), max < 15 ? 0 : 15);
		smtpc_bdat_free(&bdat);
		smtpc_buf_free(&out);
	}
}

/* ---- many chunks --------------------------------------------------------- */

enum { PIECE = 32768, CHUNK = SMTPC_BDAT_CHUNK };

/* A session that is fed |pieces| of content, and how often the server was to speak for it. */
typedef struct many {
	smtpc_session *s;
	smtpc_job *job;
	smtpc_trace trace;
	smtpc_options options;
	size_t left; /* pieces */
	bool ended;
	uint64_t sent;
	char line[64];
} many;

static void say(many *m, const char *text)
{
	size_t room_len, len = strlen(text);
	if (smtpc_session_want(m->s) == SMTPC_WANT_CLOSE) {
		return;
	}
	char *room = smtpc_session_input_room(m->s, &room_len);
	memcpy(room, text, len);
	smtpc_session_input(m->s, len);
}

/* Content as it is wanted; with |drain| all output leaves. */
static void pump(many *m, bool drain)
{
	static char piece[PIECE];
	memset(piece, 'x', sizeof piece);
	for (size_t i = 61; i < sizeof piece; i += 64) {
		memcpy(piece + i, "\r\n.", 3);
	}
	for (;;) {
		if (smtpc_session_want(m->s) == SMTPC_WANT_CONTENT && !m->ended) {
			if (m->left > 0) {
				m->left--;
				smtpc_session_content(m->s, (smtpc_str){piece, sizeof piece});
			} else {
				m->ended = true;
				smtpc_session_content_end(m->s);
			}
			continue;
		}
		smtpc_str out = smtpc_session_output(m->s);
		if (!drain || out.len == 0) {
			return;
		}
		m->sent += out.len;
		smtpc_session_sent(m->s, out.len);
	}
}

static void begin(many *m, const char *ehlo, size_t pieces)
{
	*m = (many){.left = pieces};
	smtpc_options_init(&m->options);
	m->options.chunking = SMTPC_PREFER;
	smtpc_trace_init(&m->trace, smtpc_mem_or_default(NULL));
	smtpc_session_config config = {
		.ehlo_name = SMTPC_STR("c"), .local = true, .options = &m->options};
	m->s = smtpc_session_new(smtpc_mem_or_default(NULL), &config, &m->trace);
	say(m, "220 mx\r\n");
	pump(m, true);
	say(m, ehlo);
	m->job = script_job(NULL, 1);
	smtpc_session_submit(m->s, m->job);
	pump(m, true);
}

static void finish(many *m, smtpc_outcome outcome, int reply)
{
	const smtpc_result *result = smtpc_job_result(m->job);
	CHECK(m->job->concluded);
	CHECK_INT(result->outcome, outcome);
	CHECK_INT(result->reply.code, reply);
	smtpc_session_free(m->s);
	smtpc_job_free(m->job);
	smtpc_trace_free(&m->trace);
}

/* 40 chunks: no more than a mebibyte waits for answers, and each of them makes room for a chunk. */
static void the_window_is_bounded(void)
{
	many m;
	begin(&m, "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n", 80);
	CHECK(m.left > 40 && m.left < 60);
	say(&m, "250 ok\r\n250 ok\r\n");
	pump(&m, true);
	uint64_t before = m.sent;
	say(&m, "250 ok\r\n");
	pump(&m, true);
	CHECK(m.sent >= before + CHUNK && m.sent < before + 2 * CHUNK);
	for (int i = 0; i < 38 && !m.job->concluded; i++) {
		say(&m, "250 ok\r\n");
		pump(&m, true);
	}
	CHECK(m.ended && !m.job->concluded);
	say(&m, "250 queued\r\n");
	CHECK_INT(smtpc_job_result(m.job)->bytes, 80 * PIECE + 2);
	CHECK(smtpc_session_want(m.s) == SMTPC_WANT_JOB);
	finish(&m, SMTPC_ACCEPTED, 250);
}

/* Without PIPELINING each chunk waits, the last one too. */
static void chunks_in_lockstep(void)
{
	many m;
	begin(&m, "250-mx\r\n250 CHUNKING\r\n", 6);
	int replies = 0;
	while (!m.job->concluded && replies < 20) {
		uint64_t before = m.sent;
		say(&m, "250 ok\r\n");
		replies++;
		pump(&m, true);
		CHECK(m.sent - before <= (uint64_t)CHUNK + 2 * PIECE + 20);
	}
	CHECK_INT(replies, 5);
	finish(&m, SMTPC_ACCEPTED, 250);
}

/* A chunk in the middle is refused: no further one is begun, those in flight are answered, and the
 * next mail begins with RSET. */
static void a_refused_chunk_stops_the_rest(void)
{
	many m;
	begin(&m, "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n", 80);
	say(&m, "250 ok\r\n250 ok\r\n250 ok\r\n552 5.3.4 too big\r\n");
	uint64_t before = m.sent;
	pump(&m, true);
	CHECK(!m.ended && m.sent == before);
	CHECK(!m.job->concluded);
	for (int i = 0; i < 20 && !m.job->concluded; i++) {
		say(&m, "503 5.5.1 no\r\n");
	}
	CHECK_INT(smtpc_job_result(m.job)->error.code, SMTPC_E_MESSAGE_REJECTED);
	CHECK_INT(smtpc_job_result(m.job)->error.stage, SMTPC_STAGE_CONTENT);
	CHECK(smtpc_session_want(m.s) == SMTPC_WANT_JOB);
	smtpc_job *next = script_job(NULL, 1);
	smtpc_session_submit(m.s, next);
	CHECK(smtpc_str_istarts(smtpc_session_output(m.s), SMTPC_STR("RSET\r\nMAIL")));
	finish(&m, SMTPC_REJECTED, 552);
	smtpc_job_free(next);
}

/* The link ends behind the refusal of a chunk: the refusal is the answer. */
static void a_refused_chunk_is_believed(void)
{
	static const char *const refusals[] = {"554 5.6.0 no\r\n", "421 4.3.2 bye\r\n"};
	for (size_t i = 0; i < 2; i++) {
		many m;
		begin(&m, "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n", 80);
		say(&m, "250 ok\r\n250 ok\r\n250 ok\r\n");
		say(&m, refusals[i]);
		smtpc_session_eof(m.s);
		finish(&m, SMTPC_REJECTED, i == 0 ? 554 : 421);
	}
}

/* A server that does not know BDAT reads the chunk as commands: it gets no octet more. */
static void an_unknown_command_ends_the_session(void)
{
	static const char *const replies[] = {"500 what\r\n", "501 what\r\n", "502 what\r\n"};
	for (size_t i = 0; i < 3; i++) {
		many m;
		begin(&m, "250-mx\r\n250 CHUNKING\r\n", 6);
		say(&m, "250 ok\r\n");
		pump(&m, true);
		say(&m, "250 ok\r\n");
		pump(&m, false);
		smtpc_session_sent(m.s, 20);
		say(&m, replies[i]);
		CHECK(smtpc_session_want(m.s) == SMTPC_WANT_CLOSE);
		CHECK_INT(smtpc_session_output(m.s).len, 0);
		finish(&m, SMTPC_REJECTED, 500 + (int)i);
	}
}

/* Against RFC 3030 §2: whether something was delivered nobody knows. */
static void a_last_chunk_taken_behind_a_refused_one(void)
{
	many m;
	begin(&m, "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n", 6);
	CHECK(m.ended);
	say(&m, "250 ok\r\n250 ok\r\n554 no\r\n250 ok\r\n250 ok\r\n");
	CHECK_INT(smtpc_job_result(m.job)->error.code, SMTPC_E_PROTOCOL);
	CHECK(smtpc_session_want(m.s) == SMTPC_WANT_CLOSE);
	finish(&m, SMTPC_IN_DOUBT, 0);
}

/* A broken link in the middle: the content's end has not left. */
static void cut_between_chunks(void)
{
	many m;
	begin(&m, "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n", 80);
	say(&m, "250 ok\r\n250 ok\r\n250 ok\r\n");
	smtpc_session_eof(m.s);
	CHECK_INT(smtpc_job_result(m.job)->error.stage, SMTPC_STAGE_CONTENT);
	finish(&m, SMTPC_NOT_SENT, 0);
}

/* ---- binary -------------------------------------------------------------- */

static void binary_content(void)
{
	static const struct {
		const char *offer;
		smtpc_need need;
		const char *says; /* NULL: refused */
	} rows[] = {
		{"250-mx\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 BINARYMIME\r\n", SMTPC_PREFER,
			"MAIL FROM:<a@example.com> BODY=BINARYMIME\r\nRCPT TO:<b0@example.net>\r\n"
			"BDAT 4 LAST\r\na\n.\r"},
		{"250-mx\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 BINARYMIME\r\n", SMTPC_NEVER, NULL},
		{"250-mx\r\n250-PIPELINING\r\n250 BINARYMIME\r\n", SMTPC_REQUIRE, NULL},
		{"250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n", SMTPC_PREFER, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		many m = {.left = 0};
		smtpc_options_init(&m.options);
		m.options.binary_mime = rows[i].need;
		smtpc_trace_init(&m.trace, smtpc_mem_or_default(NULL));
		smtpc_session_config config = {
			.ehlo_name = SMTPC_STR("c"), .local = true, .options = &m.options};
		m.s = smtpc_session_new(smtpc_mem_or_default(NULL), &config, &m.trace);
		say(&m, "220 mx\r\n");
		smtpc_session_sent(m.s, smtpc_session_output(m.s).len);
		say(&m, rows[i].offer);
		m.job = script_job(NULL, 1);
		smtpc_job_set_transfer(m.job, SMTPC_TRANSFER_BINARY);
		smtpc_session_submit(m.s, m.job);
		smtpc_session_content(m.s, SMTPC_STR("a\n.\r"));
		smtpc_session_content_end(m.s);
		CHECK_STR(smtpc_session_output(m.s), rows[i].says != NULL ? rows[i].says : "");
		if (rows[i].says == NULL) {
			CHECK_STR(smtpc_str_of(smtpc_job_result(m.job)->error.capability), "BINARYMIME");
			finish(&m, SMTPC_NOT_SENT, 0);
		} else {
			smtpc_session_sent(m.s, smtpc_session_output(m.s).len);
			say(&m, "250 ok\r\n250 ok\r\n250 ok\r\n");
			finish(&m, SMTPC_ACCEPTED, 250);
		}
	}
}

static void chunking_is_required(void)
{
	script_run run;
	script_init(&run, READY_PIPE);
	run.options.chunking = SMTPC_REQUIRE;
	smtpc_job *job = script_job(NULL, 1);
	run.job = job;
	script_play(&run);
	CHECK_STR(smtpc_str_of(run.problem), "");
	CHECK_STR(smtpc_str_of(smtpc_job_result(job)->error.capability), "CHUNKING");
	CHECK_INT(smtpc_job_result(job)->attempts, 0);
	smtpc_job_free(job);
}

/* Every allocation of a chunked session fails once, and from then on. */
static void out_of_memory_at_every_point(void)
{
	const char *script = CHUNKED_PIPE MAIL RCPT0 LAST "S: 250 ok\nS: 250 ok\nS: 250 queued as 1\n";
	script_run run;
	script_init(&run, script);
	run.local = true;
	run.options.chunking = SMTPC_PREFER;
	script_out_of_memory(&run);
}

int main(void)
{
	RUN(every_script_every_way);
	RUN(chunks_count_what_is_sent);
	RUN(a_chunk_goes_whole_or_not);
	RUN(the_window_is_bounded);
	RUN(chunks_in_lockstep);
	RUN(a_refused_chunk_stops_the_rest);
	RUN(a_refused_chunk_is_believed);
	RUN(an_unknown_command_ends_the_session);
	RUN(a_last_chunk_taken_behind_a_refused_one);
	RUN(cut_between_chunks);
	RUN(binary_content);
	RUN(chunking_is_required);
	RUN(out_of_memory_at_every_point);
	return test_report();
}
