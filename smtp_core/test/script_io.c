/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "script_io.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

void script_init(script_run *run, const char *script)
{
	*run = (script_run){.script = script, .content = "Subject: x\r\n\r\nhello\r\n"};
	run->mem = smtpc_mem_or_default(NULL);
	smtpc_options_init(&run->options);
}

static void problem(script_run *run, const char *what, smtpc_str text)
{
	if (run->problem[0] == '\0') {
		(void)snprintf(run->problem, sizeof run->problem, "%s: %.*s", what, SMTPC_FMT(text));
	}
}

static void feed(smtpc_session *s, const char *data, size_t len)
{
	while (len > 0) {
		size_t room_len;
		char *room = smtpc_session_input_room(s, &room_len);
		if (room == NULL) {
			return;
		}
		size_t n = len < room_len ? len : room_len;
		memcpy(room, data, n);
		smtpc_session_input(s, n);
		data += n;
		len -= n;
	}
}

static void deliver(script_run *run, smtpc_session *s, smtpc_str flight)
{
	size_t at = run->server_octets;
	run->server_octets += flight.len;
	if (run->mode == SCRIPT_BYTES) {
		for (size_t i = 0; i < flight.len; i++) {
			feed(s, flight.ptr + i, 1);
		}
		return;
	}
	size_t cut = flight.len;
	if (run->mode == SCRIPT_SPLIT && run->split > at && run->split < at + flight.len) {
		cut = run->split - at;
	}
	feed(s, flight.ptr, cut);
	feed(s, flight.ptr + cut, flight.len - cut);
}

/* So that what SCRAM says can be written down. */
static int counting(uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		out[i] = (uint8_t)i;
	}
	return SMTPC_OK;
}

/* Does for the session what a pump would do, save moving bytes. */
static void serve(script_run *run, smtpc_session *s)
{
	if (smtpc_session_want(s) == SMTPC_WANT_JOB && run->job != NULL) {
		smtpc_job *job = run->job;
		run->job = NULL;
		smtpc_session_submit(s, job);
	}
	if (smtpc_session_want(s) == SMTPC_WANT_TOKEN) {
		run->tokens_given++;
		smtpc_session_token(s, smtpc_str_of(run->tokens[smtpc_session_renews(s)]));
	}
	if (smtpc_session_want(s) != SMTPC_WANT_CONTENT) {
		return;
	}
	if (run->fail_content > 0) {
		smtpc_session_content(s, (smtpc_str){run->content, run->fail_content});
		smtpc_error err;
		(void)smtpc_fail(&err, SMTPC_E_SOURCE, NULL);
		err.stage = SMTPC_STAGE_CONTENT;
		smtpc_session_fail(s, &err);
		return;
	}
	smtpc_session_content(s, smtpc_str_of(run->content));
	smtpc_session_content_end(s);
}

static void expect_line(script_run *run, smtpc_session *s, smtpc_str want)
{
	serve(run, s);
	smtpc_str out = smtpc_session_output(s);
	smtpc_str rest = out;
	smtpc_str line = smtpc_str_until(&rest, '\n');
	if (line.len == 0 || line.ptr[line.len - 1] != '\r') {
		problem(run, "the client is silent, or a line has no CR, where it should say", want);
		return;
	}
	line.len--;
	if (!smtpc_str_eq(line, want)) {
		problem(run, "the client says", line);
		return;
	}
	smtpc_session_sent(s, line.len + 2);
}

