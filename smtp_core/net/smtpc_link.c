/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The other side of SMTP, as far as a client can tell: it believes what it is told, and answers as
 * its script says. Everything it does waits in one place, the turn, because it may have to be
 * done later. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_peer.h"
#include "net/smtpc_sock.h"

enum {
	LINK_IN_MAX = 65536, /* what a socket's buffer would hold; SASL's longest line fits */
	LINK_OUT_MAX = 1 << 20,
	LINK_RCPT_MAX = 100000,
	LINK_TEXT_MAX = 640
};

typedef enum link_mode { MODE_COMMAND, MODE_RESPONSE, MODE_DATA, MODE_CHUNK } link_mode;

/* What it does next: |rule|, or what |text| (a reply) says. */
typedef struct link_turn {
	bool waits; /* there is something to be done */
	smtpc_step step;
	const smtpc_rule *rule;
	char text[LINK_TEXT_MAX];
} link_turn;

/* Where dot-stuffing stands. */
typedef enum link_dot { DOT_START, DOT_SEEN, DOT_CR, DOT_INSIDE } link_dot;

struct smtpc_link {
	const smtpc_mem *mem;
	smtpc_peer *peer;
	smtpc_drop *drop;
	smtpc_buf in, out;
	link_mode mode;
	link_turn turn;
	double until; /* when its turn is; 0: at once */
	bool stalled, ended, reset;
	bool deaf; /* it stalls where nothing is said yet */
	bool full; /* takes no more content */
	bool lmtp, greeted;
	unsigned number; /* this connection's */
	unsigned mails, rcpts, responses;
	unsigned answered; /* LMTP: recipients of this mail told their fate */
	bool has_mail, last_chunk, dropping;
	smtpc_str sender, *paths; /* accepted ones */
	size_t path_count;
	uint64_t chunk_left, got; /* octets of content */
	const smtpc_rule *content;
	link_dot dot;
	smtpc_error fault; /* why the mail cannot be kept */
};

/* ---- speaking ------------------------------------------------------------ */

static void say(smtpc_link *link, smtpc_str text)
{
	/* A server that cannot speak has died. */
	if (smtpc_buf_append_str(&link->out, text) < 0 ||
		smtpc_buf_append_str(&link->out, SMTPC_STR("\r\n")) < 0) {
		link->ended = true;
	}
}

/* |lines|: joined by '\n', without code. */
static void say_reply(smtpc_link *link, int code, smtpc_str lines)
{
	do {
		char head[8];
		size_t len = lines.len;
		smtpc_str line = smtpc_str_until(&lines, '\n');
		(void)snprintf(head, sizeof head, "%03d%c", code, line.len < len ? '-' : ' ');
		if (smtpc_buf_append_str(&link->out, smtpc_str_of(head)) < 0) {
			link->ended = true;
		}
		say(link, line);
	} while (lines.len > 0 && !link->ended);
}

/* It is the turn of |step|: the rule for it, or the reply that |format| makes. */
static void take_turn(smtpc_link *link, smtpc_step step, unsigned number, double now,
	const char *text)
{
	link_turn *turn = &link->turn;
	turn->waits = true;
	turn->step = step;
	turn->rule = smtpc_script_take(&link->peer->script, step, number);
	(void)snprintf(turn->text, sizeof turn->text, "%s", text);
	link->until = turn->rule != NULL && turn->rule->delay > 0 ? now + turn->rule->delay : 0;
}

/* What no rule is asked about. */
static void refuse(smtpc_link *link, int code, const char *text)
{
	say_reply(link, code, smtpc_str_of(text));
}

/* ---- mails --------------------------------------------------------------- */

static void reset_mail(smtpc_link *link)
{
	for (size_t i = 0; i < link->path_count; i++) {
		smtpc_str_free(link->mem, &link->paths[i]);
	}
	smtpc_str_free(link->mem, &link->sender);
	smtpc_free(link->mem, link->paths);
	if (link->dropping) {
		smtpc_drop_forget(link->drop);
	}
	link->paths = NULL;
	link->path_count = 0;
	link->rcpts = link->answered = 0;
	link->has_mail = link->dropping = link->last_chunk = false;
	link->fault.code = 0;
	link->got = 0;
	link->content = NULL;
	link->mode = MODE_COMMAND;
}

