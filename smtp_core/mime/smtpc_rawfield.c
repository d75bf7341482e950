/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_rawfield.h"

#include <string.h>

#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"

static bool field_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static smtpc_str field_trim(smtpc_str text)
{
	while (text.len > 0 && field_is_space(text.ptr[0])) {
		text = smtpc_str_skip(text, 1);
	}
	while (text.len > 0 && field_is_space(text.ptr[text.len - 1])) {
		text.len--;
	}
	return text;
}

/* ---- Fields -------------------------------------------------------------- */

/* Octets of the first line with its end. */
static size_t field_line_len(smtpc_str text)
{
	const char *lf = memchr(text.ptr, '\n', text.len);
	return lf != NULL ? (size_t)(lf - text.ptr) + 1 : text.len;
}

int smtpc_rawfield_next(smtpc_str *rest, smtpc_rawfield *field)
{
	if (rest->len == 0) {
		return 0;
	}
	size_t len = field_line_len(*rest);
	while (len < rest->len && (rest->ptr[len] == ' ' || rest->ptr[len] == '\t')) {
		len += field_line_len(smtpc_str_skip(*rest, len));
	}
	field->whole = (smtpc_str){rest->ptr, len};
	*rest = smtpc_str_skip(*rest, len);
	smtpc_str value = field->whole;
	smtpc_str name = smtpc_str_until(&value, ':');
	if (name.len == field->whole.len) {
		return SMTPC_E_ARGUMENT;
	}
	/* RFC 5322 §4.5: once there could be blanks before the colon. */
	while (name.len > 0 && (name.ptr[name.len - 1] == ' ' || name.ptr[name.len - 1] == '\t')) {
		name.len--;
	}
	if (!smtpc_char_all(name, SMTPC_CH_FTEXT)) {
		return SMTPC_E_ARGUMENT;
	}
	field->name = name;
	field->value = field_trim(value);
	return 1;
}

bool smtpc_rawfield_find(smtpc_str header, smtpc_str name, smtpc_rawfield *field)
{
	while (smtpc_rawfield_next(&header, field) > 0) {
		if (smtpc_str_ieq(field->name, name)) {
			return true;
		}
	}
	return false;
}

/* ---- Values -------------------------------------------------------------- */

/* Octets of the comment, nested ones included, that |text| begins with: RFC 5322 §3.2.2. */
static size_t value_comment_len(smtpc_str text)
{
	size_t depth = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		depth += c == '(';
		depth -= c == ')';
		if (depth == 0) {
			return i + 1;
		}
		i += c == '\\';
	}
	return text.len;
}

static smtpc_str value_skip_comments(smtpc_str text)
{
	while (text.len > 0 && (text.ptr[0] == '(' || field_is_space(text.ptr[0]))) {
		text = smtpc_str_skip(text, text.ptr[0] == '(' ? value_comment_len(text) : 1);
	}
	return text;
}

/* Octets of the quoted string that |text| begins with, or of what there is of it. */
static size_t value_quoted_len(smtpc_str text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.ptr[i] == '"') {
			return i + 1;
		}
		i += text.ptr[i] == '\\';
	}
	return text.len;
}

smtpc_str smtpc_rawfield_token(smtpc_str value)
{
	smtpc_str text = value_skip_comments(value);
	size_t len = 0;
	while (len < text.len && !field_is_space(text.ptr[len]) && text.ptr[len] != '(' &&
		text.ptr[len] != ';') {
		len++;
	}
	return (smtpc_str){text.ptr, len};
}

/* Cuts what stands before the next semicolon off |text|; those in quotes and comments are none. */
static smtpc_str param_cut(smtpc_str *text)
{
	smtpc_str rest = *text;
	while (rest.len > 0 && rest.ptr[0] != ';') {
		size_t len = rest.ptr[0] == '"' ? value_quoted_len(rest)
			: rest.ptr[0] == '('        ? value_comment_len(rest)
										: 1;
		rest = smtpc_str_skip(rest, len);
	}
	smtpc_str param = {text->ptr, text->len - rest.len};
	*text = smtpc_str_skip(rest, 1);
	return param;
}

/* A quoted string loses its quotes, its backslashes and its line ends, which are folds. */
static size_t param_unquote(smtpc_str value, char *buf, size_t room)
{
	bool quoted = value.len > 0 && value.ptr[0] == '"';
	smtpc_str text = quoted ? smtpc_str_skip(value, 1) : smtpc_rawfield_token(value);
	size_t used = 0;
	for (size_t i = 0; i < text.len && !(quoted && text.ptr[i] == '"'); i++) {
		i += quoted && text.ptr[i] == '\\' && i + 1 < text.len;
		if (text.ptr[i] == '\r' || text.ptr[i] == '\n') {
			continue;
		}
		if (used == room) {
			return 0;
		}
		buf[used++] = text.ptr[i];
	}
	return used;
}

size_t smtpc_rawfield_param(smtpc_str value, smtpc_str name, char *buf, size_t room)
{
	(void)param_cut(&value);
	while (value.len > 0) {
		smtpc_str param = value_skip_comments(param_cut(&value));
		smtpc_str is = smtpc_str_until(&param, '=');
		if (smtpc_str_ieq(smtpc_rawfield_token(is), name)) {
			return param_unquote(value_skip_comments(param), buf, room);
		}
	}
	return 0;
}

/* ---- Folding ------------------------------------------------------------- */

/* Where |line| can be broken so that at most |max| octets come before, or 0. Something other than
 * blanks must stand on both sides: a line of blanks would end the header for some. */
static size_t fold_at(smtpc_str line, size_t max)
{
	smtpc_str solid = field_trim(line);
	if (solid.len == 0) {
		return 0;
	}
	size_t first = (size_t)(solid.ptr - line.ptr);
	size_t last = first + solid.len - 1;
	size_t at = last < max ? last : max;
	while (at > first && line.ptr[at] != ' ' && line.ptr[at] != '\t') {
		at--;
	}
	return at > first ? at : 0;
}

int smtpc_rawfield_fold(smtpc_buf *out, smtpc_str line, size_t max)
{
	int rc = SMTPC_OK;
	while (line.len > max && rc == SMTPC_OK) {
		size_t at = fold_at(line, max);
		if (at == 0) {
			return SMTPC_E_ARGUMENT;
		}
		rc = smtpc_buf_append(out, line.ptr, at);
		rc = rc < 0 ? rc : smtpc_buf_append(out, "\r\n", 2);
		line = smtpc_str_skip(line, at);
	}
	rc = rc < 0 ? rc : smtpc_buf_append_str(out, line);
	return rc < 0 ? rc : smtpc_buf_append(out, "\r\n", 2);
}
