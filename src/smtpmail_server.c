/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\ServerInfo: what a client learned of its server. */
#include "smtpmail_internal.h"

#include "ext/date/php_date.h"

#include "smtpmail_server_arginfo.h"

static zend_class_entry *ce_server_info;

PHP_METHOD(SmtpMail_ServerInfo, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

/* "SIZE 73400320\nPIPELINING" => ['SIZE' => '73400320', 'PIPELINING' => '']; the first wins. */
static void server_extensions(zval *to, smtpc_str lines)
{
	array_init(to);
	while (lines.len > 0) {
		smtpc_str line = smtpmail_cut(&lines, '\n');
		smtpc_str word = smtpmail_cut(&line, ' ');
		if (word.len == 0) {
			continue;
		}
		zend_string *lower = zend_string_init(word.ptr, word.len, false);
		zend_string *keyword = zend_string_toupper(lower);
		zval value;
		ZVAL_STRINGL(&value, line.len > 0 ? line.ptr : "", line.len);
		if (zend_symtable_update(Z_ARRVAL_P(to), keyword, &value) == NULL) {
			zval_ptr_dtor(&value);
		}
		zend_string_release(keyword);
		zend_string_release(lower);
	}
}

static void server_expires(zend_object *object, int64_t unix_time)
{
	zval expires;
	ZVAL_NULL(&expires);
	if (unix_time != 0) {
		char text[32];
		int len = snprintf(text, sizeof text, "@%lld", (long long)unix_time);
		php_date_instantiate(php_date_get_immutable_ce(), &expires);
		php_date_initialize(Z_PHPDATE_P(&expires), text, (size_t)len, NULL, NULL, 0);
	}
	smtpmail_prop_set(object, "certificateExpires", &expires);
}

void smtpmail_server_info_new(zval *to, const smtpc_client *core)
{
	smtpc_server_info info;
	if (!smtpc_client_server_info(core, &info)) {
		ZVAL_NULL(to);
		return;
	}
	object_init_ex(to, ce_server_info);
	zend_object *object = Z_OBJ_P(to);
	smtpmail_prop_set_str(object, "greeting", info.greeting);
	smtpmail_prop_set_str(object, "name", info.name);
	zval value;
	server_extensions(&value, info.extensions);
	smtpmail_prop_set(object, "extensions", &value);
	smtpmail_words(&value, smtpc_client_offered_auth(core));
	smtpmail_prop_set(object, "authMechanisms", &value);
	ZVAL_NULL(&value);
	if (info.max_size > 0) {
		ZVAL_LONG(&value, info.max_size > ZEND_LONG_MAX ? ZEND_LONG_MAX : (zend_long)info.max_size);
	}
	smtpmail_prop_set(object, "maxSize", &value);
	smtpmail_prop_set_str_or_null(object, "tlsVersion", smtpmail_view(info.tls_version));
	smtpmail_prop_set_str_or_null(object, "tlsCipher", smtpmail_view(info.tls_cipher));
	server_expires(object, info.certificate_expires);
}

PHP_METHOD(SmtpMail_ServerInfo, supports)
{
	zend_string *extension;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(extension)
	ZEND_PARSE_PARAMETERS_END();

	zval *extensions = smtpmail_prop(Z_OBJ_P(ZEND_THIS), "extensions");
	if (extensions == NULL) {
		RETURN_THROWS();
	}
	zend_string *keyword = zend_string_toupper(extension);
	RETVAL_BOOL(zend_symtable_exists(Z_ARRVAL_P(extensions), keyword));
	zend_string_release(keyword);
}

PHP_MINIT_FUNCTION(smtpmail_server)
{
	ce_server_info = register_class_SmtpMail_ServerInfo();
	ce_server_info->create_object = smtpmail_value_create;
	return SUCCESS;
}
