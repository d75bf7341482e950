/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A reader of parameters (RFC 2045 §5.1, RFC 2231) for tests: strict, and written after the RFCs,
 * not after the code that is tested. It allocates nothing and answers -1 to what is malformed. */
#ifndef PARAM_DECODE_H
#define PARAM_DECODE_H

#include "base/smtpc_str.h"
#include "mime_decode.h"

enum { DECODE_PARAM_MAX = 16 * 1024 };

/* One parameter as it stands in the field, and what |out| of decode_param() is made from. */
typedef struct decode_piece {
	smtpc_str attribute;
	char value[2048];
	size_t len;
	bool quoted;
} decode_piece;

static inline bool decode_is_tspecial(char c)
{
	return c <= ' ' || c > '~' || strchr("()<>@,;:\\\"/[]?=", c) != NULL;
}

/* `; attribute=value` off |rest|; false: there is none or it is malformed. */
static inline bool decode_next_piece(decode_piece *piece, smtpc_str *rest)
{
	size_t i = 0;
	piece->len = 0;
	if (rest->len < 3 || rest->ptr[i++] != ';') {
		return false;
	}
	while (i < rest->len && rest->ptr[i] == ' ') {
		i++;
	}
	size_t start = i;
	while (i < rest->len && !decode_is_tspecial(rest->ptr[i])) {
		i++;
	}
	piece->attribute = (smtpc_str){rest->ptr + start, i - start};
	if (i == start || i >= rest->len || rest->ptr[i++] != '=') {
		return false;
	}
	piece->quoted = i < rest->len && rest->ptr[i] == '"';
	i += piece->quoted;
	while (i < rest->len && piece->len < sizeof piece->value) {
		char c = rest->ptr[i];
		if (piece->quoted ? c == '"' : decode_is_tspecial(c)) {
			break;
		}
		i += piece->quoted && c == '\\';
		if (i >= rest->len) {
			return false;
		}
		piece->value[piece->len++] = rest->ptr[i++];
	}
	if (piece->quoted && (i >= rest->len || rest->ptr[i++] != '"')) {
		return false;
	}
	*rest = smtpc_str_skip(*rest, i);
	return piece->quoted || piece->len > 0;
}

/* Percent triplets of an extended value, which is whole characters. */
static inline long decode_percent(char *out, smtpc_str in)
{
	size_t used = 0;
	for (size_t i = 0; i < in.len; i++) {
		if (in.ptr[i] == '\'' || in.ptr[i] == '*') {
			return -1;
		}
		if (in.ptr[i] != '%') {
			out[used++] = in.ptr[i];
			continue;
		}
		int high = i + 2 < in.len ? decode_hex_digit(in.ptr[i + 1]) : -1;
		int low = i + 2 < in.len ? decode_hex_digit(in.ptr[i + 2]) : -1;
		if (high < 0 || low < 0) {
			return -1;
		}
		out[used++] = (char)(high * 16 + low);
		i += 2;
	}
	return smtpc_str_is_utf8((smtpc_str){out, used}) ? (long)used : -1;
}

/* What follows |name| in the attribute: "", "*", "*7", "*7*". False: another parameter. */
static inline bool decode_suffix(
	smtpc_str attribute, smtpc_str name, bool *numbered, uint64_t *number, bool *extended)
{
	if (!smtpc_str_istarts(attribute, name)) {
		return false;
	}
	smtpc_str rest = smtpc_str_skip(attribute, name.len);
	*numbered = *extended = false;
	if (rest.len > 0 && rest.ptr[rest.len - 1] == '*') {
		*extended = true;
		rest.len--;
	}
	if (rest.len > 0 && rest.ptr[0] == '*') {
		*numbered = smtpc_str_uint(smtpc_str_skip(rest, 1), number);
		return *numbered;
	}
	return rest.len == 0;
}

/* The value of |name| in a field that was unfolded; -1: it is malformed, or there is none. */
static inline long decode_param(char *out, smtpc_str field, smtpc_str name)
{
	static decode_piece piece;
	long used = -1;
	uint64_t next = 0;
	bool done = false;
	while (field.len > 0 && field.ptr[0] != ';') {
		field = smtpc_str_skip(field, 1);
	}
	while (field.len > 0) {
		bool numbered, extended;
		uint64_t number = 0;
		if (!decode_next_piece(&piece, &field)) {
			return -1;
		}
		if (!decode_suffix(piece.attribute, name, &numbered, &number, &extended)) {
			continue;
		}
		if (done || (numbered ? number != next++ : used >= 0) || (extended && piece.quoted)) {
			return -1;
		}
		done = !numbered;
		used = used < 0 ? 0 : used;
		smtpc_str value = {piece.value, piece.len};
		if (extended && number == 0) {
			if (!smtpc_str_istarts(value, SMTPC_STR("UTF-8''"))) {
				return -1;
			}
			value = smtpc_str_skip(value, 7);
		}
		long got = (long)value.len;
		if (extended) {
			got = decode_percent(out + used, value);
		} else {
			memcpy(out + used, value.ptr, value.len);
		}
		if (got < 0) {
			return -1;
		}
		used += got;
	}
	return used;
}

#endif
