/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_str.h"

#include <string.h>

#include "base/smtpc_word.h"

smtpc_str smtpc_str_of(const char *cstr)
{
	return cstr != NULL ? (smtpc_str){cstr, strlen(cstr)} : (smtpc_str){NULL, 0};
}

bool smtpc_str_eq(smtpc_str a, smtpc_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool smtpc_str_ieq(smtpc_str a, smtpc_str b)
{
	return a.len == b.len && smtpc_str_istarts(a, b);
}

bool smtpc_str_istarts(smtpc_str str, smtpc_str prefix)
{
	if (str.len < prefix.len) {
		return false;
	}
	for (size_t i = 0; i < prefix.len; i++) {
		if (smtpc_lower(str.ptr[i]) != smtpc_lower(prefix.ptr[i])) {
			return false;
		}
	}
	return true;
}

smtpc_str smtpc_str_skip(smtpc_str str, size_t n)
{
	if (n == 0) {
		return str;
	}
	return n < str.len ? (smtpc_str){str.ptr + n, str.len - n} : (smtpc_str){"", 0};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

smtpc_str smtpc_str_word(smtpc_str *rest)
{
	size_t start = 0;
	while (start < rest->len && is_blank(rest->ptr[start])) {
		start++;
	}
	size_t end = start;
	while (end < rest->len && !is_blank(rest->ptr[end])) {
		end++;
	}
	smtpc_str word = {rest->len > 0 ? rest->ptr + start : "", end - start};
	*rest = smtpc_str_skip(*rest, end);
	return word;
}

smtpc_str smtpc_str_until(smtpc_str *rest, char sep)
{
	const char *at = rest->len > 0 ? memchr(rest->ptr, sep, rest->len) : NULL;
	smtpc_str head = *rest;
	if (at == NULL) {
		*rest = (smtpc_str){"", 0};
		return head;
	}
	head.len = (size_t)(at - head.ptr);
	*rest = smtpc_str_skip(*rest, head.len + 1);
	return head;
}

bool smtpc_str_uint(smtpc_str str, uint64_t *number)
{
	uint64_t value = 0;
	if (str.len == 0) {
		return false;
	}
	for (size_t i = 0; i < str.len; i++) {
		if (!smtpc_is_digit(str.ptr[i])) {
			return false;
		}
		uint64_t digit = (uint64_t)(str.ptr[i] - '0');
		if (value > (UINT64_MAX - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
	}
	*number = value;
	return true;
}

/* Octets of ASCII at the start of |str|. */
static size_t ascii_len(smtpc_str str)
{
	size_t at = 0;
	for (; str.len - at >= 2 * SMTPC_WORD_SIZE; at += 2 * SMTPC_WORD_SIZE) {
		uint64_t both = smtpc_word_load(str.ptr + at);
		both |= smtpc_word_load(str.ptr + at + SMTPC_WORD_SIZE);
		if ((both & SMTPC_WORD_HIGH) != 0) {
			break;
		}
	}
	while (at < str.len && (unsigned char)str.ptr[at] < 0x80) {
		at++;
	}
	return at;
}

bool smtpc_str_is_ascii(smtpc_str str)
{
	return ascii_len(str) == str.len;
}

bool smtpc_str_has_ctl(smtpc_str str)
{
	for (; str.len >= SMTPC_WORD_SIZE; str = smtpc_str_skip(str, SMTPC_WORD_SIZE)) {
		uint64_t word = smtpc_word_load(str.ptr);
		if ((smtpc_word_below(word, 0x20) | smtpc_word_is(word, 0x7f)) != 0) {
			return true;
		}
	}
	for (size_t i = 0; i < str.len; i++) {
		unsigned char c = (unsigned char)str.ptr[i];
		if (c < 0x20 || c == 0x7f) {
			return true;
		}
	}
	return false;
}

static bool utf8_is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* A character of two, three or four octets is at |p|, where there are |len|. Table 3-7 of the
 * Unicode standard: the first octet fixes the length and the range of the second. */
static bool utf8_is_two(const unsigned char *p, size_t len)
{
	return len >= 2 && p[0] >= 0xc2 && p[0] <= 0xdf && utf8_is_tail(p[1]);
}

static bool utf8_is_three(const unsigned char *p, size_t len)
{
	if (len < 3 || (p[0] & 0xf0) != 0xe0) {
		return false;
	}
	unsigned char min = p[0] == 0xe0 ? 0xa0 : 0x80; /* no overlong forms */
	unsigned char max = p[0] == 0xed ? 0x9f : 0xbf; /* no surrogates */
	return p[1] >= min && p[1] <= max && utf8_is_tail(p[2]);
}

static bool utf8_is_four(const unsigned char *p, size_t len)
{
	if (len < 4 || p[0] < 0xf0 || p[0] > 0xf4) {
		return false;
	}
	unsigned char min = p[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char max = p[0] == 0xf4 ? 0x8f : 0xbf; /* no more than U+10FFFF */
	return p[1] >= min && p[1] <= max && utf8_is_tail(p[2]) && utf8_is_tail(p[3]);
}

size_t smtpc_utf8_len(smtpc_str str)
{
	const unsigned char *p = (const unsigned char *)str.ptr;
	if (str.len > 0 && p[0] < 0x80) {
		return 1;
	}
	if (utf8_is_two(p, str.len)) {
		return 2;
	}
	if (utf8_is_three(p, str.len)) {
		return 3;
	}
	return utf8_is_four(p, str.len) ? 4 : 0;
}

bool smtpc_str_is_utf8(smtpc_str str)
{
	/* With a branch for each length: if the length were looked up or computed, every character
	 * would have to wait for the one before. */
	for (size_t at = 0; at < str.len;) {
		const unsigned char *p = (const unsigned char *)str.ptr + at;
		size_t len = str.len - at;
		if (p[0] < 0x80) {
			at += ascii_len((smtpc_str){str.ptr + at, len});
		} else if (utf8_is_two(p, len)) {
			at += 2;
		} else if (utf8_is_three(p, len)) {
			at += 3;
		} else if (utf8_is_four(p, len)) {
			at += 4;
		} else {
			return false;
		}
	}
	return true;
}
