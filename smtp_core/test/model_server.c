/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "model_server.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/smtpc_str.h"

/* "\0me\0s3cret", "me" and "s3cret". */
#define PLAIN_BLOB "AG1lAHMzY3JldA=="
#define LOGIN_USER "bWU="
#define LOGIN_PASSWORD "czNjcmV0"

/* RFC 5321 §4.5.3.1.4, and what SIZE, BODY, DSN, SMTPUTF8 and AUTH add to it. */
enum { COMMAND_MAX = 1024 };

static void breach(model_conn *c, const char *what)
{
	if (c->log->breach[0] == '\0') {
		(void)snprintf(c->log->breach, sizeof c->log->breach, "%s", what);
	}
}

/* ---- answers ------------------------------------------------------------- */

static void say(model_conn *c, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	size_t room = sizeof c->out - c->out_len;
	int len = vsnprintf(c->out + c->out_len, room, format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= room) {
		breach(c, "the server has said more than its buffer takes");
		return;
	}
	c->out_len += (size_t)len;
}

static void mark_reply(model_conn *c)
{
	if (c->marks.reply_count < MODEL_REPLIES_MAX) {
		c->marks.reply[c->marks.reply_count++] = c->out_len;
	}
}

/* The next reply is the one that the server leaves with (RFC 5321 §3.8). */
static bool is_leaving(const model_conn *c)
{
	return c->config->goodbye > 0 && c->marks.reply_count + 1 == c->config->goodbye;
}

/* 421 is the last thing that a server says. */
static void answer(model_conn *c, int code, const char *text)
{
	code = is_leaving(c) ? 421 : code;
	if (c->state == MODEL_CLOSED) {
		return;
	}
	mark_reply(c);
	if (code == 354 || code == 334 || code == 220) {
		say(c, "%d %s\r\n", code, text);
	} else {
		say(c, "%d %d.0.0 %s\r\n", code, code / 100, text);
	}
	if (code == 421) {
		c->state = MODEL_CLOSED;
	}
}

/* Unless that was the last reply. */
static void go_on(model_conn *c, model_state state)
{
	c->state = c->state == MODEL_CLOSED ? MODEL_CLOSED : state;
}

static void answer_hello(model_conn *c)
{
	const model_config *o = c->config;
	if (is_leaving(c)) {
		answer(c, 421, "");
		return;
	}
	mark_reply(c);
	say(c, "250-mx.example\r\n250-SIZE 10000000\r\n250-8BITMIME\r\n250-DSN\r\n");
	say(c, "%s%s", o->pipelining ? "250-PIPELINING\r\n" : "",
		o->chunking ? "250-CHUNKING\r\n" : "");
	if (o->max_rcpts > 0) {
		say(c, "250-LIMITS RCPTMAX=%zu\r\n", o->max_rcpts);
	}
	if (o->starttls && !c->secured) {
		say(c, "250-STARTTLS\r\n");
	} else if (o->auth) {
		say(c, "250-AUTH PLAIN LOGIN\r\n");
	}
	say(c, "250 ENHANCEDSTATUSCODES\r\n");
}

/* ---- a mail -------------------------------------------------------------- */

static void forget_mail(model_conn *c)
{
	c->in_mail = false;
	memset(c->rcpt, 0, sizeof c->rcpt);
	c->received = 0;
	c->spoilt = c->answered = c->chunk_refused = false;
}

static size_t rcpts_accepted(const model_conn *c)
{
	size_t count = 0;
	for (size_t i = 0; i < MODEL_RCPTS; i++) {
		count += c->rcpt[i];
	}
	return count;
}

static void deliver(model_conn *c, size_t rcpt)
{
	smtpc_str meant = c->config->content[c->mail];
	if (c->spoilt || c->received != meant.len) {
		breach(c, "what was delivered is not the mail's content");
	} else if (c->size >= 0 && (uint64_t)c->size != c->received) {
		breach(c, "the content has not the size that MAIL told");
	}
	c->log->delivered[c->mail][rcpt]++;
}

