/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The ways of encoding whole lines. For base64 itself, and for the tests and benchmarks that
 * compare them. */
#ifndef SMTPC_B64_INT_H
#define SMTPC_B64_INT_H

#include "base/smtpc_b64.h"

/* SMTPC_PORTABLE leaves out what is not portable C. */
#if defined(__GNUC__) && defined(__x86_64__) && !defined(SMTPC_PORTABLE)
#define SMTPC_B64_AVX2
#endif
#if defined(__GNUC__) && defined(__aarch64__) && !defined(SMTPC_PORTABLE)
#define SMTPC_B64_NEON
#endif

/* As smtpc_b64_lines(). */
typedef void smtpc_b64_lines_fn(char *out, const void *in, size_t lines);

typedef struct smtpc_b64_impl {
	const char *name;
	/* This processor can run it. */
	bool (*usable)(void);
	smtpc_b64_lines_fn *lines;
} smtpc_b64_impl;

/* The best first; the last, which is portable C, is usable everywhere and has no successor. */
extern const smtpc_b64_impl smtpc_b64_impls[];
extern const size_t smtpc_b64_impl_count;

bool smtpc_b64_always(void);

#ifdef SMTPC_B64_AVX2
bool smtpc_b64_avx2_usable(void);
smtpc_b64_lines_fn smtpc_b64_avx2_lines;
#endif
#ifdef SMTPC_B64_NEON
smtpc_b64_lines_fn smtpc_b64_neon_lines;
#endif

#endif
