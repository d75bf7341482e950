/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_str.h"

#include <string.h>

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

bool smtpc_str_is_ascii(smtpc_str str)
{
	for (size_t i = 0; i < str.len; i++) {
		if ((unsigned char)str.ptr[i] > 0x7f) {
			return false;
		}
	}
	return true;
}

bool smtpc_str_has_ctl(smtpc_str str)
{
	for (size_t i = 0; i < str.len; i++) {
		unsigned char c = (unsigned char)str.ptr[i];
		if (c < 0x20 || c == 0x7f) {
			return true;
		}
	}
	return false;
}

/* Table 3-7 of the Unicode standard: the first octet fixes the length and the range of the second.
 */
typedef struct utf8_row {
	unsigned char first_min, first_max, len, second_min, second_max;
} utf8_row;

static const utf8_row utf8_rows[] = {
	{0x00, 0x7f, 1, 0x00, 0x00},
	{0xc2, 0xdf, 2, 0x80, 0xbf},
	{0xe0, 0xe0, 3, 0xa0, 0xbf},
	{0xe1, 0xec, 3, 0x80, 0xbf},
	{0xed, 0xed, 3, 0x80, 0x9f},
	{0xee, 0xef, 3, 0x80, 0xbf},
	{0xf0, 0xf0, 4, 0x90, 0xbf},
	{0xf1, 0xf3, 4, 0x80, 0xbf},
	{0xf4, 0xf4, 4, 0x80, 0x8f},
};

static bool utf8_row_fits(const utf8_row *row, const unsigned char *p, size_t len)
{
	if (len < row->len) {
		return false;
	}
	if (row->len > 1 && (p[1] < row->second_min || p[1] > row->second_max)) {
		return false;
	}
	for (size_t i = 2; i < row->len; i++) {
		if ((p[i] & 0xc0) != 0x80) {
			return false;
		}
	}
	return true;
}

size_t smtpc_utf8_len(smtpc_str str)
{
	const unsigned char *p = (const unsigned char *)str.ptr;
	for (size_t r = 0; str.len > 0 && r < sizeof utf8_rows / sizeof utf8_rows[0]; r++) {
		const utf8_row *row = &utf8_rows[r];
		if (p[0] >= row->first_min && p[0] <= row->first_max) {
			return utf8_row_fits(row, p, str.len) ? row->len : 0;
		}
	}
	return 0;
}

bool smtpc_str_is_utf8(smtpc_str str)
{
	size_t at = 0;
	while (at < str.len) {
		if ((unsigned char)str.ptr[at] < 0x80) {
			at++;
			continue;
		}
		size_t len = smtpc_utf8_len((smtpc_str){str.ptr + at, str.len - at});
		if (len == 0) {
			return false;
		}
		at += len;
	}
	return true;
}