static void finish_for(model_conn *c, size_t rcpt, int refusal, bool says)
{
	bool closed = c->state == MODEL_CLOSED, leaving = says && (refusal == 421 || is_leaving(c));
	if (refusal == 0 && !closed && !leaving) {
		deliver(c, rcpt);
	}
	if (says && !closed) {
		answer(
			c, refusal != 0 ? refusal : 250, refusal != 0 ? "not this one" : "Ok: queued as 4X1");
		/* Whoever comes behind the one that got the 421 has no answer. */
		c->marks.final_end[c->mail] = leaving && c->config->lmtp ? 0 : c->out_len;
	}
}

static void mark_start(model_conn *c)
{
	if (c->marks.content_start[c->mail] == 0) {
		c->marks.content_start[c->mail] = c->in;
	}
}

static void mark_end(model_conn *c)
{
	if (c->marks.content_end[c->mail] == 0) {
		c->marks.content_end[c->mail] = c->in;
	}
}

/* The content's end has come: the mail is delivered, and then that is said. */
static void finish_mail(model_conn *c)
{
	bool some = rcpts_accepted(c) > 0, lmtp = c->config->lmtp, said = c->answered;
	mark_end(c);
	if (!some) {
		answer(c, 554, "no valid recipients");
	}
	for (size_t i = 0; i < MODEL_RCPTS; i++) {
		if (c->rcpt[i]) {
			finish_for(c, i, c->config->final_code[lmtp ? i : 0], lmtp || !said);
			said = true;
		}
	}
	forget_mail(c);
	go_on(c, MODEL_COMMAND);
	c->may_stream = true; /* RFC 2920 §3.1: content is the first of the next flight */
}

static void take_content(model_conn *c, const char *data, size_t len)
{
	smtpc_str meant = c->config->content[c->mail];
	if (c->received + len > meant.len || memcmp(meant.ptr + c->received, data, len) != 0) {
		c->spoilt = true;
	}
	c->received += len;
	if (c->config->early > 0 && !c->answered && c->received >= c->config->early) {
		c->answered = true;
		answer(c, c->config->final_code[0], "enough");
		c->marks.final_end[c->mail] = c->out_len;
	}
}

/* The first word of |*rest|, which goes on with the second one. */
static smtpc_str take_word(smtpc_str *rest)
{
	smtpc_str word = smtpc_str_word(rest);
	while (rest->len > 0 && rest->ptr[0] == ' ') {
		*rest = smtpc_str_skip(*rest, 1);
	}
	return word;
}

/* ---- commands ------------------------------------------------------------ */

typedef void command_fn(model_conn *c, smtpc_str args);

static void on_hello(model_conn *c, smtpc_str args)
{
	bool lmtp = smtpc_str_istarts(smtpc_str_of(c->line), SMTPC_STR("LHLO"));
	if (args.len == 0 || lmtp != c->config->lmtp) {
		answer(c, 500, "another greeting, please");
		return;
	}
	c->greeted = true;
	forget_mail(c);
	answer_hello(c);
}

static void on_starttls(model_conn *c, smtpc_str args)
{
	if (!c->config->starttls || c->secured || !c->greeted || args.len > 0) {
		breach(c, "STARTTLS that was not offered");
		answer(c, 503, "no");
		return;
	}
	answer(c, 220, "go ahead");
	go_on(c, MODEL_HANDSHAKE);
}

static void conclude_login(model_conn *c, bool good)
{
	c->state = MODEL_COMMAND;
	c->logged_in = c->logged_in || good;
	answer(c, good ? 235 : 535, good ? "welcome" : "no");
}

