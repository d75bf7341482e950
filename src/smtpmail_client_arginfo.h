/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: cfa3a7f4a041ee7a414763502fae76e7fe8fdddc */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail___construct, 0, 0, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, host, IS_STRING, 0, "\'localhost\'")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, port, IS_LONG, 0, "0")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, tls, SmtpMail\\Tls, 0, "SmtpMail\\Tls::Auto")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, username, IS_STRING, 1, "null")
	ZEND_ARG_OBJ_TYPE_MASK(0, password, Closure, MAY_BE_STRING|MAY_BE_NULL, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_fromDsn, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, dsn, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_send, 0, 1, SmtpMail\\Result, 0)
	ZEND_ARG_OBJ_INFO(0, message, SmtpMail\\Message, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, envelope, SmtpMail\\Envelope, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_sendAll, 0, 1, Traversable, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, messages, Traversable, MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, connections, IS_LONG, 0, "4")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_batch, 0, 0, SmtpMail\\Batch, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, connections, IS_LONG, 0, "4")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_verify, 0, 0, SmtpMail\\ServerInfo, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_connect, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_close arginfo_class_SmtpMail_connect

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_isConnected, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_getServerInfo, 0, 0, SmtpMail\\ServerInfo, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_getTranscript, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_setLogger, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, logger, IS_CALLABLE, 1)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, redact, IS_LONG, 0, "SmtpMail::REDACT_SECRETS | SmtpMail::REDACT_BODY")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_setWaiter, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, waiter, IS_CALLABLE, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_getMessages, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail, __construct);
ZEND_METHOD(SmtpMail, fromDsn);
ZEND_METHOD(SmtpMail, send);
ZEND_METHOD(SmtpMail, sendAll);
ZEND_METHOD(SmtpMail, batch);
ZEND_METHOD(SmtpMail, verify);
ZEND_METHOD(SmtpMail, connect);
ZEND_METHOD(SmtpMail, close);
ZEND_METHOD(SmtpMail, isConnected);
ZEND_METHOD(SmtpMail, getServerInfo);
ZEND_METHOD(SmtpMail, getTranscript);
ZEND_METHOD(SmtpMail, setLogger);
ZEND_METHOD(SmtpMail, setWaiter);
ZEND_METHOD(SmtpMail, getMessages);


static const zend_function_entry class_SmtpMail_methods[] = {
	ZEND_ME(SmtpMail, __construct, arginfo_class_SmtpMail___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, fromDsn, arginfo_class_SmtpMail_fromDsn, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail, send, arginfo_class_SmtpMail_send, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, sendAll, arginfo_class_SmtpMail_sendAll, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, batch, arginfo_class_SmtpMail_batch, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, verify, arginfo_class_SmtpMail_verify, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, connect, arginfo_class_SmtpMail_connect, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, close, arginfo_class_SmtpMail_close, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, isConnected, arginfo_class_SmtpMail_isConnected, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, getServerInfo, arginfo_class_SmtpMail_getServerInfo, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, getTranscript, arginfo_class_SmtpMail_getTranscript, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, setLogger, arginfo_class_SmtpMail_setLogger, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, setWaiter, arginfo_class_SmtpMail_setWaiter, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail, getMessages, arginfo_class_SmtpMail_getMessages, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "SmtpMail", class_SmtpMail_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_NOT_SERIALIZABLE;

	zval const_REDACT_SECRETS_value;
	ZVAL_LONG(&const_REDACT_SECRETS_value, 1);
	zend_string *const_REDACT_SECRETS_name = zend_string_init_interned("REDACT_SECRETS", sizeof("REDACT_SECRETS") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_REDACT_SECRETS_name, &const_REDACT_SECRETS_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_REDACT_SECRETS_name);

	zval const_REDACT_RECIPIENTS_value;
	ZVAL_LONG(&const_REDACT_RECIPIENTS_value, 2);
	zend_string *const_REDACT_RECIPIENTS_name = zend_string_init_interned("REDACT_RECIPIENTS", sizeof("REDACT_RECIPIENTS") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_REDACT_RECIPIENTS_name, &const_REDACT_RECIPIENTS_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_REDACT_RECIPIENTS_name);

	zval const_REDACT_BODY_value;
	ZVAL_LONG(&const_REDACT_BODY_value, 4);
	zend_string *const_REDACT_BODY_name = zend_string_init_interned("REDACT_BODY", sizeof("REDACT_BODY") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_REDACT_BODY_name, &const_REDACT_BODY_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_REDACT_BODY_name);


	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 4, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 5, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "fromdsn", sizeof("fromdsn") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "fromdsn", sizeof("fromdsn") - 1), 1, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	return class_entry;
}
