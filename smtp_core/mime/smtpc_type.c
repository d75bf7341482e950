/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_type.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"
#include "mime/smtpc_type_table.h"

/* RFC 6838 §4.2, of the type and of the subtype each. */
enum { TYPE_NAME_MAX = 127 };

/* ---- Parsing ------------------------------------------------------------- */

static int type_fail(smtpc_error *err, const char *what)
{
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "the content type %s", what);
}

static int type_check_text(smtpc_str text, smtpc_error *err)
{
	if (text.len > SMTPC_TYPE_MAX) {
		return type_fail(err, "is longer than 512 octets");
	}
	if (smtpc_str_has_ctl(text)) {
		return type_fail(err, "has a control character");
	}
	return smtpc_str_is_ascii(text) ? SMTPC_OK
									: type_fail(err, "has a character that is not ASCII");
}

/* restricted-name of RFC 6838 §4.2: narrower than a token, and so without wildcards. */
static bool type_is_name(smtpc_str name)
{
	if (name.len == 0 || name.len > TYPE_NAME_MAX) {
		return false;
	}
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		bool letter = smtpc_is_alpha(c) || smtpc_is_digit(c);
		if (!letter && (i == 0 || memchr("!#$&-^_.+", c, 9) == NULL)) {
			return false;
		}
	}
	return true;
}

/* Cuts the characters of |class| off the start of |rest|. */
static smtpc_str type_take(smtpc_str *rest, unsigned class)
{
	size_t len = 0;
	while (len < rest->len && smtpc_char_is(rest->ptr[len], class)) {
		len++;
	}
	smtpc_str taken = {rest->ptr, len};
	*rest = smtpc_str_skip(*rest, len);
	return taken;
}

static bool type_take_char(smtpc_str *rest, char c)
{
	if (rest->len == 0 || rest->ptr[0] != c) {
		return false;
	}
	*rest = smtpc_str_skip(*rest, 1);
	return true;
}

static void type_skip_spaces(smtpc_str *rest)
{
	while (type_take_char(rest, ' ')) {
	}
}

static int type_take_name(smtpc_type *type, smtpc_str *rest, unsigned allowed, smtpc_error *err)
{
	smtpc_str text = *rest;
	smtpc_str top = type_take(rest, SMTPC_CH_TOKEN);
	bool slash = type_take_char(rest, '/');
	smtpc_str sub = type_take(rest, SMTPC_CH_TOKEN);
	if (!slash || !type_is_name(top) || !type_is_name(sub)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"\"%.*s\" is no content type, which looks like \"text/plain\"", SMTPC_FMT(text));
	}
	if (smtpc_str_ieq(top, SMTPC_STR("multipart")) && (allowed & SMTPC_TYPE_MULTIPART) == 0) {
		return type_fail(err, "cannot be a multipart");
	}
	if (smtpc_str_ieq(top, SMTPC_STR("message")) && (allowed & SMTPC_TYPE_MESSAGE) == 0) {
		return type_fail(err, "cannot be that of a message");
	}
	type->name = (smtpc_str){top.ptr, top.len + 1 + sub.len};
	return SMTPC_OK;
}

/* The rest of a quoted-string (RFC 5322 §3.2.4), behind its first quote. */
static bool type_take_quoted(smtpc_type_param *param, smtpc_str *rest)
{
	size_t len = 0;
	while (len < rest->len && rest->ptr[len] != '"') {
		bool escape = rest->ptr[len] == '\\';
		param->escaped |= escape;
		len += escape ? 2 : 1;
	}
	if (len >= rest->len) {
		return false;
	}
	param->value = (smtpc_str){rest->ptr, len};
	*rest = smtpc_str_skip(*rest, len + 1);
	return true;
}

static bool type_take_value(smtpc_type_param *param, smtpc_str *rest)
{
	if (type_take_char(rest, '"')) {
		return type_take_quoted(param, rest);
	}
	param->value = type_take(rest, SMTPC_CH_TOKEN);
	return param->value.len > 0;
}

/* What speaks against a name, or NULL. RFC 2231 §7: "*", "'" and "%" are none of an attribute's; a
 * value that is cut in pieces or encoded is nothing that we could compare or write again. */