/* "<a@b> SIZE=1" behind the colon; false: there is no path. */
static bool path_of(smtpc_str args, smtpc_str *path)
{
	if (args.len == 0 || args.ptr[0] != '<') {
		return false;
	}
	bool quoted = false;
	for (size_t i = 1; i < args.len; i++) {
		char c = args.ptr[i];
		if (c == '\\' && quoted) {
			i++;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (c == '>' && !quoted) {
			*path = (smtpc_str){args.ptr + 1, i - 1};
			return true;
		}
	}
	return false;
}

static bool keep_path(smtpc_link *link, smtpc_str path)
{
	smtpc_str *paths = link->path_count < LINK_RCPT_MAX
		? smtpc_realloc_array(link->mem, link->paths, link->path_count + 1, sizeof *paths)
		: NULL;
	if (paths == NULL) {
		return false;
	}
	link->paths = paths;
	if (smtpc_str_dup(link->mem, &paths[link->path_count], path) < 0) {
		return false;
	}
	link->path_count++;
	return true;
}

static void begin_content(smtpc_link *link, link_mode mode)
{
	link->mode = mode;
	link->dot = DOT_START;
	if (!link->dropping) {
		link->fault.code = 0;
		link->got = 0;
		link->content =
			smtpc_script_take(&link->peer->script, SMTPC_STEP_CONTENT, link->mails + 1);
		link->dropping = true;
		(void)smtpc_drop_begin(
			link->drop, link->sender, link->paths, link->path_count, &link->fault);
	}
}

static void put_content(smtpc_link *link, smtpc_str data)
{
	if (link->fault.code == 0 && data.len > 0) {
		(void)smtpc_drop_write(link->drop, data, &link->fault);
	}
}

/* ---- turns --------------------------------------------------------------- */

static void on_said_rcpt(smtpc_link *link, bool yes)
{
	/* The path was noted as if it were accepted. */
	if (!yes && link->path_count > 0) {
		smtpc_str_free(link->mem, &link->paths[--link->path_count]);
	}
}

/* The whole content is there: what is said of it next. */
static void commit_turn(smtpc_link *link, double now)
{
	char text[LINK_TEXT_MAX];
	unsigned number = link->lmtp ? link->answered + 1 : link->mails + 1;
	if (link->fault.code != 0) {
		(void)snprintf(text, sizeof text, "452 4.3.1 %.500s", link->fault.message);
	} else {
		(void)snprintf(text, sizeof text, "250 2.0.0 Ok: queued as %u", link->peer->taken + 1);
	}
	take_turn(link, SMTPC_STEP_COMMIT, number, now, text);
}

/* Keeps the mail, once; what was to be said changes if that fails. */
static void keep_mail(smtpc_link *link)
{
	link_turn *turn = &link->turn;
	if (link->fault.code != 0) {
		turn->rule = NULL;
		return;
	}
	if (!link->dropping) {
		return;
	}
	link->dropping = false;
	if (smtpc_drop_keep(link->drop, &link->fault) < 0) {
		turn->rule = NULL;
		(void)snprintf(turn->text, sizeof turn->text, "452 4.3.1 %.500s", link->fault.message);
	} else {
		link->peer->taken++;
	}
}

static void on_said_commit(smtpc_link *link, double now)
{
	link->answered++;
	if (link->lmtp && link->answered < link->path_count) {
		commit_turn(link, now);
		return;
	}
	link->mails++;
	reset_mail(link);
	take_turn(link, SMTPC_STEP_IDLE, link->mails, now, "");
}

/* What follows from a reply. */
static void on_said(smtpc_link *link, smtpc_step step, int code, double now)
{
	bool yes = code / 100 == 2;
	switch (step) {
	case SMTPC_STEP_EHLO:
	case SMTPC_STEP_HELO:
	case SMTPC_STEP_RSET:
		reset_mail(link);
		break;
	case SMTPC_STEP_MAIL:
		link->has_mail = yes;
		break;
	case SMTPC_STEP_RCPT:
		on_said_rcpt(link, yes);
		break;
	case SMTPC_STEP_DATA:
		if (code == 354) {
			begin_content(link, MODE_DATA);
		}
		break;
	case SMTPC_STEP_CONTENT:
		if (code >= 400) {
			link->full = true; /* what is said before the content's end is to be read first */
		}
		break;
	case SMTPC_STEP_COMMIT:
		on_said_commit(link, now);
		break;
	case SMTPC_STEP_QUIT:
		link->ended = true;
		break;
	default:
		break;
	}
	link->ended = link->ended || code == 421;
}

static bool is_taken(const link_turn *turn)
{
	const smtpc_rule *rule = turn->rule;
	return rule == NULL || rule->act == SMTPC_ACT_ACCEPT || rule->take ||
		(rule->act == SMTPC_ACT_REPLY && rule->code / 100 == 2);
}

/* Says |text|, "250 2.0.0 Ok" or lines of it; "": nothing. */
static int say_text(smtpc_link *link, const char *text)
{
	uint64_t code = 0;
	smtpc_str rest = smtpc_str_of(text);
	if (rest.len >= 4 && smtpc_str_uint((smtpc_str){rest.ptr, 3}, &code)) {
		say_reply(link, (int)code, smtpc_str_skip(rest, 4));
	}
	return (int)code;
}

static void do_turn(smtpc_link *link, double now)
{
	link_turn *turn = &link->turn;
	turn->waits = false;
	if (turn->step == SMTPC_STEP_COMMIT && is_taken(turn)) {
		keep_mail(link);
	}
	switch (turn->rule != NULL ? turn->rule->act : SMTPC_ACT_ACCEPT) {
	case SMTPC_ACT_ACCEPT:
	case SMTPC_ACT_FAIL:
		on_said(link, turn->step, say_text(link, turn->text), now);
		break;
	case SMTPC_ACT_REPLY:
		say_reply(link, turn->rule->code, turn->rule->text);
		on_said(link, turn->step, turn->rule->code, now);
		break;
	case SMTPC_ACT_SAY:
		say(link, turn->rule->text);
		on_said(link, turn->step, 0, now);
		break;
	case SMTPC_ACT_CLOSE:
		link->ended = true;
		break;
	case SMTPC_ACT_RESET:
		link->reset = true;
		break;
	case SMTPC_ACT_STALL:
		link->stalled = true;
		link->full = turn->step == SMTPC_STEP_CONTENT;
		break;
	}
}

/* ---- commands ------------------------------------------------------------ */

static const char extensions[] =
	"250 fault.invalid\nPIPELINING\nSIZE 0\n8BITMIME\nSMTPUTF8\nENHANCEDSTATUSCODES\nDSN\nCHUNKING\n"
	"MT-PRIORITY\nDELIVERBY\nFUTURERELEASE 604800 9999-12-31T23:59:59Z\nREQUIRETLS\n"
	"AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER\nSTARTTLS";

static void on_ehlo(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	take_turn(link, SMTPC_STEP_EHLO, link->number, now, extensions);
}

static void on_lhlo(smtpc_link *link, smtpc_str args, double now)
{
	link->lmtp = true;
	on_ehlo(link, args, now);
}

static void on_helo(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	take_turn(link, SMTPC_STEP_HELO, link->number, now, "250 fault.invalid");
}

static void on_starttls(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	take_turn(link, SMTPC_STEP_STARTTLS, link->number, now, "220 2.0.0 Go ahead");
}

static void judge_auth(smtpc_link *link, double now)
{
	link->mode = MODE_COMMAND;
	take_turn(link, SMTPC_STEP_AUTH, link->number, now, "235 2.7.0 Accepted");
}

/* Any secret will do: what the server makes of it is the script's. */
static void on_auth(smtpc_link *link, smtpc_str args, double now)
{
	smtpc_str mech = smtpc_str_word(&args);
	bool initial = smtpc_str_word(&args).len > 0;
	link->responses = smtpc_str_ieq(mech, SMTPC_STR("LOGIN")) ? 2 : 1;
	link->responses -= initial;
	if (link->responses == 0) {
		judge_auth(link, now);
		return;
	}
	link->mode = MODE_RESPONSE;
	refuse(link, 334, link->responses == 2 ? "VXNlcm5hbWU6" : "");
}

static void on_response(smtpc_link *link, smtpc_str line, double now)
{
	if (smtpc_str_eq(line, SMTPC_STR("*"))) {
		link->mode = MODE_COMMAND;
		refuse(link, 501, "5.7.0 Cancelled");
	} else if (--link->responses == 0) {
		judge_auth(link, now);
	} else {
		refuse(link, 334, "UGFzc3dvcmQ6");
	}
}

static void on_mail(smtpc_link *link, smtpc_str args, double now)
{
	smtpc_str path;
	if (link->has_mail || !path_of(args, &path)) {
		refuse(link, link->has_mail ? 503 : 501, "5.5.1 MAIL is out of place, or has no path");
		return;
	}
	reset_mail(link);
	if (smtpc_str_dup(link->mem, &link->sender, path) < 0) {
		link->ended = true;
		return;
	}
	take_turn(link, SMTPC_STEP_MAIL, link->mails + 1, now, "250 2.1.0 Ok");
}

static void on_rcpt(smtpc_link *link, smtpc_str args, double now)
{
	smtpc_str path;
	if (!link->has_mail || !path_of(args, &path)) {
		refuse(link, link->has_mail ? 501 : 503, "5.5.1 RCPT is out of place, or has no path");
		return;
	}
	if (!keep_path(link, path)) {
		link->ended = true;
		return;
	}
	take_turn(link, SMTPC_STEP_RCPT, ++link->rcpts, now, "250 2.1.5 Ok");
}

static void on_data(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	if (link->path_count == 0) {
		refuse(link, 503, "5.5.1 No valid recipients");
		return;
	}
	take_turn(link, SMTPC_STEP_DATA, link->mails + 1, now, "354 Go ahead");
}

/* RFC 3030 §2: BDAT size [LAST], the octets right behind it. */
static void on_bdat(smtpc_link *link, smtpc_str args, double now)
{
	uint64_t size;
	(void)now;
	smtpc_str word = smtpc_str_word(&args);
	if (!smtpc_str_uint(word, &size)) {
		refuse(link, 501, "5.5.4 BDAT needs a size");
		return;
	}
	link->last_chunk = smtpc_str_ieq(smtpc_str_word(&args), SMTPC_STR("LAST"));
	link->chunk_left = size;
	begin_content(link, MODE_CHUNK);
}

static void on_rset(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	take_turn(link, SMTPC_STEP_RSET, link->number, now, "250 2.0.0 Ok");
}

static void on_noop(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	(void)now;
	refuse(link, 250, "2.0.0 Ok");
}

static void on_quit(smtpc_link *link, smtpc_str args, double now)
{
	(void)args;
	take_turn(link, SMTPC_STEP_QUIT, link->number, now, "221 2.0.0 Bye");
}

static const struct {
	const char *verb;
	void (*on)(smtpc_link *link, smtpc_str args, double now);
} commands[] = {{"EHLO", on_ehlo}, {"LHLO", on_lhlo}, {"HELO", on_helo}, {"STARTTLS", on_starttls},
	{"AUTH", on_auth}, {"MAIL FROM:", on_mail}, {"RCPT TO:", on_rcpt}, {"DATA", on_data},
	{"BDAT", on_bdat}, {"RSET", on_rset}, {"NOOP", on_noop}, {"QUIT", on_quit}};

static void on_command(smtpc_link *link, smtpc_str line, double now)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		smtpc_str verb = smtpc_str_of(commands[i].verb);
		if (smtpc_str_istarts(line, verb) &&
			(line.len == verb.len || verb.ptr[verb.len - 1] == ':' || line.ptr[verb.len] == ' ')) {
			commands[i].on(link, smtpc_str_skip(line, verb.len), now);
			return;
		}
	}
	refuse(link, 500, "5.5.1 Unknown command");
}

