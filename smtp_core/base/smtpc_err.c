/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/smtpc_str.h"

typedef struct err_row {
	int code;
	smtpc_kind kind;
	bool transient;
	const char *name;
	const char *text;
} err_row;

/* clang-format off */
static const err_row err_rows[] = {
#define XX(name, value, kind, transient, text) \
	{value, SMTPC_KIND_##kind, transient, #name, text},
	SMTPC_ERR_MAP(XX)
#undef XX
};
/* clang-format on */

static const err_row *err_find(int code)
{
	for (size_t i = 0; i < sizeof err_rows / sizeof err_rows[0]; i++) {
		if (err_rows[i].code == code) {
			return &err_rows[i];
		}
	}
	return NULL;
}

smtpc_kind smtpc_err_kind(int code)
{
	const err_row *row = err_find(code);
	return row != NULL ? row->kind : SMTPC_KIND_NONE;
}

const char *smtpc_err_name(int code)
{
	const err_row *row = err_find(code);
	return row != NULL ? row->name : "UNKNOWN";
}

const char *smtpc_stage_name(smtpc_stage stage)
{
	/* clang-format off */
	static const char *const names[] = {
#define XX(name, text) text,
		SMTPC_STAGE_MAP(XX)
#undef XX
	};
	/* clang-format on */
	return (size_t)stage < sizeof names / sizeof names[0] ? names[stage] : "";
}

const char *smtpc_timing_name(smtpc_timing timing)
{
	/* clang-format off */
	static const char *const names[] = {
#define XX(name, text) text,
		SMTPC_TIMING_MAP(XX)
#undef XX
	};
	/* clang-format on */
	return (size_t)timing < sizeof names / sizeof names[0] ? names[timing] : "";
}

/* The characters of |text| from |at| on, at most one; what it becomes in |out| (up to 4 octets). */
static size_t printable_char(char out[4], smtpc_str rest, size_t *taken)
{
	unsigned char c = (unsigned char)rest.ptr[0];
	*taken = 1;
	if (c < 0x80) {
		bool is_space = c == '\n' || c == '\t';
		out[0] = is_space ? ' ' : c < 0x20 || c == 0x7f ? '?' : (char)c;
		return 1;
	}
	size_t len = smtpc_utf8_len(rest);
	if (len == 2 && c == 0xc2 && (unsigned char)rest.ptr[1] < 0xa0) {
		*taken = 2; /* U+0080 to U+009F: the C1 controls */
		out[0] = '?';
		return 1;
	}
	if (len > 0) {
		memcpy(out, rest.ptr, len);
		*taken = len;
		return len;
	}
	if (c < 0xa0) {
		out[0] = '?';
		return 1;
	}
	out[0] = (char)(0xc0 | c >> 6);
	out[1] = (char)(0x80 | (c & 0x3f));
	return 2;
}

/* Eight octets, all of them from 0x20 to 0x7e. */
static bool is_plain8(const char *octets)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
	uint64_t v;
	memcpy(&v, octets, sizeof v);
	uint64_t deletes = v ^ ones * 0x7f; /* 0 where there is a DEL */
	return ((v | (v - ones * 0x20) | (deletes - ones)) & tops) == 0;
}

size_t smtpc_printable(char *out, size_t size, smtpc_str text)
{
	size_t used = 0;
	/* Nearly everything that is said is plain ASCII. */
	while (text.len - used >= 8 && used + 8 < size && is_plain8(text.ptr + used)) {
		memcpy(out + used, text.ptr + used, 8);
		used += 8;
	}
	text = smtpc_str_skip(text, used);
	while (text.len > 0) {
		char piece[4];
		size_t taken;
		size_t len = printable_char(piece, text, &taken);
		if (used + len + 1 > size) {
			break;
		}
		memcpy(out + used, piece, len);
		used += len;
		text = smtpc_str_skip(text, taken);
	}
	if (size > 0) {
		out[used] = '\0';
	}
	return used;
}

int smtpc_fail(smtpc_error *err, int code, const char *format, ...)
{
	const err_row *row = err_find(code);
	if (err == NULL) {
		return code;
	}
	*err = (smtpc_error){.code = code, .outcome = SMTPC_NOT_SENT};
	err->transient = row != NULL && row->transient;
	char raw[sizeof err->message * 2];
	if (format == NULL) {
		smtpc_printable(err->message, sizeof err->message,
			smtpc_str_of(row != NULL ? row->text : "unknown error"));
		return code;
	}
	va_list args;
	va_start(args, format);
	int len = vsnprintf(raw, sizeof raw, format, args);
	va_end(args);
	smtpc_printable(err->message, sizeof err->message, smtpc_str_of(len < 0 ? "" : raw));
	return code;
}
