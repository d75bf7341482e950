/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Octets as lower-case hexadecimal digits. */
#ifndef SMTPC_HEX_H
#define SMTPC_HEX_H

#include <stddef.h>
#include <stdint.h>

/* Writes 2 * |len| digits to |out|. */
static inline void smtpc_hex(char *out, const uint8_t *octets, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[octets[i] >> 4];
		out[2 * i + 1] = digits[octets[i] & 15];
	}
}

#endif
