/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_param.h"

#include <assert.h>
#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

/* So that a piece of a value has room for any character. */
enum { PARAM_NAME_MAX = 32 };

static const smtpc_str one_space = {" ", 1};

/* ---- Tokens and quoted strings ------------------------------------------- */

/* `; name` and what stands before the value: on a new line, unless |size| octets of value fit on
 * this one, and a semicolon behind them. */
static void param_begin(smtpc_fold *fold, smtpc_str name, smtpc_str equals, size_t size)
{
	smtpc_fold_put(fold, SMTPC_STR(";"));
	smtpc_fold_space(fold, one_space, name.len + equals.len + size + 1);
	smtpc_fold_put(fold, name);
	smtpc_fold_put(fold, equals);
}

/* What matters of a value for the way in which it is written. */
typedef struct param_value {
	smtpc_str text;
	size_t escapes; /* octets that need a backslash in a quoted string */
	bool plain;     /* ASCII, and nothing like an encoded word, which many readers would decode */
} param_value;

static param_value param_look(smtpc_str text)
{
	param_value value = {.text = text, .plain = true};
	size_t i = 0;
	/* Tokens and spaces, as most file names are, have nothing of what is looked for. */
	while (i < text.len && (smtpc_char_is(text.ptr[i], SMTPC_CH_TOKEN) || text.ptr[i] == ' ')) {
		i++;
	}
	for (; i < text.len; i++) {
		char c = text.ptr[i];
		bool encoded_word = c == '?' && i > 0 && text.ptr[i - 1] == '=';
		value.escapes += c == '"' || c == '\\';
		value.plain = value.plain && (unsigned char)c < 0x80 && !encoded_word;
	}
	return value;
}

/* ` name="value";` fits on a line of its own. */
static bool param_fits_quoted(smtpc_str name, const param_value *value)
{
	enum { FRAME = 5 }; /* all but name and value */
	return name.len + value->text.len + value->escapes <= SMTPC_FOLD_AT - FRAME;
}

/* |value| with the backslashes of RFC 5322 §3.2.4. */
static void param_put_escaped(smtpc_fold *fold, smtpc_str value)
{
	while (value.len > 0) {
		size_t len = 1;
		if (value.ptr[0] == '"' || value.ptr[0] == '\\') {
			smtpc_fold_put(fold, SMTPC_STR("\\"));
		}
		while (len < value.len && value.ptr[len] != '"' && value.ptr[len] != '\\') {
			len++;
		}
		smtpc_fold_put(fold, (smtpc_str){value.ptr, len});
		value = smtpc_str_skip(value, len);
	}
}

/* `; name="value"` on this line, at one go, if there is room for it: nearly all file names. */
static bool param_put_short(smtpc_fold *fold, smtpc_str name, smtpc_str value)
{
	enum { FRAME = 5 }; /* ; ="" */
	char text[SMTPC_FOLD_AT];
	char *to = text;
	size_t size = FRAME + name.len + value.len;
	if (size >= sizeof text || fold->col + size >= SMTPC_FOLD_AT) {
		return false;
	}
	memcpy(to, "; ", 2);
	memcpy(to + 2, name.ptr, name.len);
	to += 2 + name.len;
	memcpy(to, "=\"", 2);
	memcpy(to + 2, value.ptr, value.len);
	to[2 + value.len] = '"';
	smtpc_fold_put(fold, (smtpc_str){text, size});
	return true;
}

static void param_put_quoted(smtpc_fold *fold, smtpc_str name, const param_value *value)
{
	if (value->escapes == 0 && value->text.len > 0 && param_put_short(fold, name, value->text)) {
		return;
	}
	param_begin(fold, name, SMTPC_STR("=\""), value->text.len + value->escapes + 1);
	param_put_escaped(fold, value->text);
	smtpc_fold_put(fold, SMTPC_STR("\""));
}

void smtpc_param_put(smtpc_fold *fold, smtpc_str name, smtpc_str value)
{
	if (!smtpc_char_all(value, SMTPC_CH_TOKEN)) {
		param_value look = param_look(value);
		param_put_quoted(fold, name, &look);
		return;
	}
	param_begin(fold, name, SMTPC_STR("="), value.len);
	smtpc_fold_put(fold, value);
}

/* ---- RFC 2231 ------------------------------------------------------------ */

/* Less than an attribute-char of RFC 2231 §7: what needs no thought anywhere. */
static bool param_is_unreserved(char c)
{
	return smtpc_is_alpha(c) || smtpc_is_digit(c) || c == '-' || c == '.' || c == '_';
}

static size_t param_percent_size(smtpc_str text)
{
	size_t size = 0;
	for (size_t i = 0; i < text.len; i++) {
		size += param_is_unreserved(text.ptr[i]) ? 1 : 3;
	}
	return size;
}

