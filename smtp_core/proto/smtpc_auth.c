/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * AUTH (RFC 4954): the strongest mechanism that is offered, tried once. Only after 504 (the server
 * does not know the mechanism after all) comes the next; a refused secret is not offered again by a
 * weaker one. */
#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

/* RFC 5321 §4.5.3.1.4: a longer initial response waits for its own line. */
enum { AUTH_LINE_MAX = 512 };

static smtpc_credentials credentials(const smtpc_session *s)
{
	const smtpc_options *o = s->config.options;
	return (smtpc_credentials){o->username, o->password, o->authzid};
}

/* The mechanism of rank |i| by the caller's list, or by strength. */
static smtpc_sasl_mech mech_at(const smtpc_options *options, size_t i)
{
	return options->mechs != NULL ? options->mechs[i] : (smtpc_sasl_mech)i;
}

/* The next one that is offered, or SMTPC_SASL_COUNT. */
static smtpc_sasl_mech choose(const smtpc_session *s)
{
	const smtpc_options *options = s->config.options;
	size_t count = options->mechs != NULL ? options->mech_count : SMTPC_SASL_COUNT;
	for (size_t i = 0; i < count; i++) {
		smtpc_sasl_mech mech = mech_at(options, i);
		if (s->caps.mech[mech] && !s->mech_tried[mech]) {
			return mech;
		}
	}
	return SMTPC_SASL_COUNT;
}

static void die_without_mech(smtpc_session *s)
{
	smtpc_str offered = smtpc_buf_str(&s->caps.auth);
	if (!s->caps.has[SMTPC_CAP_AUTH]) {
		smtpc_session_die(s, SMTPC_E_AUTH_MECHANISM, NULL,
			s->secured
				? "the server does not offer authentication, but a user name is given"
				: "the server does not offer authentication on this plain-text connection, but a "
				  "user name is given; it may do so over TLS");
	} else {
		smtpc_session_die(s, SMTPC_E_AUTH_MECHANISM, NULL,
			"the server offers no authentication mechanism that can be used here (it offers: %.*s)",
			SMTPC_FMT(offered));
	}
	s->error.stage = SMTPC_STAGE_AUTH;
}

session_state smtpc_auth_begin(smtpc_session *s)
{
	smtpc_sasl_mech mech = choose(s);
	if (mech == SMTPC_SASL_COUNT) {
		die_without_mech(s);
		return ST_DEAD;
	}
	bool safe = s->secured || s->config.local || s->config.options->allow_insecure_auth;
	if (!safe && smtpc_sasl_is_plaintext(mech)) {
		smtpc_session_die(s, SMTPC_E_AUTH_INSECURE, NULL,
			"the connection is not encrypted, so the password is not sent; use TLS, or the option "
			"allowInsecureAuth if it is really meant");
		s->error.stage = SMTPC_STAGE_AUTH;
		return ST_DEAD;
	}
	smtpc_sasl_start(&s->sasl, mech);
	s->mech_tried[mech] = true;
	return ST_AUTH;
}

/* Computes the response to |challenge| into s->response, not yet encoded. */
static int respond(smtpc_session *s, smtpc_str challenge)
{
	smtpc_credentials who = credentials(s);
	smtpc_buf_reset(&s->response);
	return smtpc_sasl_step(&s->sasl, &who, challenge, &s->response);
}

/* Moves s->response to the output, in base64. */
static int say_response(smtpc_session *s)
{
	smtpc_str response = smtpc_buf_str(&s->response);
	int rv = smtpc_b64_append(&s->out, response);
	rv = rv < 0 ? rv : smtpc_b64_append(&s->said, response);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(&s->said, '\n');
	smtpc_buf_reset(&s->response);
	return rv;
}

/* Shorter ones would be found in innocent words. */
enum { CENSOR_MIN = 4 };

static void blot_out(smtpc_buf *in, smtpc_str secret)
{
	if (secret.len < CENSOR_MIN) {
		return;
	}
	for (size_t at = in->head; at + secret.len <= in->tail; at++) {
		if (memcmp(in->base + at, secret.ptr, secret.len) == 0) {
			memset(in->base + at, '*', secret.len);
		}
	}
}

