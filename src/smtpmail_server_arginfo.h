/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: a5a553c9044d67f8f26706cfe1cee3c3b328e35c */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_ServerInfo___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_ServerInfo_supports, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, extension, IS_STRING, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_ServerInfo, __construct);
ZEND_METHOD(SmtpMail_ServerInfo, supports);


static const zend_function_entry class_SmtpMail_ServerInfo_methods[] = {
	ZEND_ME(SmtpMail_ServerInfo, __construct, arginfo_class_SmtpMail_ServerInfo___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(SmtpMail_ServerInfo, supports, arginfo_class_SmtpMail_ServerInfo_supports, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_ServerInfo(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "ServerInfo", class_SmtpMail_ServerInfo_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval property_greeting_default_value;
	ZVAL_UNDEF(&property_greeting_default_value);
	zend_string *property_greeting_name = zend_string_init("greeting", sizeof("greeting") - 1, 1);
	zend_declare_typed_property(class_entry, property_greeting_name, &property_greeting_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_greeting_name);

	zval property_name_default_value;
	ZVAL_UNDEF(&property_name_default_value);
	zend_string *property_name_name = zend_string_init("name", sizeof("name") - 1, 1);
	zend_declare_typed_property(class_entry, property_name_name, &property_name_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_name_name);

	zval property_extensions_default_value;
	ZVAL_UNDEF(&property_extensions_default_value);
	zend_string *property_extensions_name = zend_string_init("extensions", sizeof("extensions") - 1, 1);
	zend_declare_typed_property(class_entry, property_extensions_name, &property_extensions_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_extensions_name);

	zval property_authMechanisms_default_value;
	ZVAL_UNDEF(&property_authMechanisms_default_value);
	zend_string *property_authMechanisms_name = zend_string_init("authMechanisms", sizeof("authMechanisms") - 1, 1);
	zend_declare_typed_property(class_entry, property_authMechanisms_name, &property_authMechanisms_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_authMechanisms_name);

	zval property_maxSize_default_value;
	ZVAL_UNDEF(&property_maxSize_default_value);
	zend_string *property_maxSize_name = zend_string_init("maxSize", sizeof("maxSize") - 1, 1);
	zend_declare_typed_property(class_entry, property_maxSize_name, &property_maxSize_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_maxSize_name);

	zval property_tlsVersion_default_value;
	ZVAL_UNDEF(&property_tlsVersion_default_value);
	zend_string *property_tlsVersion_name = zend_string_init("tlsVersion", sizeof("tlsVersion") - 1, 1);
	zend_declare_typed_property(class_entry, property_tlsVersion_name, &property_tlsVersion_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_tlsVersion_name);

	zval property_tlsCipher_default_value;
	ZVAL_UNDEF(&property_tlsCipher_default_value);
	zend_string *property_tlsCipher_name = zend_string_init("tlsCipher", sizeof("tlsCipher") - 1, 1);
	zend_declare_typed_property(class_entry, property_tlsCipher_name, &property_tlsCipher_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_tlsCipher_name);

	zend_string *property_certificateExpires_class_DateTimeImmutable = zend_string_init("DateTimeImmutable", sizeof("DateTimeImmutable")-1, 1);
	zval property_certificateExpires_default_value;
	ZVAL_UNDEF(&property_certificateExpires_default_value);
	zend_string *property_certificateExpires_name = zend_string_init("certificateExpires", sizeof("certificateExpires") - 1, 1);
	zend_declare_typed_property(class_entry, property_certificateExpires_name, &property_certificateExpires_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_certificateExpires_class_DateTimeImmutable, 0, MAY_BE_NULL));
	zend_string_release(property_certificateExpires_name);

	return class_entry;
}
