/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * smtp://user:password@host:port?options, into the same configuration as an array of options. User,
 * password, host and the query are percent-decoded; nothing of a DSN is ever shown in an error. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

typedef struct dsn_scheme {
	const char *name;
	bool known; /* to this version */
	smtpc_tls_mode tls;
} dsn_scheme;

static const dsn_scheme schemes[] = {
	{"smtp", true, SMTPC_TLS_AUTO},
	{"smtps", true, SMTPC_TLS_IMPLICIT},
	{"lmtp", false, SMTPC_TLS_AUTO},
	{"null", false, SMTPC_TLS_AUTO},
	{"file", false, SMTPC_TLS_AUTO},
	{"memory", false, SMTPC_TLS_AUTO},
	{"fault", false, SMTPC_TLS_AUTO},
	{"failover", false, SMTPC_TLS_AUTO},
	{"roundrobin", false, SMTPC_TLS_AUTO},
};

static bool dsn_refuse(const smtpmail_origin *origin, const char *why)
{
	smtpmail_origin_refuse(origin, zend_ce_value_error, "%s", why);
	return false;
}

static bool refuse_encoding(const smtpmail_origin *origin)
{
	return dsn_refuse(origin, "has a '%' that two hexadecimal digits do not follow");
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The text with %XX decoded, '+' being a plus; NULL: malformed. */
static zend_string *percent_decode(smtpc_str text)
{
	zend_string *decoded = zend_string_alloc(text.len, false);
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '%') {
			int high = i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(text.ptr[i + 2]) : -1;
			if (low < 0) {
				ZEND_SECURE_ZERO(ZSTR_VAL(decoded), text.len);
				zend_string_efree(decoded);
				return NULL;
			}
			c = (char)(high << 4 | low);
			i += 2;
		}
		ZSTR_VAL(decoded)[len++] = c;
	}
	ZSTR_VAL(decoded)[len] = '\0';
	ZSTR_LEN(decoded) = len;
	return decoded;
}

/* ---- The query -------------------------------------------------------------------------- */

/* Puts |value| (taken) under |key|, or under |sub| in the array under |key|. */
static bool query_put(zval *query, zend_string *key, zend_string *sub, zend_string *value)
{
	zval zv;
	ZVAL_STR(&zv, value);
	if (sub == NULL) {
		bool fresh = zend_hash_add(Z_ARRVAL_P(query), key, &zv) != NULL;
		if (!fresh) {
			zval_ptr_dtor(&zv);
		}
		return fresh;
	}
	zval *array = zend_hash_find(Z_ARRVAL_P(query), key);
	if (array == NULL) {
		zval empty;
		array_init(&empty);
		array = zend_hash_add_new(Z_ARRVAL_P(query), key, &empty);
	}
	bool fresh = Z_TYPE_P(array) == IS_ARRAY &&
	             (ZSTR_LEN(sub) > 0 ? zend_hash_add(Z_ARRVAL_P(array), sub, &zv)
	                                : zend_hash_next_index_insert(Z_ARRVAL_P(array), &zv)) != NULL;
	if (!fresh) {
		zval_ptr_dtor(&zv);
	}
	return fresh;
}

/* Splits "timeout[connect]" into its two names; *sub NULL where there are no brackets. */
static bool query_key(zend_string *name, zend_string **key, zend_string **sub)
{
	smtpc_str rest = smtpmail_str(name);
	smtpc_str head = smtpmail_cut(&rest, '[');
	*sub = NULL;
	if (head.len < ZSTR_LEN(name)) {
		if (rest.len == 0 || rest.ptr[rest.len - 1] != ']') {
			return false;
		}
		*sub = zend_string_init(rest.ptr, rest.len - 1, false);
	}
	*key = zend_string_init(head.ptr, head.len, false);
	return true;
}

static bool query_pair(const smtpmail_origin *origin, zval *query, smtpc_str pair)
{
	smtpc_str rest = pair;
	zend_string *name = percent_decode(smtpmail_cut(&rest, '='));
	zend_string *value = name != NULL ? percent_decode(rest) : NULL;
	zend_string *key, *sub;
	bool ok = false;
	if (value == NULL) {
		refuse_encoding(origin);
	} else if (memchr(pair.ptr, '=', pair.len) == NULL || !query_key(name, &key, &sub)) {
		dsn_refuse(origin, "must have a query of name=value or name[key]=value");
	} else {
		ok = query_put(query, key, sub, zend_string_copy(value)) ||
		     dsn_refuse(origin, "must not have an option twice");
		zend_string_release(key);
		if (sub != NULL) {
			zend_string_release(sub);
		}
	}
	if (name != NULL) {
		zend_string_release(name);
	}
	if (value != NULL) {
		zend_string_release(value);
	}
	return ok;
}

static bool dsn_query(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str text)
{
	zval query;
	array_init(&query);
	bool ok = true;
	while (ok && text.len > 0) {
		ok = query_pair(origin, &query, smtpmail_cut(&text, '&'));
	}
	smtpmail_origin from = *origin;
	from.text = true;
	ok = ok && smtpmail_config_array(config, &from, Z_ARRVAL(query));
	zval_ptr_dtor(&query);
	return ok;
}

/* ---- The authority ---------------------------------------------------------------------- */