/* ---- content ------------------------------------------------------------- */

/* Takes the dots off |in|, up to the content's end. *used: octets of it that were read. True: that
 * was the end. */
static bool undot(smtpc_link *link, smtpc_str in, size_t *used)
{
	char out[4096];
	size_t len = 0, i = 0;
	bool end = false;
	for (; i < in.len && len < sizeof out - 3 && !end; i++) {
		char c = in.ptr[i];
		if (link->dot == DOT_START && c == '.') {
			link->dot = DOT_SEEN;
			continue;
		}
		if (link->dot == DOT_SEEN && c == '\r') {
			link->dot = DOT_CR;
			continue;
		}
		end = link->dot == DOT_CR && c == '\n';
		if (link->dot == DOT_CR && !end) {
			out[len++] = '\r';
		}
		if (!end) {
			out[len++] = c;
		}
		link->dot = c == '\n' ? DOT_START : DOT_INSIDE;
	}
	put_content(link, (smtpc_str){out, len});
	*used = i;
	return end;
}

/* Octets of content that may come before its rule; SIZE_MAX: there is none. */
static size_t content_room(const smtpc_link *link)
{
	bool inside = link->mode == MODE_DATA || link->mode == MODE_CHUNK;
	if (!inside || link->content == NULL) {
		return SIZE_MAX;
	}
	uint64_t left = link->content->after - link->got;
	return left < SIZE_MAX ? (size_t)left : SIZE_MAX;
}

