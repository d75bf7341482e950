/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * AUTH (RFC 4954): the strongest mechanism that is offered and fits the credentials, tried once.
 * Only after 504 and 534 (the server does not take the mechanism after all) comes the next; one that
 * failed, on whichever side, is never followed by a weaker one with the same secret. Twice goes only
 * a token, renewed after its refusal, and SCRAM with another channel binding. */
#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

enum {
	AUTH_LINE_MAX = 512, /* RFC 5321 §4.5.3.1.4: a longer initial response gets its own line */
	AUTH_TOKEN_MAX = 8192
};

/* ---- choosing ------------------------------------------------------------ */

static const smtpc_binding *binding_of(const smtpc_session *s)
{
	return s->binding < s->bindings.count ? &s->bindings.list[s->binding] : NULL;
}

/* The mechanism of rank |i| by the caller's list, or by strength. */
static smtpc_sasl_mech mech_at(const smtpc_options *options, size_t i)
{
	return options->mechs != NULL ? options->mechs[i] : (smtpc_sasl_mech)i;
}

/* The next one that is offered and can be used, or SMTPC_SASL_COUNT. */
static smtpc_sasl_mech choose(const smtpc_session *s)
{
	const smtpc_options *options = s->config.options;
	size_t count = options->mechs != NULL ? options->mech_count : SMTPC_SASL_COUNT;
	for (size_t i = 0; i < count; i++) {
		smtpc_sasl_mech mech = mech_at(options, i);
		if (s->caps.mech[mech] && !s->mech_tried[mech] && smtpc_sasl_fits(mech, options) &&
			(!smtpc_sasl_binds(mech) || binding_of(s) != NULL)) {
			return mech;
		}
	}
	return SMTPC_SASL_COUNT;
}

/* RFC 5802 §6: we could bind, and the server has not offered it, or has said that it cannot. */
static bool could_bind(const smtpc_session *s)
{
	for (smtpc_sasl_mech m = 0; m < SMTPC_SASL_COUNT; m++) {
		if (smtpc_sasl_binds(m) && s->caps.mech[m] && !s->mech_tried[m]) {
			return false;
		}
	}
	return binding_of(s) != NULL;
}

static smtpc_credentials credentials(const smtpc_session *s)
{
	const smtpc_options *o = s->config.options;
	smtpc_credentials who = {o->username, o->password, o->authzid, smtpc_buf_str(&s->token),
		o->host, s->config.port, {.could_bind = could_bind(s)}};
	who.scram.binding = smtpc_sasl_binds(s->sasl.mech) ? binding_of(s) : NULL;
	who.scram.max_iterations =
		s->config.scram_max > 0 ? s->config.scram_max : SMTPC_SCRAM_MAX_ITERATIONS;
	who.scram.random = s->config.random != NULL ? s->config.random : smtpc_random;
	return who;
}

static void die_without_mech(smtpc_session *s)
{
	smtpc_str offered = smtpc_buf_str(&s->caps.auth);
	if (!s->caps.has[SMTPC_CAP_AUTH]) {
		smtpc_session_die(s, SMTPC_E_AUTH_MECHANISM, NULL,
			s->secured
				? "the server does not offer authentication, but credentials are given"
				: "the server does not offer authentication on this plain-text connection, but "
				  "credentials are given; it may do so over TLS");
	} else {
		smtpc_session_die(s, SMTPC_E_AUTH_MECHANISM, NULL,
			"the server offers no authentication mechanism that can be used here (it offers: %.*s)",
			SMTPC_FMT(offered));
	}
	s->error.stage = SMTPC_STAGE_AUTH;
}

/* A token is asked for when it is first needed. */
static session_state start(smtpc_session *s, smtpc_sasl_mech mech)
{
	s->mech_tried[mech] = true;
	smtpc_sasl_start(&s->sasl, mech);
	bool asks = smtpc_sasl_wants_token(mech) && smtpc_buf_len(&s->token) == 0;
	return asks ? ST_TOKEN : ST_AUTH;
}

session_state smtpc_auth_begin(smtpc_session *s)
{
	smtpc_sasl_mech mech = choose(s);
	if (mech == SMTPC_SASL_COUNT) {
		die_without_mech(s);
		return ST_DEAD;
	}
	/* Nor are proofs: who hears them, or answers them, can try passwords on them. */
	if (!s->secured && !s->config.local && !s->config.options->allow_insecure_auth) {
		smtpc_session_die(s, SMTPC_E_AUTH_INSECURE, NULL,
			"the connection is not encrypted, so there is no login; use TLS, or the option "
			"allowInsecureAuth if it is really meant");
		s->error.stage = SMTPC_STAGE_AUTH;
		return ST_DEAD;
	}
	return start(s, mech);
}

/* ---- the token ----------------------------------------------------------- */

/* What a header field could carry (RFC 6750 §2.1 has less): no octet of it can end a field of the
 * mechanism or a line. */