static void on_auth(model_conn *c, smtpc_str args)
{
	smtpc_str mech = take_word(&args);
	if (!c->config->auth || (c->config->starttls && !c->secured) || c->logged_in || c->in_mail) {
		breach(c, "AUTH that was not offered");
	}
	if (smtpc_str_ieq(mech, SMTPC_STR("PLAIN")) && args.len > 0) {
		conclude_login(c, smtpc_str_eq(args, SMTPC_STR(PLAIN_BLOB)));
	} else if (smtpc_str_ieq(mech, SMTPC_STR("PLAIN"))) {
		c->state = MODEL_AUTH_PLAIN;
		answer(c, 334, "");
	} else if (smtpc_str_ieq(mech, SMTPC_STR("LOGIN")) && args.len == 0) {
		c->state = MODEL_AUTH_USER;
		answer(c, 334, "VXNlcm5hbWU6");
	} else {
		answer(c, 504, "another one, please");
	}
}

/* The digit in "m0@example.com" and "b2@example.net"; -1: it is another address. */
static int number_in(smtpc_str args, const char *prefix, const char *suffix, smtpc_str *params)
{
	smtpc_str rest = args, start = smtpc_str_of(prefix), end = smtpc_str_of(suffix);
	if (!smtpc_str_istarts(rest, start) || rest.len < start.len + 1 + end.len) {
		return -1;
	}
	int number = rest.ptr[start.len] - '0';
	rest = smtpc_str_skip(rest, start.len + 1);
	*params = smtpc_str_skip(rest, end.len);
	return smtpc_str_istarts(rest, end) ? number : -1;
}

static int64_t told_size(smtpc_str params)
{
	while (params.len > 0) {
		smtpc_str word = take_word(&params);
		if (smtpc_str_istarts(word, SMTPC_STR("SIZE="))) {
			uint64_t size;
			return smtpc_str_uint(smtpc_str_skip(word, 5), &size) ? (int64_t)size : 0;
		}
	}
	return -1;
}

static void on_mail(model_conn *c, smtpc_str args)
{
	smtpc_str params;
	int mail = number_in(args, "FROM:<m", "@example.com>", &params);
	bool ready = c->greeted && !c->in_mail && (c->logged_in || !c->config->auth) &&
		(c->secured || !c->config->starttls);
	if (!ready || mail < 0 || mail >= MODEL_MAILS) {
		breach(c, "MAIL where it may not be, or of nobody known");
		answer(c, 503, "no");
		return;
	}
	c->may_stream = true;
	c->mail = (unsigned)mail;
	if (c->config->mail_code != 0) {
		answer(c, c->config->mail_code, "not from you");
		return;
	}
	forget_mail(c);
	c->in_mail = true;
	c->marks.final_end[mail] = 0;
	c->size = told_size(params);
	answer(c, 250, "sender ok");
}

static void on_rcpt(model_conn *c, smtpc_str args)
{
	smtpc_str params;
	int rcpt = number_in(args, "TO:<b", "@example.net>", &params);
	c->may_stream = true;
	if (rcpt < 0 || rcpt >= MODEL_RCPTS || !c->in_mail || c->rcpt[rcpt]) {
		if (c->in_mail || !c->config->pipelining) {
			breach(c, "RCPT where it may not be, or to nobody known");
		}
		answer(c, 503, "no");
		return;
	}
	bool full = c->config->max_rcpts > 0 && rcpts_accepted(c) == c->config->max_rcpts;
	if (full) {
		breach(c, "more recipients than LIMITS allows");
	}
	int refusal = full ? 452 : c->config->rcpt_code[rcpt];
	c->rcpt[rcpt] = refusal == 0;
	answer(c, refusal != 0 ? refusal : 250, refusal != 0 ? "not here" : "recipient ok");
}

static void on_data(model_conn *c, smtpc_str args)
{
	bool ready = c->in_mail && (rcpts_accepted(c) > 0 || c->config->eager);
	if (c->config->data_code != 0 || !ready || args.len > 0) {
		answer(c, ready ? c->config->data_code : 503, "no");
		return;
	}
	answer(c, 354, "go on");
	go_on(c, MODEL_DATA);
	c->at = AT_START;
	mark_start(c);
}

