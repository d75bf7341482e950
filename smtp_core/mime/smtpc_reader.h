/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Reads one content, or a slice of it, encoded. Keeps what it made for the next reader where that
 * pays. */
#ifndef SMTPC_READER_H
#define SMTPC_READER_H

#include "base/smtpc_buf.h"
#include "mime/smtpc_content.h"
#include "mime/smtpc_encode.h"

/* Which octets of a content, and how. */
typedef struct smtpc_slice {
	smtpc_encoding encoding; /* AUTO: as they are, but for line ends where the content is text */
	bool octets;             /* and not even these */
	uint64_t from;
	int64_t span;    /* octets before encoding; -1: to the end */
	smtpc_look look; /* with a span: the origin from which it was cut; another one fails */
} smtpc_slice;

typedef struct smtpc_reader {
	smtpc_content *content; /* borrowed; NULL: closed */
	smtpc_slice slice;
	smtpc_str rest; /* octets that wait for the encoder; or, if |ready|, for the caller */
	bool ready;
	smtpc_form *form; /* what |rest| is in then; a reference */
	bool at_end;      /* there is nothing behind |rest| */
	int64_t left;     /* octets of the slice that are not in |rest| yet; -1: unknown */
	smtpc_encoder encoder;
	smtpc_source source; /* of an origin */
	char *room;          /* what was read from it */
	smtpc_buf keep;      /* the encoded form so far, if it is to be kept */
	bool keeping;
} smtpc_reader;

/* Octets that an origin is read in. */
enum { SMTPC_READER_ROOM = 32768 };

/* Opens the origin. |keep_max|: a form of up to so many octets is kept where it pays. SOURCE: it
 * cannot be opened, or has changed since it was looked at. NOMEM. After a failure it is closed. */
int smtpc_reader_open(smtpc_reader *reader, smtpc_content *content, const smtpc_slice *slice,
	size_t keep_max, smtpc_error *err);
/* As a source's read. */
ptrdiff_t smtpc_reader_read(smtpc_reader *reader, char *buf, size_t len, smtpc_error *err);
void smtpc_reader_close(smtpc_reader *reader);
/* The octets that a reader of the slice would give, found by reading it. SOURCE, NOMEM. */
int smtpc_reader_count(
	smtpc_content *content, const smtpc_slice *slice, int64_t *count, smtpc_error *err);

/* Both are stable, and what was read from one is what can be read from the other. */
bool smtpc_look_same(const smtpc_look *a, const smtpc_look *b);

#endif