static const char *token_fault(smtpc_str token)
{
	if (token.len == 0) {
		return "the token is empty";
	}
	for (size_t i = 0; i < token.len; i++) {
		if (token.ptr[i] < 0x21 || token.ptr[i] > 0x7e) {
			return "the token has a space, a control character or an octet beyond ASCII";
		}
	}
	return token.len > AUTH_TOKEN_MAX ? "the token is longer than 8192 octets" : NULL;
}

bool smtpc_auth_take_token(smtpc_session *s, smtpc_str token)
{
	const char *fault = token_fault(token);
	if (fault != NULL) {
		smtpc_session_die(s, SMTPC_E_AUTH_CREDENTIALS, NULL, "%s", fault);
	} else if (smtpc_buf_append_str(&s->token, token) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
	return s->state != ST_DEAD;
}

/* ---- responses ----------------------------------------------------------- */

/* What does not fit into a response is no lack of memory. */
static bool is_too_long(const smtpc_credentials *who)
{
	size_t names = who->username.len + who->authzid.len;
	return 3 * names + who->password.len + who->token.len + who->host.len + 64 >
		SMTPC_SASL_RESPONSE_MAX;
}

/* Computes the response to |challenge| into s->response, not yet encoded. NOMEM, or s->sasl.err. */
static int respond(smtpc_session *s, smtpc_str challenge)
{
	smtpc_credentials who = credentials(s);
	smtpc_buf_reset(&s->response);
	int rv = smtpc_sasl_step(&s->sasl, &who, challenge, &s->response);
	if (rv == SMTPC_E_NOMEM && is_too_long(&who)) {
		rv = smtpc_fail(&s->sasl.err, SMTPC_E_AUTH_CREDENTIALS,
			"they are longer than a line of AUTH may be (12288 octets)");
	}
	s->response_waits = rv == SMTPC_OK;
	return rv;
}

/* Moves s->response to the output, in base64. */
static int say_response(smtpc_session *s)
{
	smtpc_str response = smtpc_buf_str(&s->response);
	int rv = smtpc_b64_append(&s->out, response);
	rv = rv < 0 ? rv : smtpc_b64_append(&s->said, response);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(&s->said, '\n');
	smtpc_buf_reset(&s->response);
	s->response_waits = false;
	return rv;
}

/* With the initial response, if it fits. RFC 4954 §4: an empty one is said as "=". */
static int say_auth(smtpc_session *s)
{
	smtpc_str name = smtpc_str_of(smtpc_sasl_name(s->sasl.mech));
	size_t response = smtpc_buf_len(&s->response);
	int rv = smtpc_buf_append_str(&s->out, SMTPC_STR("AUTH "));
	rv = rv < 0 ? rv : smtpc_buf_append_str(&s->out, name);
	if (s->response_waits && 5 + name.len + 1 + smtpc_b64_size(response) + 2 <= AUTH_LINE_MAX) {
		rv = rv < 0 ? rv : smtpc_buf_append_str(&s->out, SMTPC_STR(" ="));
		if (rv == SMTPC_OK && response > 0) {
			smtpc_buf_truncate(&s->out, 1);
		}
		rv = rv < 0 ? rv : say_response(s);
	}
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_SECRET);
}

/* Dead because of what we have ourselves. */
static void die_of_credentials(smtpc_session *s)
{
	smtpc_session_die(s, SMTPC_E_AUTH_CREDENTIALS, NULL, "the credentials cannot be used with %s: %s",
		smtpc_sasl_name(s->sasl.mech), s->sasl.err.message);
}

int smtpc_auth_enter(smtpc_session *s)
{
	s->out.secret = true;
	s->auth = AUTH_NONE;
	s->response_waits = false;
	smtpc_buf_reset(&s->said);
	int rv = smtpc_sasl_speaks_first(s->sasl.mech) ? respond(s, SMTPC_STR("")) : SMTPC_OK;
	if (rv < 0 && rv != SMTPC_E_NOMEM) {
		die_of_credentials(s);
		return SMTPC_OK;
	}
	smtpc_session_begin(s);
	return rv < 0 ? rv : say_auth(s);
}

/* ---- keeping secrets ----------------------------------------------------- */

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
	blot_out(&s->in, smtpc_buf_str(&s->token));
	while (said.len > 0) {
		blot_out(&s->in, smtpc_str_until(&said, '\n'));
	}
}

/* Challenges are secret, verdicts are not; but one that carries the server's proof is, since
 * passwords can be tried on that. */
bool smtpc_auth_is_open(const smtpc_session *s, smtpc_str line)
{
	bool proof = smtpc_str_istarts(line, SMTPC_STR("235")) && !s->sasl.complete;
	return !proof && !smtpc_str_istarts(line, SMTPC_STR("334"));
}

/* ---- the dialogue -------------------------------------------------------- */

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
	if (s->response_waits) {
		return; /* the initial response, which was too long for the line */
	}
	smtpc_buf challenge;
	smtpc_buf_init(&challenge, s->mem, SMTPC_REPLY_LINE_MAX);
	challenge.secret = true;
	int rv = smtpc_b64_decode(&challenge, reply->text);
	if (rv == SMTPC_E_ARGUMENT) {
		rv = smtpc_fail(&s->sasl.err, SMTPC_E_AUTH_CHALLENGE, "it is no base64");
	} else if (rv == SMTPC_OK) {
		rv = respond(s, smtpc_buf_str(&challenge));
	}
	smtpc_buf_free(&challenge);
	if (rv == SMTPC_E_NOMEM) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	} else if (rv < 0) {
		s->auth = AUTH_GIVE_UP;
	}
}

