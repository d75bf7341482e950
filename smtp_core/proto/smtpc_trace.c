/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_trace.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_str.h"

enum {
	TRACE_HEAD_MAX = 8192,
	TRACE_TAIL_MAX = 57344,
	TRACE_QUEUE_MAX = 1 << 20,
	TRACE_LINE_MAX = 2048
};

void smtpc_trace_init(smtpc_trace *trace, const smtpc_mem *mem)
{
	*trace = (smtpc_trace){.cut = false};
	smtpc_buf_init(&trace->head, mem, TRACE_HEAD_MAX);
	smtpc_buf_init(&trace->tail, mem, TRACE_TAIL_MAX);
	smtpc_buf_init(&trace->whole, mem, TRACE_HEAD_MAX + TRACE_TAIL_MAX + 64);
	smtpc_buf_init(&trace->queue, mem, TRACE_QUEUE_MAX);
	smtpc_buf_init(&trace->line, mem, TRACE_LINE_MAX + 1);
	/* A watcher may have asked for secrets. */
	trace->queue.secret = true;
	trace->line.secret = true;
}

void smtpc_trace_free(smtpc_trace *trace)
{
	smtpc_buf_free(&trace->head);
	smtpc_buf_free(&trace->tail);
	smtpc_buf_free(&trace->whole);
	smtpc_buf_free(&trace->queue);
	smtpc_buf_free(&trace->line);
}

void smtpc_trace_restart(smtpc_trace *trace)
{
	smtpc_buf_reset(&trace->head);
	smtpc_buf_reset(&trace->tail);
	trace->cut = false;
}

void smtpc_trace_watch(smtpc_trace *trace, bool on, unsigned redact)
{
	trace->watching = on;
	trace->redact = redact;
	if (!on) {
		smtpc_buf_reset(&trace->queue);
	}
}

/* What is shown in place of |line|; the verb or code that it begins with stays. */
static smtpc_str mask(
	char direction, smtpc_trace_what what, smtpc_str line, char *room, size_t size)
{
	smtpc_str mark = what == SMTPC_TRACE_SECRET ? SMTPC_STR("[secret]") : SMTPC_STR("[recipient]");
	smtpc_str rest = line;
	size_t keep = 0;
	if (direction == '<') {
		keep = line.len < 4 ? line.len : 4;
	} else if (smtpc_str_istarts(line, SMTPC_STR("AUTH "))) {
		smtpc_str_word(&rest);
		smtpc_str_word(&rest);
		keep = line.len - rest.len + (rest.len > 0);
	} else if (what == SMTPC_TRACE_RECIPIENT) {
		keep = line.len < 8 ? line.len : 8; /* "RCPT TO:" */
	}
	if (keep == line.len || keep + mark.len > size) {
		return (smtpc_str){line.ptr, keep};
	}
	memcpy(room, line.ptr, keep);
	memcpy(room + keep, mark.ptr, mark.len);
	return (smtpc_str){room, keep + mark.len};
}

/* Drops whole lines from the start of the tail until |need| more octets fit. */
static void make_room(smtpc_trace *trace, size_t need)
{
	while (smtpc_buf_room(&trace->tail) < need) {
		/* In one go for many lines to come. */
		smtpc_str text = smtpc_buf_str(&trace->tail);
		size_t at = text.len / 2;
		const char *lf = memchr(text.ptr + at, '\n', text.len - at);
		smtpc_buf_consume(&trace->tail, lf != NULL ? (size_t)(lf - text.ptr) + 1 : text.len);
		trace->cut = true;
	}
}

static void keep_line(smtpc_trace *trace, char direction, smtpc_str line)
{
	char text[TRACE_LINE_MAX + 4];
	text[0] = direction;
	text[1] = ' ';
	size_t len = 2 + smtpc_printable(text + 2, TRACE_LINE_MAX, line);
	text[len++] = '\n';
	bool to_head = smtpc_buf_len(&trace->tail) == 0 && !trace->cut;
	if (to_head && smtpc_buf_append(&trace->head, text, len) == SMTPC_OK) {
		return;
	}
	make_room(trace, len);
	(void)smtpc_buf_append(&trace->tail, text, len);
}

/* What a server says where it was not asked about a recipient may still name one: the words that
 * hold an '@' go. |text| is shortened, or lengthened up to |size|. */
