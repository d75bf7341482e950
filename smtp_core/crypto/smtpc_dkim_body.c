/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Nearly all of a body is in canonical form already: only a tab, a second blank, a blank at a
 * line's end and the empty lines at the end of all differ. So the octets are passed on in the
 * longest runs that contain none of these, found eight octets at a time, and the digest runs at its
 * own speed. */
#include "crypto/smtpc_dkim.h"

#include <string.h>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define SMTPC_SSE2
#endif

/* A run shorter than this is collected with others: a call of the digest costs more than a copy. */
enum { RUN_LONG = 256 };

/* Octets that are looked at together; one more is read behind them. */
enum { STRIDE = 32 };

#ifdef SMTPC_SSE2

/* The lanes that hold a tab, or a blank with no more than 0x20 behind it. */
static __m128i lanes_stop(const char *data)
{
	const __m128i blank = _mm_set1_epi8(' ');
	__m128i here = _mm_loadu_si128((const __m128i *)(const void *)data);
	__m128i next = _mm_loadu_si128((const __m128i *)(const void *)(data + 1));
	__m128i is_low = _mm_cmpeq_epi8(_mm_min_epu8(next, blank), next);
	__m128i ends = _mm_and_si128(_mm_cmpeq_epi8(here, blank), is_low);
	return _mm_or_si128(ends, _mm_cmpeq_epi8(here, _mm_set1_epi8('\t')));
}

static bool stride_stops(const char *data)
{
	__m128i stops = _mm_or_si128(lanes_stop(data), lanes_stop(data + 16));
	return _mm_movemask_epi8(stops) != 0;
}

#else

#define LANES(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The top bit of every lane of |word| that is |byte|. No carry leaves a lane. */
static uint64_t lanes_equal(uint64_t word, unsigned char byte)
{
	uint64_t differs = word ^ LANES(byte);
	return ~(((differs & LANES(0x7f)) + LANES(0x7f)) | differs) & LANES(0x80);
}

/* The same for lanes of no more than 0x20: blanks, CR, and controls, which cost a closer look. */
static uint64_t lanes_low(uint64_t word)
{
	return ~(((word & LANES(0x7f)) + LANES(0x7f - 0x20)) | word) & LANES(0x80);
}

static bool stride_stops(const char *data)
{
	uint64_t stops = 0;
	for (size_t i = 0; i < STRIDE; i += sizeof stops) {
		uint64_t here, next;
		memcpy(&here, data + i, sizeof here);
		memcpy(&next, data + i + 1, sizeof next);
		stops |= (lanes_equal(here, ' ') & lanes_low(next)) | lanes_equal(here, '\t');
	}
	return stops != 0;
}

#endif

/* Does the octet at |i| begin something that is not canonical? A blank that is the last of a piece
 * may; what comes next will tell. */
static bool run_ends(const char *data, size_t len, size_t i)
{
	if (data[i] == '\t') {
		return true;
	}
	return data[i] == ' ' && (i + 1 == len || (unsigned char)data[i + 1] <= ' ');
}

/* The octets from |data| on that pass as they are. */
static size_t run_len(const char *data, size_t len)
{
	size_t i = 0;
	while (len - i > STRIDE && !stride_stops(data + i)) {
		i += STRIDE;
	}
	while (i < len && !run_ends(data, len, i)) {
		i++;
	}
	return i;
}

static void body_flush(smtpc_dkim_body *body)
{
	smtpc_digest_update(&body->digest, body->small, body->used);
	body->used = 0;
}

static void body_put(smtpc_dkim_body *body, const char *data, size_t len)
{
	body->any = true;
	if (len > sizeof body->small - body->used || len >= RUN_LONG) {
		body_flush(body);
	}
	if (len >= RUN_LONG) {
		smtpc_digest_update(&body->digest, data, len);
		return;
	}
	memcpy(body->small + body->used, data, len);
	body->used += len;
}

/* Something follows, so what was held back counts. */
static void body_release(smtpc_dkim_body *body)
{
	for (; body->lines > 0; body->lines--) {
		body_put(body, "\r\n", 2);
	}
	if (body->space) {
		body_put(body, " ", 1);
		body->space = false;
	}
}

/* Passes the run that |data| begins with, save the line ends that it ends with; its length. */
static size_t body_run(smtpc_dkim_body *body, const char *data, size_t len)
{
	size_t run = run_len(data, len);
	size_t keep = run;
	uint64_t lines = 0;
	if (run == len && data[keep - 1] == '\r') {
		body->cr = true;
		keep--;
	}
	while (keep >= 2 && data[keep - 2] == '\r' && data[keep - 1] == '\n') {
		lines++;
		keep -= 2;
	}
	body_release(body);
	body_put(body, data, keep);
	body->lines = lines;
	return run;
}

int smtpc_dkim_body_init(smtpc_dkim_body *body)
{
	body->lines = 0;
	body->space = body->cr = body->any = false;
	body->used = 0;
	return smtpc_digest_init(&body->digest);
}

/* One step; returns the octets that are done with. */
static size_t body_step(smtpc_dkim_body *body, const char *data, size_t len)
{
	if (body->cr) {
		body->cr = false;
		if (data[0] == '\n') {
			body->space = false;
			body->lines++;
			return 1;
		}
		/* Not a line's end after all. */
		body_release(body);
		body_put(body, "\r", 1);
		return 0;
	}
	if (data[0] == '\r') {
		body->cr = true;
		return 1;
	}
	size_t blanks = 0;
	while (blanks < len && (data[blanks] == ' ' || data[blanks] == '\t')) {
		body->space = true;
		blanks++;
	}
	return blanks > 0 ? blanks : body_run(body, data, len);
}

void smtpc_dkim_body_feed(smtpc_dkim_body *body, const char *data, size_t len)
{
	while (len > 0) {
		size_t done = body_step(body, data, len);
		data += done;
		len -= done;
	}
}

int smtpc_dkim_body_finish(smtpc_dkim_body *body, uint8_t out[SMTPC_SHA256_SIZE])
{
	if (body->cr) {
		body_release(body);
		body_put(body, "\r", 1);
	}
	/* However many line ends there were, or none: a body that is not empty has one (§3.4.4). */
	if (body->any) {
		body_put(body, "\r\n", 2);
	}
	body_flush(body);
	return smtpc_digest_finish(&body->digest, out);
}

void smtpc_dkim_body_free(smtpc_dkim_body *body)
{
	smtpc_digest_free(&body->digest);
}
