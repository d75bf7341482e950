/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * From the greeting to a session that takes mail: EHLO, HELO where EHLO is unknown, STARTTLS
 * (RFC 3207), and on to AUTH. */
#include "base/smtpc_str.h"
#include "proto/smtpc_session_int.h"

typedef struct other_protocol {
	const char *prefix;
	const char *name;
} other_protocol;

static const other_protocol other_protocols[] = {
	{"SSH-", "SSH"},
	{"HTTP/", "HTTP"},
	{"<!DOCTYPE", "HTTP"},
	{"<html", "HTTP"},
	{"+OK", "POP3"},
	{"* OK", "IMAP"},
	{"* PREAUTH", "IMAP"},
	{"\x15\x03", "TLS from the first byte (port 465: use Tls::Implicit or smtps://)"},
	{"\x16\x03", "TLS from the first byte (port 465: use Tls::Implicit or smtps://)"},
};

const char *smtpc_hello_recognise(smtpc_str line)
{
	for (size_t i = 0; i < sizeof other_protocols / sizeof other_protocols[0]; i++) {
		if (smtpc_str_istarts(line, smtpc_str_of(other_protocols[i].prefix))) {
			return other_protocols[i].name;
		}
	}
	return NULL;
}

void smtpc_hello_on_greeting(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code / 100 == 4 || reply->code / 100 == 5) {
		smtpc_session_die(s, SMTPC_E_GREETING, reply, "the server refused the connection: %d %.*s",
			reply->code, SMTPC_FMT(reply->text));
	} else if (reply->code != 220) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_GREETING], reply);
	} else if (smtpc_buf_append_str(&s->greeting, reply->text) < 0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
}

session_state smtpc_hello_next_greeting(smtpc_session *s)
{
	(void)s;
	return ST_EHLO;
}

static int enter(smtpc_session *s, smtpc_str verb)
{
	smtpc_session_begin(s);
	int rv = smtpc_buf_append_str(&s->out, verb);
	rv = rv < 0 ? rv : smtpc_buf_append_str(&s->out, s->config.ehlo_name);
	return rv < 0 ? rv : smtpc_session_end(s, SMTPC_TRACE_OPEN);
}

int smtpc_hello_enter_ehlo(smtpc_session *s)
{
	return enter(s, s->lmtp ? SMTPC_STR("LHLO ") : SMTPC_STR("EHLO "));
}

int smtpc_hello_enter_helo(smtpc_session *s)
{
	return enter(s, SMTPC_STR("HELO "));
}

static void refuse_hello(smtpc_session *s, const char *verb, const smtpc_reply *reply)
{
	smtpc_session_die(s, SMTPC_E_EHLO, reply, "the server refused %s: %d %.*s", verb, reply->code,
		SMTPC_FMT(reply->text));
}

void smtpc_hello_on_ehlo(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	const smtpc_options *options = s->config.options;
	/* 521 and 554 mean that no mail is taken here at all, by whatever verb; LMTP has no other. */
	bool final = reply->code == 521 || reply->code == 554 || s->lmtp;
	if (reply->code / 100 == 4 || (final && reply->code / 100 == 5)) {
		refuse_hello(s, s->lmtp ? "LHLO" : "EHLO", reply);
	} else if (reply->code / 100 == 5) {
		s->ehlo_refused = true;
	} else if (reply->code != 250) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_EHLO], reply);
	} else if (smtpc_caps_parse(&s->caps, reply->text, options->disabled, options->disabled_count) <
		0) {
		smtpc_session_die(s, SMTPC_E_NOMEM, NULL, "out of memory");
	}
}

void smtpc_hello_on_helo(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code / 100 == 4 || reply->code / 100 == 5) {
		refuse_hello(s, "EHLO and HELO", reply);
	} else if (reply->code != 250) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_HELO], reply);
	} else {
		smtpc_str first = reply->text;
		(void)smtpc_buf_append_str(&s->caps.name, smtpc_str_word(&first));
	}
}

session_state smtpc_hello_next_ehlo(smtpc_session *s)
{
	return s->ehlo_refused ? ST_HELO : smtpc_hello_next(s);
}

/* STARTTLS if it is wanted and still to be done, then AUTH if there are credentials. */
session_state smtpc_hello_next(smtpc_session *s)
{
	bool wanted = !s->secured && s->config.starttls != SMTPC_NEVER && !s->starttls_refused;
	if (wanted && s->caps.has[SMTPC_CAP_STARTTLS]) {
		return ST_STARTTLS;
	}
	if (wanted && s->config.starttls == SMTPC_REQUIRE) {
		smtpc_session_die(s, SMTPC_E_STARTTLS, NULL,
			"the server does not offer STARTTLS, so nothing is sent in the clear; use port 465 "
			"with Tls::Implicit if it has that, or Tls::None if plain text is really meant");
		s->error.stage = SMTPC_STAGE_STARTTLS;
		return ST_DEAD;
	}
	s->pipelining =
		s->caps.has[SMTPC_CAP_PIPELINING] && s->config.options->pipelining != SMTPC_NEVER;
	return smtpc_sasl_is_wanted(s->config.options) ? smtpc_auth_begin(s) : ST_READY;
}

int smtpc_hello_enter_starttls(smtpc_session *s)
{
	return smtpc_session_command(s, "STARTTLS");
}

void smtpc_hello_on_starttls(smtpc_session *s, size_t rcpt, const smtpc_reply *reply)
{
	(void)rcpt;
	if (reply->code == 220) {
		/* Bytes that came in the clear must not be taken for bytes of the secured session. */
		if (smtpc_buf_len(&s->in) > 0) {
			smtpc_session_die(s, SMTPC_E_PROTOCOL, NULL,
				"bytes came behind the reply to STARTTLS: somebody may be tampering with the "
				"connection");
		}
		return;
	}
	if (reply->code / 100 != 4 && reply->code / 100 != 5) {
		smtpc_session_unexpected(s, &smtpc_session_rows[ST_STARTTLS], reply);
	} else if (s->config.starttls == SMTPC_REQUIRE || reply->code == 421) {
		smtpc_session_die(s, SMTPC_E_STARTTLS, reply, "the server refused STARTTLS: %d %.*s",
			reply->code, SMTPC_FMT(reply->text));
	} else {
		s->starttls_refused = true;
	}
}

session_state smtpc_hello_next_starttls(smtpc_session *s)
{
	return s->starttls_refused ? smtpc_hello_next(s) : ST_HANDSHAKE;
}