/* RFC 3030 §2: behind a refused chunk all others are refused, up to RSET. */
static void end_chunk(model_conn *c)
{
	bool ready = c->in_mail && rcpts_accepted(c) > 0 && !c->chunk_refused;
	c->state = MODEL_COMMAND;
	c->may_stream = true;
	if (c->chunk_last) {
		mark_end(c);
	}
	if (!ready || c->config->chunk_code != 0) {
		answer(c, ready ? c->config->chunk_code : 503, "no");
		c->chunk_refused = true;
	} else if (c->chunk_last) {
		finish_mail(c);
	} else {
		answer(c, 250, "chunk ok");
	}
}

static void on_bdat(model_conn *c, smtpc_str args)
{
	smtpc_str count = take_word(&args);
	bool counted = smtpc_str_uint(count, &c->chunk_left);
	c->chunk_last = smtpc_str_ieq(args, SMTPC_STR("LAST"));
	if (!c->config->chunking || !counted || (args.len > 0 && !c->chunk_last)) {
		breach(c, "BDAT that was not offered, or makes no sense");
	}
	mark_start(c);
	c->state = MODEL_CHUNK;
	if (c->chunk_left == 0) {
		end_chunk(c);
	}
}

static void on_rset(model_conn *c, smtpc_str args)
{
	(void)args;
	forget_mail(c);
	c->may_stream = true;
	answer(c, 250, "reset");
}

static void on_quit(model_conn *c, smtpc_str args)
{
	(void)args;
	answer(c, 221, "bye");
	c->state = MODEL_CLOSED;
}

static const struct command_row {
	const char *verb;
	command_fn *fn;
} commands[] = {
	{"EHLO", on_hello},
	{"LHLO", on_hello},
	{"STARTTLS", on_starttls},
	{"AUTH", on_auth},
	{"MAIL", on_mail},
	{"RCPT", on_rcpt},
	{"DATA", on_data},
	{"BDAT", on_bdat},
	{"RSET", on_rset},
	{"QUIT", on_quit},
};

static void on_line(model_conn *c)
{
	smtpc_str args = {c->line, c->line_len - 2}; /* without CRLF */
	c->line[args.len] = '\0';
	c->line_len = 0;
	c->may_stream = false;
	switch (c->state) {
	case MODEL_AUTH_PLAIN:
		conclude_login(c, smtpc_str_eq(args, SMTPC_STR(PLAIN_BLOB)));
		return;
	case MODEL_AUTH_USER:
		c->state = MODEL_AUTH_PASSWORD;
		answer(c, 334, smtpc_str_eq(args, SMTPC_STR(LOGIN_USER)) ? "UGFzc3dvcmQ6" : "VXNlcg==");
		return;
	case MODEL_AUTH_PASSWORD:
		conclude_login(c, smtpc_str_eq(args, SMTPC_STR(LOGIN_PASSWORD)));
		return;
	default:
		break;
	}
	smtpc_str verb = take_word(&args);
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		if (smtpc_str_ieq(verb, smtpc_str_of(commands[i].verb))) {
			commands[i].fn(c, args);
			return;
		}
	}
	breach(c, "a command that nobody knows");
	answer(c, 500, "what?");
}

/* ---- octets -------------------------------------------------------------- */

/* A command or content begins: what was said before must have been read, unless it is pipelined. */
static void check_turn(model_conn *c)
{
	bool streams = c->config->pipelining && c->may_stream && c->state == MODEL_COMMAND;
	if (!streams && c->out_taken < c->out_len) {
		breach(c, "the client went on before it had read the answer");
	}
}

