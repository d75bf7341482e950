/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The whole session against a hostile server. Input: one octet of settings, then what the server
 * says; 0xfe ends a segment, 0xff breaks the link. It must not crash, not say a password before
 * TLS, not let a bare line end out, and not call a mail accepted whose content was never ended. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth) {
		abort();
	}
}

static bool contains(smtpc_str text, smtpc_str what)
{
	for (size_t at = 0; at + what.len <= text.len; at++) {
		if (memcmp(text.ptr + at, what.ptr, what.len) == 0) {
			return true;
		}
	}
	return false;
}

/* What we said, that is: the server may have its own reasons to say the word. */
static bool tells_password(smtpc_str transcript)
{
	while (transcript.len > 0) {
		smtpc_str line = smtpc_str_until(&transcript, '\n');
		if (line.len > 0 && line.ptr[0] == '>' && contains(line, SMTPC_STR("cGFzc3dvcmQ"))) {
			return true;
		}
	}
	return false;
}

typedef struct fuzz_state {
	smtpc_session *session;
	smtpc_job *job;
	bool submitted, ended, secured;
} fuzz_state;

/* Plays the pump: what is written leaves at once. */
static void serve(fuzz_state *f)
{
	for (int round = 0; round < 100; round++) {
		smtpc_str out = smtpc_session_output(f->session);
		if (out.len > 0) {
			must(f->secured || !contains(out, SMTPC_STR("AUTH")));
			for (size_t i = 0; i < out.len; i++) {
				must(out.ptr[i] != '\n' || (i > 0 && out.ptr[i - 1] == '\r'));
			}
			smtpc_session_sent(f->session, out.len);
			continue;
		}
		switch (smtpc_session_want(f->session)) {
		case SMTPC_WANT_TLS:
			f->secured = true;
			smtpc_session_secured(f->session);
			break;
		case SMTPC_WANT_JOB:
			if (f->submitted) {
				return;
			}
			f->submitted = true;
			smtpc_session_submit(f->session, f->job);
			break;
		case SMTPC_WANT_CONTENT:
			smtpc_session_content(f->session, SMTPC_STR("Subject: x\n\n.\r.\n"));
			smtpc_session_content_end(f->session);
			f->ended = true;
			break;
		default:
			return;
		}
	}
}

static void feed(fuzz_state *f, const uint8_t *data, size_t len)
{
	while (len > 0) {
		size_t room_len;
		char *room = smtpc_session_input_room(f->session, &room_len);
		must(room != NULL);
		size_t n = len < room_len ? len : room_len;
		memcpy(room, data, n);
		smtpc_session_input(f->session, n);
		data += n;
		len -= n;
	}
	serve(f);
}

static smtpc_job *make_job(const smtpc_mem *mem, size_t rcpts)
{
	smtpc_addr addr = {.local = SMTPC_STR("a"), .ascii_domain = SMTPC_STR("example.com")};
	smtpc_job *job = smtpc_job_new(mem, &addr);
	for (size_t i = 0; i < rcpts; i++) {
		must(smtpc_job_add_rcpt(job, &addr) == SMTPC_OK);
	}
	smtpc_job_take_source(job, (smtpc_source){.size = 20});
	return job;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1) {
		return 0;
	}
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	smtpc_options options;
	smtpc_trace trace;
	smtpc_options_init(&options);
	if (data[0] & 1) {
		options.username = SMTPC_STR("user");
		options.password = SMTPC_STR("password");
	}
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("c"), .options = &options};
	config.secured = (data[0] & 2) != 0;
	config.starttls = (data[0] & 4) != 0 ? SMTPC_REQUIRE : SMTPC_PREFER;
	smtpc_trace_init(&trace, mem);
	fuzz_state f = {.secured = config.secured};
	f.session = smtpc_session_new(mem, &config, &trace);
	f.job = make_job(mem, 1 + (data[0] >> 3 & 3));
	f.job->require_all = (data[0] & 32) != 0;
	f.job->result.reused = (data[0] & 64) != 0;
	const uint8_t *p = data + 1, *end = data + size;
	while (p < end && smtpc_session_want(f.session) != SMTPC_WANT_CLOSE) {
		const uint8_t *stop = p;
		while (stop < end && *stop < 0xfe) {
			stop++;
		}
		feed(&f, p, (size_t)(stop - p));
		if (stop < end && *stop == 0xff) {
			smtpc_session_eof(f.session);
		}
		p = stop + 1;
	}
	smtpc_session_eof(f.session);
	const smtpc_result *result = smtpc_job_result(f.job);
	must(!f.submitted || f.job->concluded);
	must(result->outcome != SMTPC_ACCEPTED || f.ended);
	must(result->outcome != SMTPC_IN_DOUBT || f.ended);
	must(!tells_password(smtpc_trace_transcript(&trace)));
	smtpc_session_free(f.session);
	smtpc_job_free(f.job);
	smtpc_trace_free(&trace);
	return 0;
}
