/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A configuration from its birth to its end: what holds the strings that the core's options point
 * into, what wipes the secrets, and what php.ini adds. */
#include "smtpmail_internal.h"

#include "php_ini.h"
#include "php_smtpmail.h"
#include "zend_exceptions.h"

void smtpmail_origin_refuse(const smtpmail_origin *origin, zend_class_entry *error,
	const char *format, ...)
{
	va_list args;
	va_start(args, format);
	zend_string *message = zend_vstrpprintf(0, format, args);
	va_end(args);
	if (origin->arg > 0) {
		zend_argument_error(error, origin->arg, "%s", ZSTR_VAL(message));
	} else {
		zend_throw_error(error, "%s %s", origin->ini, ZSTR_VAL(message));
	}
	zend_string_release(message);
}

smtpc_str smtpmail_config_hold(smtpmail_config *config, zend_string *string)
{
	add_next_index_str(&config->held, zend_string_copy(string));
	return smtpmail_str(string);
}

void smtpmail_config_hold_secret(smtpmail_config *config, zend_string *string)
{
	if (config->secret_count < sizeof config->secrets / sizeof config->secrets[0]) {
		config->secrets[config->secret_count++] = zend_string_copy(string);
	}
}

void smtpmail_config_init(smtpmail_config *config)
{
	memset(config, 0, sizeof *config);
	smtpc_options_init(&config->core);
	if (SMTPMAIL_G(tls) == NULL) {
		SMTPMAIL_G(tls) = smtpc_tls_cache_new(NULL); /* without memory there is no sharing */
	}
	config->core.tls_cache = SMTPMAIL_G(tls);
	config->route.server = &config->core;
	config->inside.envelope = true;
	array_init(&config->held);
	ZVAL_UNDEF(&config->progress);
	ZVAL_UNDEF(&config->token);
}

void smtpmail_config_free(smtpmail_config *config)
{
	for (size_t i = 0; i < config->member_count; i++) {
		smtpmail_config_free(&config->members[i]);
	}
	if (config->members != NULL) {
		efree(config->members);
	}
	if (config->routes != NULL) {
		efree(config->routes);
	}
	smtpc_peer_unref(config->core.peer);
	zval_ptr_dtor(&config->held);
	zval_ptr_dtor(&config->progress);
	smtpmail_open_free(&config->open);
	zval_ptr_dtor(&config->token);
	for (size_t i = 0; i < config->secret_count; i++) {
		zend_string *secret = config->secrets[i];
		if (!ZSTR_IS_INTERNED(secret) && GC_REFCOUNT(secret) == 1) {
			ZEND_SECURE_ZERO(ZSTR_VAL(secret), ZSTR_LEN(secret));
		}
		zend_string_release(secret);
	}
	if (config->pins != NULL) {
		efree(config->pins);
	}
	if (config->fingerprints != NULL) {
		efree(config->fingerprints);
	}
	if (config->disabled != NULL) {
		efree(config->disabled);
	}
}

/* The INI entry's value, if it is not empty and |target| is not set. The INI's own string lives on
 * until the entry is changed, which nothing does while the core copies it. */
static bool ini_into(smtpc_str *target, const char *entry)
{
	const char *value = zend_ini_string(entry, strlen(entry), 0);
	if (value == NULL || value[0] == '\0') {
		return false;
	}
	*target = smtpmail_view(value);
	return true;
}

static void default_trust(smtpc_options *core)
{
	if (core->ca_file.len > 0 || core->ca_path.len > 0 ||
		ini_into(&core->ca_file, "smtpmail.ca_file")) {
		return;
	}
	ini_into(&core->ca_file, "openssl.cafile");
	ini_into(&core->ca_path, "openssl.capath");
}

/* The route of a group, made of its members'. */
static void config_route(smtpmail_config *config)
{
	if (config->member_count == 0) {
		return;
	}
	config->routes = safe_emalloc(config->member_count, sizeof *config->routes, 0);
	for (size_t i = 0; i < config->member_count; i++) {
		config->routes[i] = config->members[i].route;
	}
	config->route.members = config->routes;
	config->route.member_count = config->member_count;
}

bool smtpmail_config_finish(smtpmail_config *config, smtpmail_servers *servers)
{
	for (size_t i = 0; i < config->member_count; i++) {
		if (!smtpmail_config_finish(&config->members[i], servers)) {
			return false;
		}
	}
	config_route(config);
	if (config->member_count > 0) {
		return true;
	}
	default_trust(&config->core);
	servers->list[servers->count++] = config;
	return smtpmail_inside_make(config);
}
