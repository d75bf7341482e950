/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The pieces of a DSN as options: the same configuration as an array of options makes. */
#include "smtpmail_internal.h"

#include "fopen_wrappers.h"
#include "zend_exceptions.h"

/* A group around the DSN that is read: its options are those of its members, unless they say
 * otherwise. */
typedef struct dsn_group {
	const struct dsn_group *outer;
	const smtpc_dsn *dsn;
} dsn_group;

static bool dsn_refuse(const smtpmail_origin *origin, const char *why)
{
	smtpmail_origin_refuse(origin, zend_ce_value_error, "%s", why);
	return false;
}

/* Sets the option |name|, which the query has no place for. */
static bool dsn_set(smtpmail_config *config, const smtpmail_origin *origin, const char *name,
	smtpc_str text)
{
	smtpmail_origin from = *origin;
	from.text = true;
	from.server = true;
	zval value;
	ZVAL_STRINGL(&value, text.len > 0 ? text.ptr : "", text.len);
	bool ok = smtpmail_config_set(config, &from, smtpmail_view(name), &value);
	zval_ptr_dtor(&value);
	return ok;
}

/* ---- The query -------------------------------------------------------------------------- */

/* Puts the pair into |query|, one with a key into the array of its name. */
static void query_put(zval *query, const smtpc_dsn_pair *pair)
{
	zval value, empty;
	ZVAL_STRINGL(&value, pair->value.len > 0 ? pair->value.ptr : "", pair->value.len);
	if (pair->key.ptr == NULL) {
		zend_hash_str_update(Z_ARRVAL_P(query), pair->name.ptr, pair->name.len, &value);
		return;
	}
	zval *array = zend_hash_str_find(Z_ARRVAL_P(query), pair->name.ptr, pair->name.len);
	if (array == NULL) {
		array_init(&empty);
		array = zend_hash_str_update(Z_ARRVAL_P(query), pair->name.ptr, pair->name.len, &empty);
	}
	if (pair->key.len > 0) {
		zend_hash_str_update(Z_ARRVAL_P(array), pair->key.ptr, pair->key.len, &value);
	} else {
		zend_hash_next_index_insert(Z_ARRVAL_P(array), &value);
	}
}

static bool is_retry_period(const smtpc_dsn_pair *pair)
{
	static const char name[] = "retry_period";
	return pair->name.len == sizeof name - 1 && memcmp(pair->name.ptr, name, sizeof name - 1) == 0;
}

/* |inherited|: the query is that of a group around. */
static bool dsn_query(smtpmail_config *config, const smtpmail_origin *origin, const smtpc_dsn *dsn,
	bool inherited)
{
	zval query;
	array_init(&query);
	for (size_t i = 0; i < dsn->pair_count; i++) {
		if (!inherited || !is_retry_period(&dsn->pairs[i])) {
			query_put(&query, &dsn->pairs[i]);
		}
	}
	smtpmail_origin from = *origin;
	from.text = true;
	from.inherited = inherited;
	bool ok = smtpmail_config_array(config, &from, Z_ARRVAL(query));
	zval_ptr_dtor(&query);
	return ok;
}

/* Those of the outermost group first. */
static bool dsn_inherit(smtpmail_config *config, const smtpmail_origin *origin,
	const dsn_group *group)
{
	return group == NULL || (dsn_inherit(config, origin, group->outer) &&
	                         dsn_query(config, origin, group->dsn, true));
}

/* ---- Servers ---------------------------------------------------------------------------- */

static bool dsn_network(smtpmail_config *config, const smtpmail_origin *origin,
	const smtpc_dsn *dsn)
{
	config->core.tls = dsn->scheme == SMTPC_DSN_SMTPS ? SMTPC_TLS_IMPLICIT : SMTPC_TLS_AUTO;
	config->core.lmtp = dsn->scheme == SMTPC_DSN_LMTP;
	if (dsn->host.len == 0) {
		return dsn_refuse(origin, "must have a host");
	}
	return (dsn->user.ptr == NULL || dsn_set(config, origin, "username", dsn->user)) &&
	       (dsn->password.ptr == NULL || dsn_set(config, origin, "password", dsn->password)) &&
	       dsn_set(config, origin, "host", dsn->host) &&
	       (dsn->port.ptr == NULL || dsn_set(config, origin, "port", dsn->port));
}

/* file:///folder; file:///C:/folder on Windows. */
static bool dsn_folder(smtpmail_config *config, const smtpmail_origin *origin,
	const smtpc_dsn *dsn)
{
	smtpc_str path = dsn->path;
	if (dsn->host.len > 0 || path.len < 2) {
		return dsn_refuse(origin, "must have a folder in the form file:///path/of/folder");
	}
	if (memchr(path.ptr, '\0', path.len) != NULL) {
		return dsn_refuse(origin, "must not have a folder with a NUL byte");
	}
#ifdef PHP_WIN32
	if (path.len > 2 && path.ptr[2] == ':') {
		path = (smtpc_str){path.ptr + 1, path.len - 1};
	}
#endif
	zend_string *folder = zend_string_init(path.ptr, path.len, false);
	bool allowed = php_check_open_basedir_ex(ZSTR_VAL(folder), false) == 0;
	config->inside.folder = smtpmail_config_hold(config, folder);
	zend_string_release(folder);
	return allowed || dsn_refuse(origin, "must have a folder that open_basedir allows");
}

