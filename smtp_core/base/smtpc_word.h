/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Eight octets at a time, in one 64-bit word: questions about each of them whose answers are the
 * high bits of the octets, all other bits 0. No octet's answer depends on its neighbours, nor any
 * of this on the order of octets in the machine's words. */
#ifndef SMTPC_WORD_H
#define SMTPC_WORD_H

#include <stdint.h>
#include <string.h>

enum { SMTPC_WORD_SIZE = 8 };

/* |octet| eight times. */
#define SMTPC_WORD_OF(octet) (UINT64_C(0x0101010101010101) * (octet))
#define SMTPC_WORD_HIGH SMTPC_WORD_OF(0x80)

static inline uint64_t smtpc_word_load(const char *from)
{
	uint64_t word;
	memcpy(&word, from, sizeof word);
	return word;
}

/* Octets of |word| that are less than |limit| (at most 0x80). */
static inline uint64_t smtpc_word_below(uint64_t word, unsigned limit)
{
	uint64_t low = word & ~SMTPC_WORD_HIGH;
	return ~((low + SMTPC_WORD_OF(0x80 - limit)) | word) & SMTPC_WORD_HIGH;
}

/* Octets of |word| that are |octet| (at most 0x7f). */
static inline uint64_t smtpc_word_is(uint64_t word, unsigned octet)
{
	uint64_t differing = word ^ SMTPC_WORD_OF(octet);
	uint64_t low = differing & ~SMTPC_WORD_HIGH;
	return ~((low + SMTPC_WORD_OF(0x7f)) | differing) & SMTPC_WORD_HIGH;
}

#endif