static void on_yes(smtpc_session *s, const smtpc_reply *reply)
{
	smtpc_str text = reply->text;
	bool early = !s->sasl.complete;
	int rv = early && !s->response_waits ? smtpc_sasl_finish(&s->sasl, smtpc_str_word(&text))
										 : SMTPC_OK;
	if (s->response_waits || rv == SMTPC_E_PROTOCOL) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_AUTH], reply);
	} else if (rv == SMTPC_E_NOMEM) {
		smtpc_session_die(s, rv, NULL, "out of memory");
	} else if (rv < 0) {
		smtpc_session_die(s, SMTPC_E_AUTH_CHALLENGE, NULL, "the server's answer to %s is not to be "
			"trusted: %s", smtpc_sasl_name(s->sasl.mech), s->sasl.err.message);
	} else {
		s->auth = AUTH_DONE;
		smtpc_buf_free(&s->token);
		smtpc_sasl_free(&s->sasl);
	}
}

/* A token may have expired; asking for another is worth it once. */
static bool may_renew(const smtpc_session *s, int code)
{
	bool refused = code == 535 || (code / 100 == 5 && smtpc_buf_len(&s->sasl.words) > 0);
	return smtpc_sasl_wants_token(s->sasl.mech) && refused && !s->renewed;
}

static const char *hint_for(const smtpc_session *s, int code)
{
	if (code != 535 || s->sasl.mech == SMTPC_SASL_EXTERNAL) {
		return "";
	}
	return smtpc_sasl_wants_token(s->sasl.mech)
		? " (the token was refused, and so was a renewed one)"
		: " (user name or password wrong; many providers want an app password here)";
}

/* The token may be quoted in what the server says about it. */
static void censor_words(smtpc_session *s)
{
	blot_out(&s->sasl.words, smtpc_buf_str(&s->token));
	blot_out(&s->sasl.words, s->config.options->password);
}

static void on_refusal(smtpc_session *s, const smtpc_reply *reply)
{
	bool unknown = reply->code == 504 || reply->code == 534;
	if (unknown && choose(s) != SMTPC_SASL_COUNT) {
		s->auth = AUTH_NEXT_MECH;
		return;
	}
	if (may_renew(s, reply->code)) {
		s->auth = AUTH_AGAIN;
		s->renewed = true;
		smtpc_buf_reset(&s->token);
		return;
	}
	censor_words(s);
	smtpc_str words = smtpc_buf_str(&s->sasl.words);
	smtpc_session_die(s, SMTPC_E_AUTH_REFUSED, reply,
		"the server refused the login by %s: %d %.*s%s%s%.*s", smtpc_sasl_name(s->sasl.mech),
		reply->code, SMTPC_FMT(reply->text), hint_for(s, reply->code),
		words.len > 0 ? "; it had said: " : "", SMTPC_FMT(words));
}

void smtpc_auth_on_reply(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code == 334) {
		on_challenge(s, reply);
	} else if (reply->code == 235) {
		on_yes(s, reply);
	} else if (reply->code / 100 == 4 || reply->code / 100 == 5) {
		on_refusal(s, reply);
	} else {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_AUTH], reply);
	}
}

/* RFC 5802 §7: the server binds, but not by what we have tried. */
static bool may_bind_otherwise(const smtpc_session *s)
{
	return smtpc_sasl_binds(s->sasl.mech) && s->binding + 1 < s->bindings.count &&
		smtpc_str_eq(smtpc_buf_str(&s->sasl.words), SMTPC_STR("e=unsupported-channel-binding-type"));
}

/* Whatever the server says to the cancelling: why we did it is known. */
void smtpc_auth_on_cancel(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	const char *name = smtpc_sasl_name(s->sasl.mech);
	smtpc_str words = smtpc_buf_str(&s->sasl.words);
	switch (s->sasl.err.code) {
	case SMTPC_E_AUTH_CREDENTIALS:
		die_of_credentials(s);
		break;
	case SMTPC_E_AUTH_REFUSED:
		if (reply->code / 100 == 5 && may_bind_otherwise(s)) {
			s->binding++;
			s->auth = AUTH_AGAIN;
			return;
		}
		censor_words(s);
		smtpc_session_die(s, SMTPC_E_AUTH_REFUSED, NULL, "the server refused the login by %s: %.*s",
			name, SMTPC_FMT(words));
		break;
	default:
		smtpc_session_die(s, SMTPC_E_AUTH_CHALLENGE, NULL,
			"the server's challenge makes no sense for %s: %s", name, s->sasl.err.message);
	}
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
	case AUTH_AGAIN:
		return start(s, s->sasl.mech);
	default:
		return ST_READY;
	}
}
