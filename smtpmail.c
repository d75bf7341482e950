/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The module: INI entries, start and end, phpinfo(). Functions and classes are in src/. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php.h"

#include <idn2.h>

#include "SAPI.h"
#include "ext/standard/info.h"
#include "php_ini.h"
#include "php_smtpmail.h"
#include "smtpmail_internal.h"
#include "zend_attributes.h"
#include "zend_smart_str.h"

#include "smtpmail_functions_arginfo.h"

ZEND_DECLARE_MODULE_GLOBALS(smtpmail)

/* A DSN holds a password: phpinfo() says only whether there is one. */
static PHP_INI_DISP(smtpmail_display_secret)
{
	const zend_string *value = type == PHP_INI_DISPLAY_ORIG && ini_entry->modified
		? ini_entry->orig_value
		: ini_entry->value;
	if (value != NULL && ZSTR_LEN(value) > 0) {
		PHPWRITE("***", 3);
	} else if (sapi_module.phpinfo_as_text) {
		PHPWRITE("no value", strlen("no value"));
	} else {
		PHPWRITE("<i>no value</i>", strlen("<i>no value</i>"));
	}
}

/* A whole number that is not negative. */
static PHP_INI_MH(on_update_count)
{
	zend_long number;
	double real;
	uint8_t type = is_numeric_string(ZSTR_VAL(new_value), ZSTR_LEN(new_value), &number, &real, false);
	if (type != IS_LONG || number < 0) {
		return FAILURE;
	}
	*(zend_long *)ZEND_INI_GET_ADDR() = number;
	return SUCCESS;
}

PHP_INI_BEGIN()
	PHP_INI_ENTRY_EX("smtpmail.default_dsn", "", PHP_INI_ALL, NULL, smtpmail_display_secret)
	PHP_INI_ENTRY("smtpmail.default_from", "", PHP_INI_ALL, NULL)
	PHP_INI_ENTRY("smtpmail.ca_file", "", PHP_INI_PERDIR, NULL)
	STD_PHP_INI_BOOLEAN("smtpmail.persistent", "0", PHP_INI_PERDIR, OnUpdateBool, persistent,
		zend_smtpmail_globals, smtpmail_globals)
	STD_PHP_INI_ENTRY("smtpmail.max_persistent", "1", PHP_INI_PERDIR, on_update_count, max_persistent,
		zend_smtpmail_globals, smtpmail_globals)
	STD_PHP_INI_ENTRY("smtpmail.max_idle", "30", PHP_INI_PERDIR, on_update_count, max_idle,
		zend_smtpmail_globals, smtpmail_globals)
	STD_PHP_INI_ENTRY("smtpmail.spool_memory", "2M", PHP_INI_PERDIR, OnUpdateLongGEZero, spool_memory,
		zend_smtpmail_globals, smtpmail_globals)
PHP_INI_END()

/* PHP_GINIT_FUNCTION() would name its argument as the globals themselves are named. */
static void globals_start(void *globals)
{
#if defined(ZTS) && defined(COMPILE_DL_SMTPMAIL)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	memset(globals, 0, sizeof(zend_smtpmail_globals));
}

static void globals_end(void *globals)
{
	smtpmail_pool_free(((zend_smtpmail_globals *)globals)->pool);
	smtpmail_keys_free(((zend_smtpmail_globals *)globals)->keys);
	smtpc_tls_cache_free(((zend_smtpmail_globals *)globals)->tls);
}

static zend_result start_parts(INIT_FUNC_ARGS)
{
	static zend_result (*const parts[])(INIT_FUNC_ARGS) = {
		PHP_MINIT(smtpmail_enum), PHP_MINIT(smtpmail_address), PHP_MINIT(smtpmail_group),
		PHP_MINIT(smtpmail_envelope), PHP_MINIT(smtpmail_attachment), PHP_MINIT(smtpmail_message),
		PHP_MINIT(smtpmail_result), PHP_MINIT(smtpmail_server), PHP_MINIT(smtpmail_exception),
		PHP_MINIT(smtpmail_signer), PHP_MINIT(smtpmail_client), PHP_MINIT(smtpmail_stats),
		PHP_MINIT(smtpmail_batch), PHP_MINIT(smtpmail_batch_iterator),
	};
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i](INIT_FUNC_ARGS_PASSTHRU) == FAILURE) {
			return FAILURE;
		}
	}
	return SUCCESS;
}

static PHP_MINIT_FUNCTION(smtpmail)
{
	REGISTER_INI_ENTRIES();
	register_smtpmail_functions_symbols(module_number);
	return start_parts(INIT_FUNC_ARGS_PASSTHRU);
}

static PHP_MSHUTDOWN_FUNCTION(smtpmail)
{
	UNREGISTER_INI_ENTRIES();
	return PHP_MSHUTDOWN(smtpmail_stats)(SHUTDOWN_FUNC_ARGS_PASSTHRU);
}

static PHP_RINIT_FUNCTION(smtpmail)
{
#if defined(ZTS) && defined(COMPILE_DL_SMTPMAIL)
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	smtpmail_pool_sweep();
	return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(smtpmail)
{
	smtpmail_pool_sweep();
	return SUCCESS;
}

static void info_mechanisms(void)
{
	smart_str names = {0};
	for (int mech = 0; mech < SMTPC_SASL_COUNT; mech++) {
		smart_str_appends(&names, mech > 0 ? ", " : "");
		smart_str_appends(&names, smtpc_sasl_name((smtpc_sasl_mech)mech));
	}
	smart_str_0(&names);
	php_info_print_table_row(2, "Authentication mechanisms", ZSTR_VAL(names.s));
	smart_str_free(&names);
}

static PHP_MINFO_FUNCTION(smtpmail)
{
	php_info_print_table_start();
	php_info_print_table_row(2, "smtpmail support", "enabled");
	php_info_print_table_row(2, "Version", PHP_SMTPMAIL_VERSION);
	php_info_print_table_row(2, "TLS library", smtpc_tls_library());
	php_info_print_table_row(2, "libidn2", idn2_check_version(NULL));
	info_mechanisms();
	const char *saslprep = smtpc_saslprep_library();
	php_info_print_table_row(2, "SASLprep", saslprep != NULL ? saslprep : "no (built without libidn)");
	php_info_print_table_end();
	smtpmail_stats_info();
	DISPLAY_INI_ENTRIES();
}

static const zend_module_dep smtpmail_deps[] = {
	ZEND_MOD_REQUIRED("date")
	ZEND_MOD_REQUIRED("json")
	ZEND_MOD_REQUIRED("spl")
	ZEND_MOD_REQUIRED("standard")
	ZEND_MOD_OPTIONAL("openssl")
	ZEND_MOD_END
};

zend_module_entry smtpmail_module_entry = {
	STANDARD_MODULE_HEADER_EX,
	NULL,
	smtpmail_deps,
	"smtpmail",
	ext_functions,
	PHP_MINIT(smtpmail),
	PHP_MSHUTDOWN(smtpmail),
	PHP_RINIT(smtpmail),
	PHP_RSHUTDOWN(smtpmail),
	PHP_MINFO(smtpmail),
	PHP_SMTPMAIL_VERSION,
	PHP_MODULE_GLOBALS(smtpmail),
	globals_start,
	globals_end,
	NULL,
	STANDARD_MODULE_PROPERTIES_EX
};

#ifdef COMPILE_DL_SMTPMAIL
#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif
ZEND_DLEXPORT zend_module_entry *get_module(void);
ZEND_GET_MODULE(smtpmail)
#endif
