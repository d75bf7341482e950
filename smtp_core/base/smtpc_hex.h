/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Octets as hexadecimal digits, and back. */
#ifndef SMTPC_HEX_H
#define SMTPC_HEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/smtpc_str.h"

/* Writes 2 * |len| lower-case digits to |out|. */
static inline void smtpc_hex(char *out, const uint8_t *octets, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[octets[i] >> 4];
		out[2 * i + 1] = digits[octets[i] & 15];
	}
}

/* Writes the two upper-case digits that an escape of |octet| has in RFC 2045, 2231 and 3461. */
static inline void smtpc_hex_upper(char *out, char octet)
{
	static const char digits[] = "0123456789ABCDEF";
	out[0] = digits[(unsigned char)octet >> 4];
	out[1] = digits[(unsigned char)octet & 15];
}

/* 0 to 15, or -1: no digit. */
static inline int smtpc_hex_value(char c)
{
	if (smtpc_is_digit(c)) {
		return c - '0';
	}
	c = smtpc_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The octet that |text| begins with two digits of, or -1: it does not. */
static inline int smtpc_hex_octet(smtpc_str text)
{
	int high = text.len > 1 ? smtpc_hex_value(text.ptr[0]) : -1;
	int low = high >= 0 ? smtpc_hex_value(text.ptr[1]) : -1;
	return low >= 0 ? high << 4 | low : -1;
}

#endif
