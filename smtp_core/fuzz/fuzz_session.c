/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The whole session against a hostile server. Input: two octets of settings, then what the server
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

enum {
	/* first octet: 8 and 16 are recipients */
	WITH_LOGIN = 1,
	SECURED = 2,
	STARTTLS = 4,
	REQUIRE_ALL = 32,
	REUSED = 64,
	WISHES = 128,
	/* second octet; 64 and 128 are further mails, which follow on the first one */
	LMTP = 1,
	CHUNKS = 2,
	BINARY = 4,
	LARGE = 8,
	SLOW = 16,
	READ_ONCE = 32,
	MAILS_MAX = 4
};

typedef struct fuzz_state {
	smtpc_session *session;
	smtpc_job *jobs[MAILS_MAX];
	size_t mails, submitted;
	uint8_t how;
	size_t pieces; /* of content, still to be given to this transaction */
	bool ended[MAILS_MAX], secured;
} fuzz_state;

static void note_end(fuzz_state *f)
{
	for (size_t i = 0; i < f->submitted; i++) {
		f->ended[i] |= f->jobs[i] == smtpc_session_writing(f->session);
	}
}

static void give_content(fuzz_state *f)
{
	static char piece[SMTPC_SESSION_CHUNK];
	if (f->pieces == 0) {
		note_end(f);
		smtpc_session_content_end(f->session);
		f->pieces = f->how & LARGE ? 45 : 1;
		return;
	}
	f->pieces--;
	if (f->how & LARGE) {
		memset(piece, '.', sizeof piece);
		piece[sizeof piece - 1] = '\n';
		smtpc_session_content(f->session, (smtpc_str){piece, sizeof piece});
	} else {
		smtpc_session_content(f->session, SMTPC_STR("Subject: x\n\n.\r.\n"));
	}
}

/* Nothing but CRLF ends a line; binary content has what it has. */
static void check_output(const fuzz_state *f, smtpc_str out)
{
	must(f->secured || !contains(out, SMTPC_STR("AUTH")));
	for (size_t i = 0; !(f->how & BINARY) && i < out.len; i++) {
		must(out.ptr[i] != '\n' || i == 0 || out.ptr[i - 1] == '\r');
	}
}