static const char *type_param_wrong(const smtpc_type *type, smtpc_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '*' || name.ptr[i] == '\'' || name.ptr[i] == '%') {
			return "has an encoded parameter (RFC 2231)";
		}
	}
	if (smtpc_str_ieq(name, SMTPC_STR("boundary"))) {
		return "has a boundary, which is for multiparts";
	}
	if (smtpc_type_find(type, name) != NULL) {
		return "has the same parameter twice";
	}
	return type->param_count == SMTPC_TYPE_PARAMS ? "has more than 8 parameters" : NULL;
}

static int type_take_param(smtpc_type *type, smtpc_str *rest, smtpc_error *err)
{
	smtpc_type_param param = {.name = type_take(rest, SMTPC_CH_TOKEN)};
	if (param.name.len == 0 || !type_take_char(rest, '=') || !type_take_value(&param, rest)) {
		return type_fail(err, "has a parameter that is not of the form name=value");
	}
	const char *wrong = type_param_wrong(type, param.name);
	if (wrong != NULL) {
		return type_fail(err, wrong);
	}
	type->params[type->param_count++] = param;
	return SMTPC_OK;
}

int smtpc_type_parse_with(smtpc_type *type, smtpc_str text, unsigned allowed, smtpc_error *err)
{
	*type = (smtpc_type){.param_count = 0};
	smtpc_str rest = text;
	int rc = type_check_text(text, err);
	rc = rc == SMTPC_OK ? type_take_name(type, &rest, allowed, err) : rc;
	while (rc == SMTPC_OK && rest.len > 0) {
		type_skip_spaces(&rest);
		if (!type_take_char(&rest, ';')) {
			return type_fail(err, "has something other than parameters behind it");
		}
		type_skip_spaces(&rest);
		rc = type_take_param(type, &rest, err);
	}
	return rc;
}

int smtpc_type_parse(smtpc_type *type, smtpc_str text, smtpc_error *err)
{
	return smtpc_type_parse_with(type, text, 0, err);
}

/* ---- Asking -------------------------------------------------------------- */

bool smtpc_type_starts(const smtpc_type *type, smtpc_str prefix)
{
	return smtpc_str_istarts(type->name, prefix);
}

const smtpc_type_param *smtpc_type_find(const smtpc_type *type, smtpc_str name)
{
	for (size_t i = 0; i < type->param_count; i++) {
		if (smtpc_str_ieq(type->params[i].name, name)) {
			return &type->params[i];
		}
	}
	return NULL;
}

smtpc_str smtpc_type_value(const smtpc_type_param *param, char buf[SMTPC_TYPE_MAX])
{
	if (!param->escaped) {
		return param->value;
	}
	size_t len = 0;
	for (size_t i = 0; i < param->value.len && len < SMTPC_TYPE_MAX; i++) {
		i += param->value.ptr[i] == '\\' && i + 1 < param->value.len;
		buf[len++] = param->value.ptr[i];
	}
	return (smtpc_str){buf, len};
}

/* ---- By name ------------------------------------------------------------- */

/* What follows the last dot; none if nothing but the dot's directory is before it. */
static smtpc_str type_extension(smtpc_str file_name)
{
	size_t dot = file_name.len;
	while (dot > 0 && file_name.ptr[dot - 1] != '.') {
		dot--;
	}
	/* |dot| is one behind it. ".profile" is a name without extension. */
	if (dot < 2 || file_name.ptr[dot - 2] == '/' || file_name.ptr[dot - 2] == '\\') {
		return (smtpc_str){"", 0};
	}
	return smtpc_str_skip(file_name, dot);
}

smtpc_str smtpc_type_of_name(smtpc_str file_name)
{
	smtpc_str ext = type_extension(file_name);
	char key[sizeof type_table[0].ext] = {0};
	size_t low = 0;
	size_t high = sizeof type_table / sizeof type_table[0];
	if (ext.len == 0 || ext.len >= sizeof key) {
		high = 0;
	} else {
		for (size_t i = 0; i < ext.len; i++) {
			key[i] = smtpc_lower(ext.ptr[i]);
		}
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(key, type_table[middle].ext, sizeof key);
		if (order == 0) {
			return smtpc_str_of(type_table[middle].type);
		}
		if (order < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return SMTPC_STR("application/octet-stream");
}
