/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_xtext.h"

#include <stdio.h>

#include "base/smtpc_hex.h"
#include "base/smtpc_str.h"

/* "\x{10FFFF}" */
enum { ESCAPE_MAX = 11 };

static bool is_printable(smtpc_str text)
{
	return smtpc_str_is_ascii(text) && !smtpc_str_has_ctl(text);
}

/* What a parameter may not hold as it is: its own escape, the '=' and the space that ends it. */
static bool needs_escape(char c)
{
	return c == '+' || c == '=' || c == ' ';
}

size_t smtpc_xtext_len(smtpc_str text)
{
	size_t len = 0;
	if (!is_printable(text)) {
		return 0;
	}
	for (size_t i = 0; i < text.len; i++) {
		len += needs_escape(text.ptr[i]) ? 3 : 1;
	}
	return len;
}

int smtpc_xtext_append(smtpc_buf *out, smtpc_str text)
{
	char escaped[3] = {'+'};
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < text.len; i++) {
		smtpc_hex_upper(escaped + 1, text.ptr[i]);
		rv = needs_escape(text.ptr[i]) ? smtpc_buf_append(out, escaped, sizeof escaped)
									   : smtpc_buf_append_byte(out, text.ptr[i]);
	}
	return rv;
}

/* ---- UTF-8 --------------------------------------------------------------- */

/* The character of |len| octets at |at|; the text is known to be well-formed. */
static uint32_t code_point(const char *at, size_t len)
{
	unsigned char first = (unsigned char)at[0];
	uint32_t code = len == 1 ? first : first & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		code = code << 6 | ((unsigned char)at[i] & 0x3fu);
	}
	return code;
}

/* Takes the first character off |text| and writes it, as itself or as EmbeddedUnicodeChar. */
static size_t take_char(smtpc_str *text, char out[ESCAPE_MAX + 1])
{
	size_t len = smtpc_utf8_len(*text);
	uint32_t code = code_point(text->ptr, len);
	bool plain = code < 0x7f && !needs_escape((char)code) && code != '\\';
	int written = snprintf(out, ESCAPE_MAX + 1, plain ? "%c" : "\\x{%02X}", (unsigned)code);
	*text = smtpc_str_skip(*text, len);
	return written > 0 ? (size_t)written : 0;
}

size_t smtpc_xtext_utf8_len(smtpc_str text)
{
	char one[ESCAPE_MAX + 1];
	size_t len = 0;
	if (!smtpc_str_is_utf8(text) || smtpc_str_has_ctl(text)) {
		return 0;
	}
	while (text.len > 0) {
		len += take_char(&text, one);
	}
	return len;
}

int smtpc_xtext_utf8_append(smtpc_buf *out, smtpc_str text)
{
	char one[ESCAPE_MAX + 1];
	int rv = SMTPC_OK;
	while (rv == SMTPC_OK && text.len > 0) {
		size_t len = take_char(&text, one);
		rv = smtpc_buf_append(out, one, len);
	}
	return rv;
}