/* A server inside the process may have a name; fault:// may be asked to log in. */
static bool dsn_inside(smtpmail_config *config, const smtpmail_origin *origin,
	const smtpc_dsn *dsn)
{
	bool fault = dsn->scheme == SMTPC_DSN_FAULT;
	if (dsn->port.ptr != NULL || (dsn->user.ptr != NULL && !fault)) {
		return dsn_refuse(origin, fault ? "must not have a port: fault:// has no network"
		                                : "must not have a user or port: there is no network");
	}
	smtpc_str name = smtpmail_view(smtpc_dsn_scheme_name(dsn->scheme));
	return (dsn->user.ptr == NULL || dsn_set(config, origin, "username", dsn->user)) &&
	       (dsn->password.ptr == NULL || dsn_set(config, origin, "password", dsn->password)) &&
	       dsn_set(config, origin, "host", dsn->host.len > 0 ? dsn->host : name);
}

static bool dsn_server(smtpmail_config *config, const smtpmail_origin *origin,
	const smtpc_dsn *dsn)
{
	switch (dsn->scheme) {
	case SMTPC_DSN_FILE:
		return dsn_folder(config, origin, dsn) &&
		       dsn_set(config, origin, "host", smtpmail_view("file"));
	case SMTPC_DSN_NULL:
	case SMTPC_DSN_MEMORY:
	case SMTPC_DSN_FAULT:
		return dsn_inside(config, origin, dsn);
	default:
		return dsn_network(config, origin, dsn);
	}
}

static bool dsn_leaf(smtpmail_config *config, const smtpmail_origin *origin, const smtpc_dsn *dsn,
	const dsn_group *group)
{
	config->scheme = dsn->scheme;
	if (!dsn_server(config, origin, dsn) || !dsn_inherit(config, origin, group) ||
		!dsn_query(config, origin, dsn, false)) {
		return false;
	}
	return dsn->scheme != SMTPC_DSN_SMTPS || config->core.tls == SMTPC_TLS_IMPLICIT ||
	       dsn_refuse(origin, "must not ask smtps:// for another kind of TLS");
}

/* ---- Groups ----------------------------------------------------------------------------- */

static bool dsn_read(smtpmail_config *config, const smtpmail_origin *origin, const smtpc_dsn *dsn,
	const dsn_group *outer);

static bool dsn_retry_period(smtpmail_config *config, const smtpmail_origin *origin,
	const smtpc_dsn *dsn)
{
	config->route.retry_period = SMTPC_ROUTE_RETRY_PERIOD;
	for (size_t i = 0; i < dsn->pair_count; i++) {
		const smtpc_dsn_pair *pair = &dsn->pairs[i];
		if (!is_retry_period(pair)) {
			continue;
		}
		zend_long integer;
		zend_string *text = zend_string_init(pair->value.ptr, pair->value.len, false);
		double seconds = -1;
		uint8_t type = is_numeric_string(ZSTR_VAL(text), ZSTR_LEN(text), &integer, &seconds, false);
		zend_string_release(text);
		seconds = type == IS_LONG ? (double)integer : seconds;
		if (pair->key.ptr != NULL || type == 0 || !(seconds >= 0 && seconds <= 1e9)) {
			return dsn_refuse(origin,
				"option \"retry_period\" must be a number of seconds, 0 or more, and finite");
		}
		config->route.retry_period = seconds;
	}
	return true;
}

static bool dsn_members(smtpmail_config *config, const smtpmail_origin *origin,
	const smtpc_dsn *dsn, const dsn_group *outer)
{
	dsn_group group = {outer, dsn};
	config->route.kind = dsn->scheme == SMTPC_DSN_FAILOVER ? SMTPC_ROUTE_FAILOVER
	                                                       : SMTPC_ROUTE_ROUNDROBIN;
	config->members = safe_emalloc(dsn->member_count, sizeof *config->members, 0);
	for (size_t i = 0; i < dsn->member_count; i++) {
		smtpmail_config_init(&config->members[config->member_count++]);
		if (!dsn_read(&config->members[i], origin, &dsn->members[i], &group)) {
			return false;
		}
	}
	return dsn_retry_period(config, origin, dsn);
}

static bool dsn_read(smtpmail_config *config, const smtpmail_origin *origin, const smtpc_dsn *dsn,
	const dsn_group *outer)
{
	return dsn->member_count > 0 ? dsn_members(config, origin, dsn, outer)
	                             : dsn_leaf(config, origin, dsn, outer);
}

bool smtpmail_config_dsn(smtpmail_config *config, const smtpmail_origin *origin, smtpc_str text)
{
	smtpc_dsn dsn;
	smtpc_error err;
	if (smtpc_dsn_parse(&dsn, NULL, text, &err) < 0) {
		return dsn_refuse(origin, err.message);
	}
	bool ok = dsn_read(config, origin, &dsn, NULL);
	smtpc_dsn_free(&dsn);
	return ok;
}
