/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * As many octets at a time as the compiler's target always has instructions for: a block. Questions
 * about its octets have answers of the same shape, which are put together and then made bits: the
 * lowest for the first octet. SMTPC_PORTABLE, or a target other than x86-64, makes a block a word
 * of eight octets (base/smtpc_word.h). */
#ifndef SMTPC_BLOCK_H
#define SMTPC_BLOCK_H

#include "base/smtpc_word.h"

#if !defined(SMTPC_PORTABLE) && (defined(__SSE2__) || defined(_M_X64))

#include <emmintrin.h>

enum { SMTPC_BLOCK_SIZE = 16 };

typedef __m128i smtpc_block;

static inline smtpc_block smtpc_block_load(const char *from)
{
	return _mm_loadu_si128((const __m128i *)(const void *)from);
}

/* Octets that are |octet|. */
static inline smtpc_block smtpc_block_is(smtpc_block block, char octet)
{
	return _mm_cmpeq_epi8(block, _mm_set1_epi8(octet));
}

/* Octets that are not ASCII, or less than |limit|. */
static inline smtpc_block smtpc_block_odd(smtpc_block block, char limit)
{
	/* Compared as signed numbers. */
	return _mm_cmplt_epi8(block, _mm_set1_epi8(limit));
}

static inline smtpc_block smtpc_block_or(smtpc_block a, smtpc_block b)
{
	return _mm_or_si128(a, b);
}

static inline smtpc_block smtpc_block_but(smtpc_block a, smtpc_block b)
{
	return _mm_andnot_si128(b, a);
}

static inline unsigned smtpc_block_bits(smtpc_block answer)
{
	return (unsigned)_mm_movemask_epi8(answer);
}

#else

enum { SMTPC_BLOCK_SIZE = SMTPC_WORD_SIZE };

typedef uint64_t smtpc_block;

static inline smtpc_block smtpc_block_load(const char *from)
{
	smtpc_block block = 0;
	for (unsigned i = 0; i < SMTPC_BLOCK_SIZE; i++) {
		block |= (uint64_t)(unsigned char)from[i] << (8 * i);
	}
	return block;
}

static inline smtpc_block smtpc_block_is(smtpc_block block, char octet)
{
	return smtpc_word_is(block, (unsigned char)octet);
}

static inline smtpc_block smtpc_block_odd(smtpc_block block, char limit)
{
	return smtpc_word_below(block, (unsigned char)limit) | (block & SMTPC_WORD_HIGH);
}

static inline smtpc_block smtpc_block_or(smtpc_block a, smtpc_block b)
{
	return a | b;
}

static inline smtpc_block smtpc_block_but(smtpc_block a, smtpc_block b)
{
	return a & ~b;
}

static inline unsigned smtpc_block_bits(smtpc_block answer)
{
	/* Moves the bit of octet i by 56 - 7 * i places: to the place 56 + i. */
	return (unsigned)((answer >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

#endif

/* The lowest of some bits (not none), as the place of an octet. */
static inline unsigned smtpc_bits_first(unsigned bits)
{
#ifdef __GNUC__
	return (unsigned)__builtin_ctz(bits);
#else
	unsigned at = 0;
	for (; (bits & 1) == 0; bits >>= 1) {
		at++;
	}
	return at;
#endif
}

/* How many of 16 bits are set. */
static inline unsigned smtpc_bits_count(unsigned bits)
{
	bits -= bits >> 1 & 0x5555;
	bits = (bits & 0x3333) + (bits >> 2 & 0x3333);
	bits = (bits + (bits >> 4)) & 0x0f0f;
	return (bits + (bits >> 8)) & 0x1f;
}

#endif