/* More content would come than its rule lets pass. */
static void take_content_turn(smtpc_link *link, double now)
{
	const smtpc_rule *rule = link->content;
	link->content = NULL;
	link->turn = (link_turn){.waits = true, .step = SMTPC_STEP_CONTENT, .rule = rule};
	link->until = rule->delay > 0 ? now + rule->delay : 0;
}

/* Reads content; false: there is nothing to read. */
static bool read_content(smtpc_link *link, double now)
{
	smtpc_str in = smtpc_buf_str(&link->in);
	size_t used, room = content_room(link);
	bool end;
	if (room == 0 && in.len > 0) {
		take_content_turn(link, now);
		return true;
	}
	in.len = in.len < room ? in.len : room;
	if (link->mode == MODE_CHUNK) {
		used = in.len < link->chunk_left ? in.len : (size_t)link->chunk_left;
		put_content(link, (smtpc_str){in.ptr, used});
		link->chunk_left -= used;
		end = link->chunk_left == 0;
	} else {
		end = undot(link, in, &used);
	}
	smtpc_buf_consume(&link->in, used);
	link->got += used;
	if (!end) {
		return used > 0;
	}
	if (link->path_count == 0) {
		reset_mail(link);
		refuse(link, 503, "5.5.1 No valid recipients");
	} else if (link->mode == MODE_CHUNK && !link->last_chunk) {
		link->mode = MODE_COMMAND;
		refuse(link, 250, "2.0.0 Ok");
	} else {
		link->mode = MODE_COMMAND;
		link->content = NULL;
		commit_turn(link, now);
	}
	return true;
}

