/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: ebb587fa834f4d29f4a18e6827b3c7337094d481 */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_smtpmail_send, 0, 2, IS_LONG, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, to, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_ARRAY, NULL)
	ZEND_ARG_TYPE_INFO(0, subject, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, text, IS_STRING, 0, "\'\'")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, html, IS_STRING, 1, "null")
	ZEND_ARG_OBJ_TYPE_MASK(0, from, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_NULL, "null")
	ZEND_ARG_OBJ_TYPE_MASK(0, cc, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_ARRAY, "[]")
	ZEND_ARG_OBJ_TYPE_MASK(0, bcc, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_ARRAY, "[]")
	ZEND_ARG_OBJ_TYPE_MASK(0, replyTo, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_ARRAY|MAY_BE_NULL, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, attachments, IS_ARRAY, 0, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, headers, IS_ARRAY, 0, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, dsn, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, options, IS_ARRAY, 0, "[]")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(1, result, SmtpMail\\Result, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_smtpmail_reply_text, 0, 1, IS_STRING, 1)
	ZEND_ARG_TYPE_INFO(0, code, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_smtpmail_stats, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()


ZEND_FUNCTION(smtpmail_send);
ZEND_FUNCTION(smtpmail_reply_text);
ZEND_FUNCTION(smtpmail_stats);


static const zend_function_entry ext_functions[] = {
	ZEND_FE(smtpmail_send, arginfo_smtpmail_send)
	ZEND_FE(smtpmail_reply_text, arginfo_smtpmail_reply_text)
	ZEND_FE(smtpmail_stats, arginfo_smtpmail_stats)
	ZEND_FE_END
};

static void register_smtpmail_functions_symbols(int module_number)
{
	REGISTER_LONG_CONSTANT("SMTPMAIL_NOT_SENT", 0, CONST_PERSISTENT);
	REGISTER_LONG_CONSTANT("SMTPMAIL_IN_DOUBT", -1, CONST_PERSISTENT);
	REGISTER_STRING_CONSTANT("SMTPMAIL_VERSION", PHP_SMTPMAIL_VERSION, CONST_PERSISTENT);


	zend_add_parameter_attribute(zend_hash_str_find_ptr(CG(function_table), "smtpmail_send", sizeof("smtpmail_send") - 1), 10, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(CG(function_table), "smtpmail_send", sizeof("smtpmail_send") - 1), 11, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);
}
