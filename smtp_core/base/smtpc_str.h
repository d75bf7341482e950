/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Views of bytes: comparing, scanning, checking. ASCII rules only; no locale is asked. */
#ifndef SMTPC_STR_H
#define SMTPC_STR_H

#include "smtpc.h"

/* A NUL-terminated string as a view; NULL gives {NULL, 0}. */
smtpc_str smtpc_str_of(const char *cstr);

bool smtpc_str_eq(smtpc_str a, smtpc_str b);
/* Caseless in ASCII. */
bool smtpc_str_ieq(smtpc_str a, smtpc_str b);
bool smtpc_str_istarts(smtpc_str str, smtpc_str prefix);

/* The view without its first |n| bytes (or empty). */
smtpc_str smtpc_str_skip(smtpc_str str, size_t n);
/* Cuts the next word, bounded by spaces and tabs, off |rest|; len 0 when there is none. */
smtpc_str smtpc_str_word(smtpc_str *rest);
/* Cuts the text up to |sep| off |rest|, and |sep| too. */
smtpc_str smtpc_str_until(smtpc_str *rest, char sep);

static inline bool smtpc_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool smtpc_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char smtpc_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Digits only, no sign, no spaces; false for anything else or more than 64 bits. */
bool smtpc_str_uint(smtpc_str str, uint64_t *number);

bool smtpc_str_is_ascii(smtpc_str str);
/* A byte below 0x20 or 0x7f is in it (tab, CR, LF and NUL included). */
bool smtpc_str_has_ctl(smtpc_str str);
/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF). */
bool smtpc_str_is_utf8(smtpc_str str);
/* Octets of the well-formed UTF-8 character that |str| begins with, 0 if there is none. */
size_t smtpc_utf8_len(smtpc_str str);

#endif
