/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * How fast contents are encoded, in octets of input a second: base64 in all the ways that this
 * processor can run, the encoder of contents above it, and OpenSSL's for comparison; and the passes
 * that text goes through. Each is the best of several rounds over memory that stays in the cache.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>

#include "base/smtpc_b64_int.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_encode.h"

enum { ROOM = 32 * 1024, LINES = ROOM / SMTPC_B64_LINE_SIZE, CONTENT = 256 * 1024, ROUNDS = 7 };

static char content[CONTENT], plain[CONTENT], out[ROOM];

/* What is measured: one pass over |in|. The sum keeps the compiler from leaving it out. */
typedef size_t work_fn(smtpc_str in, const void *with);

static double now(void)
{
	struct timespec t;
	timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(const char *name, work_fn *work, smtpc_str in, const void *with)
{
	double best = 0;
	size_t sum = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double start = now(), took;
		size_t passes = 0;
		do {
			for (int i = 0; i < 20; i++, passes++) {
				sum += work(in, with);
			}
			took = now() - start;
		} while (took < 0.05);
		double rate = (double)passes * (double)in.len / took / 1e9;
		best = rate > best ? rate : best;
	}
	printf("%-44s %7.2f GB/s%s\n", name, best, sum == 0 ? " (nothing done)" : "");
}

static size_t work_lines(smtpc_str in, const void *with)
{
	const smtpc_b64_impl *impl = with;
	size_t done = 0;
	while (in.len >= SMTPC_B64_LINE_OCTETS) {
		size_t lines = in.len / SMTPC_B64_LINE_OCTETS;
		lines = lines < LINES ? lines : LINES;
		impl->lines(out, in.ptr, lines);
		in = smtpc_str_skip(in, lines * SMTPC_B64_LINE_OCTETS);
		done += lines;
	}
	return done;
}

static size_t work_openssl(smtpc_str in, const void *with)
{
	enum { PIECE = ROOM / 4 * 3 - 3 };
	size_t done = 0;
	(void)with;
	while (in.len > 0) {
		size_t len = in.len < PIECE ? in.len : PIECE;
		done +=
			(size_t)EVP_EncodeBlock((unsigned char *)out, (const unsigned char *)in.ptr, (int)len);
		in = smtpc_str_skip(in, len);
	}
	return done;
}

typedef struct how {
	smtpc_encoding kind;
	bool text;
} how;

static size_t work_encoder(smtpc_str in, const void *with)
{
	const how *h = with;
	smtpc_encoder enc;
	size_t done = 0;
	smtpc_encoder_init(&enc, h->kind, h->text);
	while (in.len > 0) {
		done += smtpc_encoder_feed(&enc, &in, out, sizeof out);
	}
	return done + smtpc_encoder_finish(&enc, out, sizeof out);
}

static size_t work_scan(smtpc_str in, const void *with)
{
	(void)with;
	return (size_t)smtpc_scan_text(in).size;
}

static size_t work_utf8(smtpc_str in, const void *with)
{
	(void)with;
	return smtpc_str_is_utf8(in);
}

/* Random octets, and lines of letters and blanks. */
static void fill(void)
{
	uint32_t state = 1;
	for (size_t i = 0; i < CONTENT; i++) {
		state = state * 1664525u + 1013904223u;
		content[i] = (char)(state >> 24);
		plain[i] = i % 72 == 70 ? '\r' : i % 72 == 71 ? '\n' : i % 6 == 5 ? ' ' : 'a';
	}
}

int main(void)
{
	smtpc_str octets = {content, CONTENT}, text = {plain, CONTENT};
	fill();
	for (size_t i = 0; i < smtpc_b64_impl_count; i++) {
		if (smtpc_b64_impls[i].usable()) {
			char name[80];
			snprintf(name, sizeof name, "base64 lines, %s", smtpc_b64_impls[i].name);
			measure(name, work_lines, octets, &smtpc_b64_impls[i]);
		}
	}
	measure("base64, EVP_EncodeBlock (no lines)", work_openssl, octets, NULL);
	measure("encoder, base64", work_encoder, octets, &(how){SMTPC_ENC_BASE64, false});
	measure("encoder, base64 of text", work_encoder, text, &(how){SMTPC_ENC_BASE64, true});
	measure("encoder, quoted-printable of text", work_encoder, text, &(how){SMTPC_ENC_QP, true});
	measure("encoder, quoted-printable of random octets", work_encoder, octets,
		&(how){SMTPC_ENC_QP, false});
	measure("encoder, 7bit of text", work_encoder, text, &(how){SMTPC_ENC_7BIT, true});
	measure("encoder, 7bit of CRLF lines", work_encoder, text, &(how){SMTPC_ENC_7BIT, false});
	measure("scan of text", work_scan, text, NULL);
	measure("scan of random octets", work_scan, octets, NULL);
	measure("UTF-8 check of ASCII text", work_utf8, text, NULL);
	return EXIT_SUCCESS;
}