static void happen(script_run *run, smtpc_session *s, smtpc_str word)
{
	smtpc_error err;
	if (smtpc_str_eq(word, SMTPC_STR("TLS"))) {
		if (smtpc_session_want(s) != SMTPC_WANT_TLS) {
			problem(run, "no handshake is wanted at", word);
			return;
		}
		smtpc_session_secured(s);
	} else if (smtpc_str_eq(word, SMTPC_STR("EOF"))) {
		serve(run, s);
		smtpc_session_eof(s);
	} else if (smtpc_str_eq(word, SMTPC_STR("LOST")) || smtpc_str_eq(word, SMTPC_STR("TIMEOUT"))) {
		serve(run, s);
		(void)smtpc_fail(&err, word.ptr[0] == 'L' ? SMTPC_E_LOST : SMTPC_E_TIMEOUT, NULL);
		err.stage = smtpc_session_stage(s);
		smtpc_session_fail(s, &err);
	} else {
		problem(run, "the script has a word that means nothing", word);
	}
}

/* The S lines from |*rest| on, up to the next line of another kind, as one flight. */
static size_t gather(smtpc_str *rest, char *flight, size_t size)
{
	size_t len = 0;
	while (rest->len > 2 && rest->ptr[0] == 'S') {
		smtpc_str line = smtpc_str_until(rest, '\n');
		bool whole = line.ptr[1] == ':';
		smtpc_str text = smtpc_str_skip(line, 3);
		if (len + text.len + 2 > size) {
			break;
		}
		memcpy(flight + len, text.ptr, text.len);
		len += text.len;
		if (whole) {
			memcpy(flight + len, "\r\n", 2);
			len += 2;
		}
	}
	return len;
}

static void play(script_run *run, smtpc_session *s)
{
	char flight[8192];
	smtpc_str rest = smtpc_str_of(run->script);
	while (rest.len > 0 && run->problem[0] == '\0') {
		if (rest.ptr[0] == 'S') {
			size_t len = gather(&rest, flight, sizeof flight);
			deliver(run, s, (smtpc_str){flight, len});
			continue;
		}
		smtpc_str line = smtpc_str_until(&rest, '\n');
		if (line.len >= 3 && line.ptr[0] == 'C') {
			expect_line(run, s, smtpc_str_skip(line, 3));
		} else {
			happen(run, s, line);
		}
	}
	serve(run, s);
	if (smtpc_session_output(s).len > 0 && smtpc_session_want(s) != SMTPC_WANT_CLOSE) {
		problem(run, "the client goes on to say", smtpc_session_output(s));
	}
}

void script_play(script_run *run)
{
	smtpc_trace trace;
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("client.example"),
		.starttls = run->starttls,
		.secured = run->secured,
		.local = run->local,
		.port = 587,
		.random = counting,
		.options = &run->options};
	smtpc_trace_init(&trace, run->mem);
	run->server_octets = run->tokens_given = 0;
	run->problem[0] = '\0';
	smtpc_session *s = smtpc_session_new(run->mem, &config, &trace);
	if (s != NULL) {
		if (run->bindings != NULL) {
			smtpc_session_bind(s, run->bindings);
		}
		play(run, s);
		run->error = *smtpc_session_error(s);
		run->reply_code = smtpc_session_reply(s)->code;
		run->want = smtpc_session_want(s);
		run->mech = smtpc_session_mech(s);
		smtpc_str text = smtpc_trace_transcript(&trace);
		(void)snprintf(run->transcript, sizeof run->transcript, "%.*s", (int)text.len, text.ptr);
	}
	smtpc_session_free(s);
	smtpc_trace_free(&trace);
}

smtpc_job *script_job(const smtpc_mem *mem, size_t count)
{
	smtpc_addr addr = {.local = SMTPC_STR("a"), .ascii_domain = SMTPC_STR("example.com")};
	smtpc_job *job = smtpc_job_new(mem, &addr);
	for (size_t i = 0; job != NULL && i < count; i++) {
		char local[24];
		(void)snprintf(local, sizeof local, "b%zu", i);
		addr.local = smtpc_str_of(local);
		addr.ascii_domain = SMTPC_STR("example.net");
		if (smtpc_job_add_rcpt(job, &addr) < 0) {
			smtpc_job_free(job);
			return NULL;
		}
	}
	if (job != NULL) {
		smtpc_job_take_source(job, (smtpc_source){.size = -1});
	}
	return job;
}
