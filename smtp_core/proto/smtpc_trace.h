/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The dialogue for humans: a transcript of bounded size, always kept, and a queue of lines for
 * somebody who watches. What a line holds is said by whoever records it, so that redaction goes by
 * the state of the session and not by looking for patterns; only where recipients are to be hidden,
 * addresses that a server brings up unasked are looked for as well. Both are valid UTF-8 without
 * control characters. Recording cannot fail: out of memory, lines are missing. */
#ifndef SMTPC_TRACE_H
#define SMTPC_TRACE_H

#include "base/smtpc_buf.h"

typedef enum smtpc_trace_what {
	SMTPC_TRACE_OPEN,      /* nothing to hide */
	SMTPC_TRACE_SECRET,    /* SASL, in either direction */
	SMTPC_TRACE_RECIPIENT, /* RCPT and its reply */
	SMTPC_TRACE_BODY       /* content; never in the transcript */
} smtpc_trace_what;

typedef struct smtpc_trace {
	smtpc_buf head;  /* the first lines of the session */
	smtpc_buf tail;  /* the newest */
	bool cut;        /* lines between them are gone */
	smtpc_buf whole; /* head and tail as given out last */
	smtpc_buf queue; /* lines for next(): direction, stage, 4 octets of length, text */
	smtpc_buf line;  /* the line given out last */
	bool watching;
	unsigned redact;
} smtpc_trace;

void smtpc_trace_init(smtpc_trace *trace, const smtpc_mem *mem);
void smtpc_trace_free(smtpc_trace *trace);
/* A new session: the transcript begins again; queued lines stay. */
void smtpc_trace_restart(smtpc_trace *trace);
void smtpc_trace_watch(smtpc_trace *trace, bool on, unsigned redact);
/* Content is wanted line by line. */
static inline bool smtpc_trace_wants_body(const smtpc_trace *trace)
{
	return trace->watching && (trace->redact & SMTPC_REDACT_BODY) == 0;
}

/* |text|: one or more lines, a line end at the end is left out. */
void smtpc_trace_add(
	smtpc_trace *trace, char direction, smtpc_stage stage, smtpc_trace_what what, smtpc_str text);
smtpc_str smtpc_trace_transcript(smtpc_trace *trace);
bool smtpc_trace_next(smtpc_trace *trace, smtpc_line *line);

#endif
