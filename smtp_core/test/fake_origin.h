/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * An origin in memory that does what tests ask of it: changes, ends early, fails, forgets its size,
 * gives its octets in pieces; and counts what is done with it. */
#ifndef FAKE_ORIGIN_H
#define FAKE_ORIGIN_H

#include "base/smtpc_err.h"
#include "smtpc_test.h"

typedef struct fake_origin {
	smtpc_str data;
	bool unstable, sizeless; /* what a look says */
	uint64_t stamp;
	size_t piece;   /* octets a read, at most; 0: as many as are asked for */
	size_t fail_at; /* a read from there on fails; 0: none does */
	bool refuses;   /* looks and openings fail */
	int refs, opened, open_now;
	uint64_t given; /* octets read in all */
} fake_origin;

typedef struct fake_reader {
	fake_origin *origin;
	size_t from, at;
} fake_reader;

static inline void fake_addref(void *owner)
{
	((fake_origin *)owner)->refs++;
}

static inline void fake_release(void *owner)
{
	((fake_origin *)owner)->refs--;
}

static inline int fake_look(void *owner, smtpc_look *look, smtpc_error *err)
{
	fake_origin *o = owner;
	if (o->refuses) {
		return smtpc_fail(err, SMTPC_E_SOURCE, "the origin is gone");
	}
	*look = (smtpc_look){.size = o->sizeless ? -1 : (int64_t)o->data.len,
		.stable = !o->unstable,
		.stamp = {o->stamp}};
	return SMTPC_OK;
}

static inline ptrdiff_t fake_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	fake_reader *r = user;
	fake_origin *o = r->origin;
	if (o->fail_at > 0 && r->at >= o->fail_at) {
		return smtpc_fail(err, SMTPC_E_SOURCE, "the origin broke at %zu", r->at);
	}
	size_t left = r->at < o->data.len ? o->data.len - r->at : 0;
	size_t n = left < len ? left : len;
	n = o->piece > 0 && n > o->piece ? o->piece : n;
	n = o->fail_at > 0 && r->at + n > o->fail_at ? o->fail_at - r->at : n;
	if (n > 0) {
		memcpy(buf, o->data.ptr + r->at, n);
	}
	r->at += n;
	o->given += n;
	return (ptrdiff_t)n;
}

static inline int fake_rewind(void *user, smtpc_error *err)
{
	fake_reader *r = user;
	(void)err;
	r->at = r->from;
	return SMTPC_OK;
}

static inline void fake_close(void *user)
{
	fake_reader *r = user;
	r->origin->open_now--;
	r->origin->refs--;
	free(r);
}

static inline int fake_open(
	void *owner, uint64_t from, smtpc_source *source, smtpc_look *look, smtpc_error *err)
{
	fake_origin *o = owner;
	if (fake_look(owner, look, err) < 0) {
		return SMTPC_E_SOURCE;
	}
	fake_reader *r = malloc(sizeof *r);
	*r = (fake_reader){o, (size_t)from, (size_t)from};
	o->refs++;
	o->opened++;
	o->open_now++;
	*source = (smtpc_source){r, fake_read, fake_rewind, fake_close, -1};
	return SMTPC_OK;
}

/* One reference for whoever takes it. */
static inline smtpc_origin fake_as_origin(fake_origin *origin)
{
	origin->refs++;
	return (smtpc_origin){origin, fake_addref, fake_release, fake_look, fake_open};
}

#endif
