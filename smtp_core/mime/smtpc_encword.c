/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_encword.h"

#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

/* ---- Recognising --------------------------------------------------------- */

bool smtpc_encword_cut(smtpc_encword *word, smtpc_str *rest)
{
	smtpc_str at = *rest;
	if (!smtpc_str_istarts(at, SMTPC_STR("=?"))) {
		return false;
	}
	at = smtpc_str_skip(at, 2);
	smtpc_str charset = smtpc_str_until(&at, '?');
	smtpc_str encoding = smtpc_str_until(&at, '?');
	smtpc_str text = smtpc_str_until(&at, '?');
	smtpc_str name = smtpc_str_until(&charset, '*');
	if (at.len == 0 || at.ptr[0] != '=' || encoding.len != 1 ||
		!smtpc_char_all(name, SMTPC_CH_TOKEN)) {
		return false;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] <= ' ' || text.ptr[i] > '~') {
			return false;
		}
	}
	char kind = smtpc_lower(encoding.ptr[0]);
	size_t len = (size_t)(at.ptr + 1 - rest->ptr);
	*word = (smtpc_encword){name, kind == 'b', text, {rest->ptr, len}};
	if (kind != 'b' && kind != 'q') {
		return false;
	}
	*rest = smtpc_str_skip(*rest, len);
	return true;
}

/* ---- Octets -------------------------------------------------------------- */

static int q_decode(smtpc_buf *out, smtpc_str text)
{
	char *to = smtpc_buf_reserve(out, text.len);
	size_t len = 0;
	if (to == NULL) {
		return SMTPC_E_NOMEM;
	}
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '_') {
			c = ' ';
		} else if (c == '=') {
			int octet = smtpc_hex_octet(smtpc_str_skip(text, i + 1));
			if (octet < 0) {
				return SMTPC_E_ARGUMENT;
			}
			c = (char)octet;
			i += 2;
		}
		to[len++] = c;
	}
	smtpc_buf_commit(out, len);
	return SMTPC_OK;
}

int smtpc_encword_decode(smtpc_buf *out, const smtpc_encword *word)
{
	size_t before = smtpc_buf_len(out);
	if (word->text.len == 0) {
		return SMTPC_OK;
	}
	int rc = word->base64 ? smtpc_b64_decode(out, word->text) : q_decode(out, word->text);
	if (rc < 0) {
		smtpc_buf_truncate(out, smtpc_buf_len(out) - before);
	}
	return rc;
}

/* ---- Characters ---------------------------------------------------------- */

/* What an octet is that ISO-8859-1 has otherwise; 0: nothing. */
typedef struct octet_row {
	unsigned char octet;
	uint16_t code;
} octet_row;

static const octet_row latin9[] = {{0xa4, 0x20ac}, {0xa6, 0x160}, {0xa8, 0x161}, {0xb4, 0x17d},
	{0xb8, 0x17e}, {0xbc, 0x152}, {0xbd, 0x153}, {0xbe, 0x178}, {0, 0}};

static const octet_row windows_1252[] = {{0x80, 0x20ac}, {0x81, 0}, {0x82, 0x201a}, {0x83, 0x192},
	{0x84, 0x201e}, {0x85, 0x2026}, {0x86, 0x2020}, {0x87, 0x2021}, {0x88, 0x2c6}, {0x89, 0x2030},
	{0x8a, 0x160}, {0x8b, 0x2039}, {0x8c, 0x152}, {0x8d, 0}, {0x8e, 0x17d}, {0x8f, 0}, {0x90, 0},
	{0x91, 0x2018}, {0x92, 0x2019}, {0x93, 0x201c}, {0x94, 0x201d}, {0x95, 0x2022}, {0x96, 0x2013},
	{0x97, 0x2014}, {0x98, 0x2dc}, {0x99, 0x2122}, {0x9a, 0x161}, {0x9b, 0x203a}, {0x9c, 0x153},
	{0x9d, 0}, {0x9e, 0x17e}, {0x9f, 0x178}, {0, 0}};

static const octet_row latin1[] = {{0, 0}};

/* Charsets of one octet a character. */
typedef struct charset_row {
	const char *name;
	const octet_row *differs;
} charset_row;

static const charset_row charsets[] = {
	{"iso-8859-1", latin1},
	{"latin1", latin1},
	{"iso-8859-15", latin9},
	{"latin-9", latin9},
	{"windows-1252", windows_1252},
	{"cp1252", windows_1252},
};

static const octet_row *charset_find(smtpc_str name)
{
	for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++) {
		if (smtpc_str_ieq(name, smtpc_str_of(charsets[i].name))) {
			return charsets[i].differs;
		}
	}
	return NULL;
}

static uint16_t octet_code(const octet_row *differs, unsigned char octet)
{
	for (; differs->octet != 0; differs++) {
		if (differs->octet == octet) {
			return differs->code;
		}
	}
	return octet;
}

/* |code| (up to U+FFFF, no surrogate) to |out|: the number of octets. */
static size_t utf8_put(char *out, uint16_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

static int octets_to_utf8(smtpc_buf *out, const octet_row *differs, smtpc_str octets)
{
	char *to = octets.len <= SIZE_MAX / 3 ? smtpc_buf_reserve(out, octets.len * 3) : NULL;
	size_t len = 0;
	if (to == NULL) {
		return SMTPC_E_NOMEM;
	}
	for (size_t i = 0; i < octets.len; i++) {
		unsigned char octet = (unsigned char)octets.ptr[i];
		uint16_t code = octet_code(differs, octet);
		if (code == 0) {
			return SMTPC_E_ARGUMENT;
		}
		len += utf8_put(to + len, code);
	}
	smtpc_buf_commit(out, len);
	return SMTPC_OK;
}

int smtpc_encword_to_utf8(smtpc_buf *out, smtpc_str charset, smtpc_str octets)
{
	const octet_row *differs = charset_find(charset);
	if (octets.len == 0) {
		return SMTPC_OK;
	}
	if (differs != NULL) {
		return octets_to_utf8(out, differs, octets);
	}
	bool named_utf8 =
		smtpc_str_ieq(charset, SMTPC_STR("utf-8")) || smtpc_str_ieq(charset, SMTPC_STR("utf8"));
	bool named_ascii = smtpc_str_ieq(charset, SMTPC_STR("us-ascii"));
	bool good = named_utf8 ? smtpc_str_is_utf8(octets) : named_ascii && smtpc_str_is_ascii(octets);
	return good ? smtpc_buf_append_str(out, octets) : SMTPC_E_ARGUMENT;
}