static size_t take_line(model_conn *c, const char *data, size_t len)
{
	const char *end = memchr(data, '\n', len);
	size_t n = end != NULL ? (size_t)(end - data) + 1 : len;
	if (c->line_len == 0) {
		check_turn(c);
	}
	if (c->line_len + n > COMMAND_MAX) {
		breach(c, "a command line that is too long");
		c->state = MODEL_CLOSED;
		return n;
	}
	memcpy(c->line + c->line_len, data, n);
	c->line_len += n;
	c->in += n;
	if (end == NULL) {
		return n;
	}
	if (c->line_len < 2 || memchr(c->line, '\r', c->line_len) != c->line + c->line_len - 2) {
		breach(c, "a command with a bare CR or LF");
		c->state = MODEL_CLOSED;
		return n;
	}
	on_line(c);
	return n;
}

/* The dots undone (RFC 5321 §4.5.2), as far as one kind of octets goes. */
static size_t take_data(model_conn *c, const char *data, size_t len)
{
	const char *cr;
	size_t n = 1;
	switch (c->at) {
	case AT_START:
		if (c->received == 0) {
			check_turn(c);
		}
		c->at = data[0] == '.' ? AT_DOT : AT_MIDDLE;
		n = data[0] == '.';
		break;
	case AT_DOT:
		if (data[0] != '.' && data[0] != '\r') {
			breach(c, "a dot at the start of a line that was not doubled");
		}
		c->at = data[0] == '\r' ? AT_DOT_CR : AT_MIDDLE;
		n = data[0] == '\r';
		break;
	case AT_MIDDLE:
		cr = memchr(data, '\r', len);
		n = cr != NULL ? (size_t)(cr - data) : len;
		if (memchr(data, '\n', n) != NULL) {
			breach(c, "a bare LF in the content");
		}
		take_content(c, data, n);
		if (cr != NULL) {
			c->at = AT_CR;
			n++;
		}
		break;
	case AT_CR:
	case AT_DOT_CR:
		if (data[0] != '\n') {
			breach(c, "a bare CR in the content");
		}
		break;
	}
	return n;
}

static size_t take_data_octets(model_conn *c, const char *data, size_t len)
{
	model_at before = c->at;
	size_t n = take_data(c, data, len);
	c->in += n;
	if (before == AT_CR) {
		c->at = AT_START;
		take_content(c, "\r\n", 2);
	} else if (before == AT_DOT_CR) {
		finish_mail(c);
	}
	return n;
}

static size_t take_chunk(model_conn *c, const char *data, size_t len)
{
	size_t n = len < c->chunk_left ? len : (size_t)c->chunk_left;
	c->in += n;
	if (c->in_mail) {
		take_content(c, data, n);
	}
	c->chunk_left -= n;
	if (c->chunk_left == 0) {
		end_chunk(c);
	}
	return n;
}

void model_input(model_conn *c, const char *data, size_t len)
{
	while (len > 0) {
		size_t n = len;
		switch (c->state) {
		case MODEL_DATA:
			n = take_data_octets(c, data, len);
			break;
		case MODEL_CHUNK:
			n = take_chunk(c, data, len);
			break;
		case MODEL_HANDSHAKE:
			breach(c, "the client went on in the clear behind STARTTLS");
			break;
		case MODEL_CLOSED:
			break;
		default:
			n = take_line(c, data, len);
		}
		data += n;
		len -= n;
	}
}

void model_secured(model_conn *c)
{
	c->secured = true;
	c->greeted = false; /* RFC 3207 §4.2 */
	c->state = MODEL_COMMAND;
}

void model_open(model_conn *c, const model_config *config, model_log *log)
{
	memset(c, 0, offsetof(model_conn, line));
	c->line_len = c->out_len = c->out_taken = 0;
	c->in = 0;
	c->marks = (model_marks){.reply_count = 0};
	c->config = config;
	c->log = log;
	c->secured = config->secured;
	answer(c, 220, "mx.example ESMTP");
}

unsigned model_deliveries(const model_log *log, size_t mail)
{
	unsigned most = 0;
	for (size_t i = 0; i < MODEL_RCPTS; i++) {
		most = log->delivered[mail][i] > most ? log->delivered[mail][i] : most;
	}
	return most;
}