/* Servers that do not know AUTH quote the line that they did not understand. */
void smtpc_auth_censor(smtpc_session *s)
{
	smtpc_str said = smtpc_buf_str(&s->said);
	if (said.len == 0 || smtpc_buf_len(&s->in) == 0) {
		return;
	}
	blot_out(&s->in, s->config.options->password);
	while (said.len > 0) {
		blot_out(&s->in, smtpc_str_until(&said, '\n'));
	}
}

int smtpc_auth_enter(smtpc_session *s)
{
	s->out.secret = true;
	s->auth = AUTH_NONE;
	smtpc_session_begin(s);
	smtpc_str name = smtpc_str_of(smtpc_sasl_name(s->sasl.mech));
	int rv = smtpc_buf_append_str(&s->out, SMTPC_STR("AUTH "));
	rv = rv < 0 ? rv : smtpc_buf_append_str(&s->out, name);
	if (rv == SMTPC_OK && smtpc_sasl_speaks_first(&s->sasl)) {
		rv = respond(s, (smtpc_str){"", 0});
		smtpc_str response = smtpc_buf_str(&s->response);
		size_t len = 5 + name.len + 1 + smtpc_b64_size(response.len) + 2;
		if (rv == SMTPC_OK && len <= AUTH_LINE_MAX) {
			rv = smtpc_buf_append_byte(&s->out, ' ');
			rv = rv < 0 ? rv : say_response(s);
		}
	}
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_SECRET);
}

int smtpc_auth_enter_response(smtpc_session *s)
{
	s->auth = AUTH_NONE;
	smtpc_session_begin(s);
	int rv = say_response(s);
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_SECRET);
}

/* RFC 4954 §4: a lone `*` cancels, and the server answers 501. */
int smtpc_auth_enter_cancel(smtpc_session *s)
{
	return smtpc_session_command(s, "*");
}

static void on_challenge(smtpc_session *s, const smtpc_reply *reply)
{
	s->auth = AUTH_RESPOND;
	if (smtpc_buf_len(&s->response) > 0) {
		return; /* the initial response, which was too long for the line */
	}
	smtpc_buf challenge;
	smtpc_buf_init(&challenge, s->mem, SMTPC_REPLY_LINE_MAX);
	challenge.secret = true;
	int rv = smtpc_b64_decode(&challenge, reply->text);
	rv = rv < 0 ? rv : respond(s, smtpc_buf_str(&challenge));
	if (rv < 0) {
		s->auth = AUTH_GIVE_UP;
	}
	smtpc_buf_free(&challenge);
}

static void on_refusal(smtpc_session *s, const smtpc_reply *reply)
{
	if (reply->code == 504 && choose(s) != SMTPC_SASL_COUNT) {
		s->auth = AUTH_NEXT_MECH;
		return;
	}
	const char *hint = reply->code == 535
		? " (user name or password wrong; many providers want an app password here)"
		: "";
	smtpc_session_die(s, SMTPC_E_AUTH_REFUSED, reply,
		"the server refused the login by %s: %d %.*s%s", smtpc_sasl_name(s->sasl.mech), reply->code,
		SMTPC_FMT(reply->text), hint);
}

void smtpc_auth_on_reply(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code == 334) {
		on_challenge(s, reply);
	} else if (reply->code == 235 && smtpc_sasl_is_complete(&s->sasl) &&
		smtpc_buf_len(&s->response) == 0) {
		s->auth = AUTH_DONE;
	} else if (reply->code / 100 == 4 || reply->code / 100 == 5) {
		on_refusal(s, reply);
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_AUTH], reply);
	}
}

void smtpc_auth_on_cancel(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	(void)reply;
	smtpc_session_die(s, SMTPC_E_AUTH_CHALLENGE, NULL,
		"the server's challenges make no sense for %s", smtpc_sasl_name(s->sasl.mech));
}

session_state smtpc_auth_next(smtpc_session *s)
{
	switch (s->auth) {
	case AUTH_RESPOND:
		return ST_RESPONSE;
	case AUTH_GIVE_UP:
		return ST_CANCEL;
	case AUTH_NEXT_MECH:
		return smtpc_auth_begin(s);
	default:
		return ST_READY;
	}
}
