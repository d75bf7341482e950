/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whole lines of base64 with AVX2, the vector instructions of most x86-64 processors: 24 octets
 * become 32 digits. A line is no multiple of that: its last step goes back over octets of the one
 * before, so that nothing outside of the line is read or written.
 *
 * Three octets a, b, c are laid out as b a c b, which are the 16-bit numbers ab and bc in this
 * machine's order. Either holds two digits: ab those at its bits 10 and 4, bc those at 6 and 0. */
#include "base/smtpc_b64_int.h"

#ifdef SMTPC_B64_AVX2

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

bool smtpc_b64_avx2_usable(void)
{
	return __builtin_cpu_supports("avx2") != 0;
}

/* 12 octets in each half: in the low one they begin at its octet 0, in the high one at 4, so that
 * both can be loaded without looking beyond the 24. */
AVX2 static inline __m256i avx2_load(const char *in)
{
	const __m256i groups = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10, /**/
		5, 4, 6, 5, 8, 7, 9, 8, 11, 10, 12, 11, 14, 13, 15, 14);
	__m128i low = _mm_loadu_si128((const __m128i *)(const void *)in);
	__m128i high = _mm_loadu_si128((const __m128i *)(const void *)(in + 8));
	return _mm256_shuffle_epi8(
		_mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1), groups);
}

/* The digits' values, one an octet. Multiplying shifts each 16-bit number by a distance of its
 * own. */
AVX2 static inline __m256i avx2_values(__m256i groups)
{
	/* ab >> 10 and bc >> 6 */
	__m256i even = _mm256_and_si256(groups, _mm256_set1_epi32(0x0fc0fc00));
	even = _mm256_mulhi_epu16(even, _mm256_set1_epi32(0x04000040));
	/* (ab >> 4 & 63) << 8 and (bc & 63) << 8 */
	__m256i odd = _mm256_and_si256(groups, _mm256_set1_epi32(0x003f03f0));
	odd = _mm256_mullo_epi16(odd, _mm256_set1_epi32(0x01000010));
	return _mm256_or_si256(even, odd);
}

/* A digit's character is its value plus something that depends on which of the ranges A-Z (number
 * 0), a-z (1), 0-9 (2 to 11), + (12) and / (13) it is in. */
AVX2 static inline __m256i avx2_digits(__m256i values)
{
	const __m256i offsets = _mm256_broadcastsi128_si256(
		_mm_setr_epi8('A', 'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
			'0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 0, 0));
	__m256i range = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
	range = _mm256_sub_epi8(range, _mm256_cmpgt_epi8(values, _mm256_set1_epi8(25)));
	return _mm256_add_epi8(values, _mm256_shuffle_epi8(offsets, range));
}

AVX2 static inline void avx2_step(char *out, const char *in)
{
	__m256i digits = avx2_digits(avx2_values(avx2_load(in)));
	_mm256_storeu_si256((__m256i *)(void *)out, digits);
}

AVX2 void smtpc_b64_avx2_lines(char *out, const void *in, size_t lines)
{
	const char *from = in;
	for (; lines > 0; lines--) {
		out[0] = '\r';
		out[1] = '\n';
		avx2_step(out + 2, from);
		avx2_step(out + 2 + 32, from + 24);
		avx2_step(out + 2 + 44, from + 33);
		from += SMTPC_B64_LINE_OCTETS;
		out += SMTPC_B64_LINE_SIZE;
	}
}

#endif
