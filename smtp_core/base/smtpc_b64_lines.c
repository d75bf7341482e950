/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whole lines of base64: the choice among the ways to encode them, and the portable way. */
#include "base/smtpc_b64_int.h"

#include <string.h>

bool smtpc_b64_always(void)
{
	return true;
}

static void b64_portable_lines(char *out, const void *in, size_t lines)
{
	const char *from = in;
	for (; lines > 0; lines--) {
		out[0] = '\r';
		out[1] = '\n';
		smtpc_b64_encode(out + 2, from, SMTPC_B64_LINE_OCTETS);
		from += SMTPC_B64_LINE_OCTETS;
		out += SMTPC_B64_LINE_SIZE;
	}
}

const smtpc_b64_impl smtpc_b64_impls[] = {
#ifdef SMTPC_B64_AVX2
	{"AVX2", smtpc_b64_avx2_usable, smtpc_b64_avx2_lines},
#endif
#ifdef SMTPC_B64_NEON
	{"NEON", smtpc_b64_always, smtpc_b64_neon_lines},
#endif
	{"portable", smtpc_b64_always, b64_portable_lines},
};

const size_t smtpc_b64_impl_count = sizeof smtpc_b64_impls / sizeof smtpc_b64_impls[0];

size_t smtpc_b64_lines(char *out, const void *in, size_t lines)
{
	const smtpc_b64_impl *impl = smtpc_b64_impls;
	while (!impl->usable()) {
		impl++;
	}
	impl->lines(out, in, lines);
	return lines * SMTPC_B64_LINE_SIZE;
}