/* ---- running ------------------------------------------------------------- */

/* Reads a line; false: none is there. */
static bool read_line(smtpc_link *link, double now)
{
	char line[16384];
	smtpc_str in = smtpc_buf_str(&link->in);
	const char *lf = in.len > 0 ? memchr(in.ptr, '\n', in.len) : NULL;
	if (lf == NULL || (size_t)(lf - in.ptr) > sizeof line) {
		link->ended = link->ended || in.len > sizeof line;
		return false;
	}
	size_t len = (size_t)(lf - in.ptr);
	memcpy(line, in.ptr, len);
	smtpc_buf_consume(&link->in, len + 1);
	len -= len > 0 && line[len - 1] == '\r';
	if (link->mode == MODE_RESPONSE) {
		on_response(link, (smtpc_str){line, len}, now);
	} else {
		on_command(link, (smtpc_str){line, len}, now);
	}
	smtpc_wipe(line, len);
	return true;
}

/* Does all that can be done now. */
static void run(smtpc_link *link, double now)
{
	bool more = true;
	if (!link->greeted) {
		smtpc_error err;
		char text[LINK_TEXT_MAX] = "220 fault.invalid ESMTP";
		link->greeted = true;
		if (smtpc_drop_check(link->drop, &err) < 0) {
			(void)snprintf(text, sizeof text, "421 4.3.0 %.500s", err.message);
		}
		take_turn(link, SMTPC_STEP_GREETING, link->number, now, text);
	}
	while (more && !link->stalled && !link->ended && !link->reset) {
		if (link->turn.waits) {
			more = link->until <= now;
			if (more) {
				do_turn(link, now);
			}
		} else if (link->mode == MODE_DATA || link->mode == MODE_CHUNK) {
			more = read_content(link, now);
		} else {
			more = read_line(link, now);
		}
	}
}