/* Plays the pump: what is written leaves at once, or (slowly) a part of it. */
static void serve(fuzz_state *f)
{
	for (int round = 0; round < 400; round++) {
		if (f->submitted > 0 && f->submitted < f->mails &&
			smtpc_session_may_submit(f->session)) {
			smtpc_session_submit(f->session, f->jobs[f->submitted++]);
		}
		smtpc_str out = smtpc_session_output(f->session);
		if (out.len > 0 && !(f->how & SLOW && round > 0)) {
			check_output(f, out);
			smtpc_session_sent(f->session, f->how & SLOW ? 1 + out.len / 2 : out.len);
			continue;
		}
		switch (smtpc_session_want(f->session)) {
		case SMTPC_WANT_TLS:
			if (smtpc_session_output(f->session).len > 0) {
				return;
			}
			f->secured = true;
			smtpc_session_secured(f->session);
			break;
		case SMTPC_WANT_JOB:
			if (f->submitted > 0) {
				return;
			}
			smtpc_session_submit(f->session, f->jobs[f->submitted++]);
			break;
		case SMTPC_WANT_CONTENT:
			give_content(f);
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

static int nothing_to_rewind(void *user, smtpc_error *err)
{
	(void)user;
	(void)err;
	return SMTPC_OK;
}

static smtpc_job *make_job(const smtpc_mem *mem, const uint8_t how[2])
{
	smtpc_error err;
	smtpc_addr addr = {.local = SMTPC_STR("a"), .ascii_domain = SMTPC_STR("example.com")};
	smtpc_wishes wishes = {.envelope_id = SMTPC_STR("a=b"), .ret = SMTPC_RET_FULL,
		.require_tls = true, .has_priority = true, .priority = -1, .hold_for = 60,
		.deliver_by = -60};
	smtpc_job *job = smtpc_job_new(mem, &addr);
	for (int i = 0; i < 1 + (how[0] >> 3 & 3); i++) {
		must(smtpc_job_add_rcpt(job, &addr) == SMTPC_OK);
		if (how[0] & WISHES) {
			must(smtpc_job_set_dsn(job, SMTPC_NOTIFY_DELAY, SMTPC_STR("\xc3\xbc@b"), &err) == 0);
		}
	}
	if (how[0] & WISHES) {
		must(smtpc_job_set_wishes(job, &wishes, &err) == SMTPC_OK);
	}
	smtpc_job_take_source(job, (smtpc_source){.size = 20});
	job->source.rewind = how[1] & READ_ONCE ? NULL : nothing_to_rewind;
	job->require_all = (how[0] & REQUIRE_ALL) != 0;
	job->result.reused = job->wary = (how[0] & REUSED) != 0;
	if (how[1] & BINARY) {
		smtpc_job_set_transfer(job, SMTPC_TRANSFER_BINARY);
	}
	return job;
}

static void set_options(smtpc_options *options, const uint8_t how[2])
{
	smtpc_options_init(options);
	if (how[0] & WITH_LOGIN) {
		options->username = SMTPC_STR("user");
		options->password = SMTPC_STR("password");
	}
	options->lmtp = (how[1] & LMTP) != 0;
	options->chunking = how[1] & CHUNKS ? SMTPC_PREFER : SMTPC_NEVER;
	options->binary_mime = how[1] & BINARY ? SMTPC_PREFER : SMTPC_NEVER;
}

static void check_result(const fuzz_state *f, size_t mail)
{
	const smtpc_job *job = f->jobs[mail];
	const smtpc_result *result = smtpc_job_result(job);
	size_t accepted = 0, in_doubt = 0;
	must(mail >= f->submitted || job->concluded || smtpc_session_is_spent(f->session));
	for (size_t i = 0; i < job->rcpt_count; i++) {
		accepted += job->rcpt_results[i].outcome == SMTPC_ACCEPTED;
		in_doubt += job->rcpt_results[i].outcome == SMTPC_IN_DOUBT;
	}
	must((accepted == 0 && in_doubt == 0) || f->ended[mail]);
	if (job->concluded) {
		must((accepted > 0) == (result->outcome == SMTPC_ACCEPTED));
		must((accepted == 0 && in_doubt > 0) == (result->outcome == SMTPC_IN_DOUBT));
		must((result->error.code == 0) == (result->outcome == SMTPC_ACCEPTED));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2) {
		return 0;
	}
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	smtpc_options options;
	smtpc_trace trace;
	set_options(&options, data);
	smtpc_session_config config = {.ehlo_name = SMTPC_STR("c"), .options = &options};
	config.secured = (data[0] & SECURED) != 0;
	config.starttls = (data[0] & STARTTLS) != 0 ? SMTPC_REQUIRE : SMTPC_PREFER;
	smtpc_trace_init(&trace, mem);
	fuzz_state f = {.secured = config.secured, .how = data[1]};
	f.pieces = f.how & LARGE ? 45 : 1;
	f.session = smtpc_session_new(mem, &config, &trace);
	for (f.mails = 0; f.mails <= data[1] >> 6; f.mails++) {
		f.jobs[f.mails] = make_job(mem, data);
	}
	const uint8_t *p = data + 2, *end = data + size;
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
	for (size_t i = 0; i < f.mails; i++) {
		check_result(&f, i);
	}
	must(!tells_password(smtpc_trace_transcript(&trace)));
	smtpc_session_free(f.session);
	for (size_t i = 0; i < f.mails; i++) {
		smtpc_job_free(f.jobs[i]);
	}
	smtpc_trace_free(&trace);
	return 0;
}