/* Percent-decodes |text| and sets the option |name| to it. */
static bool dsn_set(smtpmail_config *config, const smtpmail_origin *origin, const char *name,
	smtpc_str text)
{
	zend_string *decoded = percent_decode(text);
	if (decoded == NULL) {
		return refuse_encoding(origin);
	}
	smtpmail_origin from = *origin;
	from.text = true;
	from.server = true;
	zval value;
	ZVAL_STR(&value, decoded);
	bool ok = smtpmail_config_set(config, &from, smtpmail_view(name), &value);
	zend_string_release(decoded);
	return ok;
}

static bool dsn_user(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str userinfo)
{
	smtpc_str rest = userinfo;
	smtpc_str user = smtpmail_cut(&rest, ':');
	bool has_password = user.len < userinfo.len;
	return dsn_set(config, origin, "username", user) &&
	       (!has_password || dsn_set(config, origin, "password", rest));
}

static bool dsn_host(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str text)
{
	smtpc_str host = text;
	smtpc_str port = {NULL, 0};
	size_t bracket = 0;
	if (text.len > 0 && text.ptr[0] == '[') {
		const char *end = memchr(text.ptr, ']', text.len);
		if (end == NULL) {
			return dsn_refuse(origin, "must have a ']' behind an IPv6 address");
		}
		bracket = (size_t)(end - text.ptr) + 1;
	}
	const char *colon = memchr(text.ptr + bracket, ':', text.len - bracket);
	if (colon != NULL) {
		host.len = (size_t)(colon - text.ptr);
		port = (smtpc_str){colon + 1, text.len - host.len - 1};
	}
	if (host.len == 0 || (bracket > 0 && host.len != bracket)) {
		return dsn_refuse(origin, "must have a host");
	}
	return dsn_set(config, origin, "host", host) &&
	       (colon == NULL || dsn_set(config, origin, "port", port));
}

/* ---- The whole -------------------------------------------------------------------------- */

static bool dsn_is_clean(smtpc_str dsn)
{
	for (size_t i = 0; i < dsn.len; i++) {
		unsigned char c = (unsigned char)dsn.ptr[i];
		if (c <= ' ' || c == 0x7f) {
			return false;
		}
	}
	return true;
}

static const dsn_scheme *dsn_scheme_of(const smtpmail_origin *origin, smtpc_str dsn)
{
	size_t len = 0;
	while (len < dsn.len && dsn.ptr[len] != ':' && dsn.ptr[len] != '(') {
		len++;
	}
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (zend_binary_strcasecmp(dsn.ptr, len, schemes[i].name, strlen(schemes[i].name)) == 0) {
			if (schemes[i].known) {
				return &schemes[i];
			}
			smtpmail_origin_refuse(origin, zend_ce_value_error,
				"has the scheme \"%s\", which is not supported by this version",
				schemes[i].name);
			return NULL;
		}
	}
	dsn_refuse(origin, "must begin with smtp:// or smtps://");
	return NULL;
}

/* Where the authority of |text| ends. */
static size_t authority_len(smtpc_str text)
{
	size_t len = 0;
	while (len < text.len && strchr("/?#", text.ptr[len]) == NULL) {
		len++;
	}
	return len;
}

static bool dsn_authority(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str text)
{
	const char *at = zend_memrchr(text.ptr, '@', text.len);
	if (at == NULL) {
		return dsn_host(config, origin, text);
	}
	size_t user = (size_t)(at - text.ptr);
	return dsn_user(config, origin, (smtpc_str){text.ptr, user}) &&
	       dsn_host(config, origin, (smtpc_str){at + 1, text.len - user - 1});
}

bool smtpmail_config_dsn(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str dsn)
{
	const dsn_scheme *scheme = dsn_scheme_of(origin, dsn);
	if (scheme == NULL) {
		return false;
	}
	size_t prefix = strlen(scheme->name);
	if (dsn.len < prefix + 3 || memcmp(dsn.ptr + prefix, "://", 3) != 0) {
		return dsn_refuse(origin, "must begin with smtp:// or smtps://");
	}
	if (!dsn_is_clean(dsn)) {
		return dsn_refuse(origin,
			"must not have spaces or control characters: they are encoded as %XX");
	}
	smtpc_str rest = {dsn.ptr + prefix + 3, dsn.len - prefix - 3};
	smtpc_str authority = {rest.ptr, authority_len(rest)};
	rest = (smtpc_str){rest.ptr + authority.len, rest.len - authority.len};
	if (rest.len > 0 && rest.ptr[0] == '/') {
		rest = (smtpc_str){rest.ptr + 1, rest.len - 1};
	}
	if (rest.len > 0 && rest.ptr[0] != '?') {
		return dsn_refuse(origin, "must not have a path or fragment: '/', '?' and '#' in a "
			"password are encoded as %2F, %3F and %23");
	}
	if (memchr(rest.ptr, '@', rest.len) != NULL) {
		return dsn_refuse(origin, "must not have '@' behind a '?': in a password '?' is encoded as "
			"%3F, and '@' as %40 everywhere");
	}
	config->core.tls = scheme->tls;
	rest = rest.len > 0 ? (smtpc_str){rest.ptr + 1, rest.len - 1} : rest;
	if (!dsn_authority(config, origin, authority) || !dsn_query(config, origin, rest)) {
		return false;
	}
	return scheme->tls != SMTPC_TLS_IMPLICIT || config->core.tls == SMTPC_TLS_IMPLICIT ||
	       dsn_refuse(origin, "must not ask smtps:// for another kind of TLS");
}
