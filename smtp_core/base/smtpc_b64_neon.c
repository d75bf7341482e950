/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whole lines of base64 with the vector instructions of AArch64, which all such processors have: 48
 * octets become 64 digits, loaded by threes and stored by fours. The second step of a line goes
 * back over octets of the first, so that nothing outside of the line is read or written. */
#include "base/smtpc_b64_int.h"

#ifdef SMTPC_B64_NEON

#include <arm_neon.h>

static const uint8_t neon_alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static inline void neon_step(char *out, const uint8_t *in, uint8x16x4_t alphabet)
{
	const uint8x16_t six = vdupq_n_u8(63);
	uint8x16x3_t octets = vld3q_u8(in);
	uint8x16_t a = octets.val[0], b = octets.val[1], c = octets.val[2];
	uint8x16x4_t digits;
	digits.val[0] = vqtbl4q_u8(alphabet, vshrq_n_u8(a, 2));
	digits.val[1] = vqtbl4q_u8(alphabet, vandq_u8(vsliq_n_u8(vshrq_n_u8(b, 4), a, 4), six));
	digits.val[2] = vqtbl4q_u8(alphabet, vandq_u8(vsliq_n_u8(vshrq_n_u8(c, 6), b, 2), six));
	digits.val[3] = vqtbl4q_u8(alphabet, vandq_u8(c, six));
	vst4q_u8((uint8_t *)out, digits);
}

void smtpc_b64_neon_lines(char *out, const void *in, size_t lines)
{
	const uint8x16x4_t alphabet = {{vld1q_u8(neon_alphabet), vld1q_u8(neon_alphabet + 16),
		vld1q_u8(neon_alphabet + 32), vld1q_u8(neon_alphabet + 48)}};
	const uint8_t *from = in;
	for (; lines > 0; lines--) {
		out[0] = '\r';
		out[1] = '\n';
		neon_step(out + 2, from, alphabet);
		neon_step(out + 2 + 12, from + 9, alphabet);
		from += SMTPC_B64_LINE_OCTETS;
		out += SMTPC_B64_LINE_SIZE;
	}
}

#endif