ptrdiff_t smtpc_link_send(smtpc_link *link, smtpc_str data, double now, int *sys_errno)
{
	run(link, now);
	if (content_room(link) == 0 && smtpc_buf_len(&link->in) == 0) {
		take_content_turn(link, now);
		run(link, now);
	}
	if (link->reset || link->ended) {
		*sys_errno = link->reset ? ECONNRESET : EPIPE;
		return SMTPC_SOCK_ERROR;
	}
	bool later = link->full || (link->turn.waits && link->turn.step == SMTPC_STEP_CONTENT);
	size_t room = later ? 0 : smtpc_buf_room(&link->in);
	room = room < content_room(link) ? room : content_room(link);
	size_t len = data.len < room ? data.len : room;
	if (len == 0 || smtpc_buf_append(&link->in, data.ptr, len) < 0) {
		return SMTPC_SOCK_AGAIN;
	}
	run(link, now);
	return (ptrdiff_t)len;
}

ptrdiff_t smtpc_link_recv(smtpc_link *link, char *room, size_t len, double now, int *sys_errno)
{
	run(link, now);
	smtpc_str out = smtpc_buf_str(&link->out);
	if (out.len > 0) {
		len = out.len < len ? out.len : len;
		memcpy(room, out.ptr, len);
		smtpc_buf_consume(&link->out, len);
		return (ptrdiff_t)len;
	}
	if (link->reset) {
		*sys_errno = ECONNRESET;
		return SMTPC_SOCK_ERROR;
	}
	return link->ended ? SMTPC_SOCK_EOF : SMTPC_SOCK_AGAIN;
}

bool smtpc_link_is_ready(smtpc_link *link, double now)
{
	if (link->deaf) {
		return false;
	}
	run(link, now);
	return link->ended || link->reset || smtpc_buf_len(&link->out) > 0;
}

double smtpc_link_due(const smtpc_link *link)
{
	bool dead = link->stalled || link->ended || link->reset;
	return link->turn.waits && !dead ? link->until : 0;
}

static smtpc_link_answer ask(smtpc_link *link, smtpc_step step)
{
	const smtpc_rule *rule = smtpc_script_take(&link->peer->script, step, link->number);
	if (rule == NULL || rule->act == SMTPC_ACT_ACCEPT) {
		return SMTPC_LINK_YES;
	}
	link->deaf = rule->act == SMTPC_ACT_STALL;
	return link->deaf ? SMTPC_LINK_NEVER : SMTPC_LINK_NO;
}

smtpc_link_answer smtpc_link_connect(smtpc_link *link)
{
	return ask(link, SMTPC_STEP_CONNECT);
}

smtpc_link_answer smtpc_link_handshake(smtpc_link *link)
{
	return ask(link, SMTPC_STEP_TLS);
}

/* ---- life ---------------------------------------------------------------- */

smtpc_link *smtpc_link_new(smtpc_peer *peer)
{
	smtpc_link *link = smtpc_zalloc(peer->mem, sizeof *link);
	if (link == NULL) {
		return NULL;
	}
	link->mem = peer->mem;
	link->drop = smtpc_drop_new(peer->mem, &peer->options, &peer->store);
	if (link->drop == NULL) {
		smtpc_free(link->mem, link);
		return NULL;
	}
	link->peer = smtpc_peer_ref(peer);
	link->number = ++peer->connections;
	smtpc_buf_init(&link->in, link->mem, LINK_IN_MAX);
	link->in.secret = true;
	smtpc_buf_init(&link->out, link->mem, LINK_OUT_MAX);
	return link;
}

void smtpc_link_free(smtpc_link *link)
{
	if (link == NULL) {
		return;
	}
	reset_mail(link);
	smtpc_buf_free(&link->in);
	smtpc_buf_free(&link->out);
	smtpc_drop_free(link->drop);
	smtpc_peer_unref(link->peer);
	smtpc_free(link->mem, link);
}