static size_t hide_addresses(char *text, size_t len, size_t size)
{
	static const char mark[] = "[recipient]";
	size_t at = 0;
	while (at < len) {
		const char *space = memchr(text + at, ' ', len - at);
		size_t word = space != NULL ? (size_t)(space - text) - at : len - at;
		size_t shown = word;
		if (memchr(text + at, '@', word) != NULL) {
			size_t rest = len - at - word;
			shown = sizeof mark - 1;
			/* At the end of its room the line loses its end. */
			shown = shown > size - at ? size - at : shown;
			rest = rest > size - at - shown ? size - at - shown : rest;
			memmove(text + at + shown, text + at + word, rest);
			memcpy(text + at, mark, shown);
			len = at + shown + rest;
		}
		at += shown + 1;
	}
	return len;
}

static void queue_line(smtpc_trace *trace, char direction, smtpc_stage stage, smtpc_str raw)
{
	char text[TRACE_LINE_MAX + 1];
	smtpc_str line = {text, smtpc_printable(text, sizeof text, raw)};
	if (direction != '>' && (trace->redact & SMTPC_REDACT_RECIPIENTS) != 0) {
		line.len = hide_addresses(text, line.len, TRACE_LINE_MAX);
	}
	uint32_t len = (uint32_t)line.len;
	char head[2 + sizeof len] = {direction, (char)stage};
	memcpy(head + 2, &len, sizeof len);
	if (smtpc_buf_room(&trace->queue) < sizeof head + len) {
		return;
	}
	if (smtpc_buf_append(&trace->queue, head, sizeof head) < 0) {
		return;
	}
	if (smtpc_buf_append(&trace->queue, line.ptr, len) < 0) {
		smtpc_buf_truncate(&trace->queue, sizeof head);
	}
}

static void add_line(
	smtpc_trace *trace, char direction, smtpc_stage stage, smtpc_trace_what what, smtpc_str line)
{
	/* By smtpc_trace_what; the transcript hides secrets and content, whatever a watcher asks for.
	 */
	static const unsigned redact_bits[] = {
		0, SMTPC_REDACT_SECRETS, SMTPC_REDACT_RECIPIENTS, SMTPC_REDACT_BODY};
	char room[64];
	if (what != SMTPC_TRACE_BODY) {
		bool hide = what == SMTPC_TRACE_SECRET;
		keep_line(trace, direction, hide ? mask(direction, what, line, room, sizeof room) : line);
	}
	if (trace->watching) {
		bool hide = (trace->redact & redact_bits[what]) != 0;
		if (hide && what == SMTPC_TRACE_BODY) {
			return;
		}
		queue_line(
			trace, direction, stage, hide ? mask(direction, what, line, room, sizeof room) : line);
	}
}

void smtpc_trace_add(
	smtpc_trace *trace, char direction, smtpc_stage stage, smtpc_trace_what what, smtpc_str text)
{
	do {
		smtpc_str line = smtpc_str_until(&text, '\n');
		if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
			line.len--;
		}
		add_line(trace, direction, stage, what, line);
	} while (text.len > 0);
}

smtpc_str smtpc_trace_transcript(smtpc_trace *trace)
{
	smtpc_buf_reset(&trace->whole);
	int rv = smtpc_buf_append_str(&trace->whole, smtpc_buf_str(&trace->head));
	if (rv == SMTPC_OK && trace->cut) {
		rv = smtpc_buf_append_str(&trace->whole, SMTPC_STR("* ... lines left out ...\n"));
	}
	if (rv == SMTPC_OK) {
		(void)smtpc_buf_append_str(&trace->whole, smtpc_buf_str(&trace->tail));
	}
	return smtpc_buf_str(&trace->whole);
}

bool smtpc_trace_next(smtpc_trace *trace, smtpc_line *line)
{
	uint32_t len;
	smtpc_str bytes = smtpc_buf_str(&trace->queue);
	if (bytes.len < 2 + sizeof len) {
		return false;
	}
	memcpy(&len, bytes.ptr + 2, sizeof len);
	line->direction = bytes.ptr[0];
	line->stage = (smtpc_stage)bytes.ptr[1];
	smtpc_buf_reset(&trace->line);
	(void)smtpc_buf_append(&trace->line, bytes.ptr + 2 + sizeof len, len);
	line->text = smtpc_buf_str(&trace->line);
	smtpc_buf_consume(&trace->queue, 2 + sizeof len + len);
	return true;
}