/* Takes the whole characters off |rest| that fit into |room|, and writes them. */
static void param_put_percent(smtpc_fold *fold, smtpc_str *rest, size_t room)
{
	char out[SMTPC_FOLD_AT];
	size_t used = 0;
	while (rest->len > 0) {
		size_t len = smtpc_utf8_len(*rest);
		len = len > 0 ? len : 1;
		if (used + param_percent_size((smtpc_str){rest->ptr, len}) > room) {
			break;
		}
		for (size_t i = 0; i < len; i++) {
			if (param_is_unreserved(rest->ptr[i])) {
				out[used++] = rest->ptr[i];
			} else {
				out[used] = '%';
				smtpc_hex_upper(out + used + 1, rest->ptr[i]);
				used += 3;
			}
		}
		*rest = smtpc_str_skip(*rest, len);
	}
	smtpc_fold_put(fold, (smtpc_str){out, used});
}

/* "*12*=" or, for the first, "*0*=UTF-8''": RFC 2231 §4.1, the charset is told once. */
static smtpc_str param_piece_mark(char out[32], unsigned number)
{
	smtpc_str end = number == 0 ? SMTPC_STR("*=UTF-8''") : SMTPC_STR("*=");
	char digits[10];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	size_t len = sizeof digits - at;
	out[0] = '*';
	memcpy(out + 1, digits + at, len);
	memcpy(out + 1 + len, end.ptr, end.len);
	return (smtpc_str){out, 1 + len + end.len};
}

static void param_put_pieces(smtpc_fold *fold, smtpc_str name, smtpc_str value)
{
	assert(name.len <= PARAM_NAME_MAX);
	for (unsigned number = 0; value.len > 0; number++) {
		char buf[32];
		smtpc_str mark = param_piece_mark(buf, number);
		param_begin(fold, name, mark, SMTPC_FOLD_AT);
		param_put_percent(fold, &value, SMTPC_FOLD_AT - 1 - fold->col);
	}
}

/* Backslashes are not undone by all readers as they should be: what needs them is encoded. */
void smtpc_param_put_2231(smtpc_fold *fold, smtpc_str name, smtpc_str value)
{
	smtpc_str mark = SMTPC_STR("*=UTF-8''");
	param_value look = param_look(value);
	if (look.plain && look.escapes == 0 && param_fits_quoted(name, &look)) {
		param_put_quoted(fold, name, &look);
		return;
	}
	size_t size = param_percent_size(value);
	if (1 + name.len + mark.len + size + 1 <= SMTPC_FOLD_AT) {
		param_begin(fold, name, mark, size);
		param_put_percent(fold, &value, size);
	} else {
		param_put_pieces(fold, name, value);
	}
}

/* ---- RFC 2047 ------------------------------------------------------------ */

void smtpc_param_put_2047(smtpc_fold *fold, smtpc_str name, smtpc_str value)
{
	enum { WORD_FRAME = 12, CLOSING = 2 }; /* =?UTF-8?B??=, "; */
	param_value look = param_look(value);
	if (look.plain && param_fits_quoted(name, &look)) {
		param_put_quoted(fold, name, &look);
		return;
	}
	param_begin(fold, name, SMTPC_STR("=\""), WORD_FRAME + smtpc_b64_size(value.len) + 1);
	/* What is fit for a phrase is also fit for a quoted string. */
	fold->keep = CLOSING;
	smtpc_fold_encoded(fold, (smtpc_str){"", 0}, value, true);
	fold->keep = 0;
	smtpc_fold_put(fold, SMTPC_STR("\""));
}

/* ---- File names ---------------------------------------------------------- */

/* U+0080 to U+009F. */
static bool name_has_c1(smtpc_str name)
{
	for (size_t i = 0; i + 1 < name.len; i++) {
		if (name.ptr[i] == '\xc2' && (unsigned char)name.ptr[i + 1] < 0xa0) {
			return true;
		}
	}
	return false;
}

/* U+2028 and U+2029. */
static bool name_has_separator(smtpc_str name)
{
	for (size_t i = 0; i + 2 < name.len; i++) {
		bool last = name.ptr[i + 2] == '\xa8' || name.ptr[i + 2] == '\xa9';
		if (last && name.ptr[i] == '\xe2' && name.ptr[i + 1] == '\x80') {
			return true;
		}
	}
	return false;
}

static bool name_is_printable_ascii(smtpc_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] < ' ' || name.ptr[i] > '~') {
			return false;
		}
	}
	return true;
}

const char *smtpc_param_name_wrong(smtpc_str name)
{
	if (name.len == 0) {
		return "is empty";
	}
	if (name.len > SMTPC_PARAM_NAME_MAX) {
		return "is longer than 1024 octets";
	}
	if (name_is_printable_ascii(name)) {
		return NULL;
	}
	if (!smtpc_str_is_utf8(name)) {
		return "is not valid UTF-8";
	}
	if (smtpc_str_has_ctl(name) || name_has_c1(name)) {
		return "has a control character";
	}
	return name_has_separator(name) ? "has a line separator" : NULL;
}
